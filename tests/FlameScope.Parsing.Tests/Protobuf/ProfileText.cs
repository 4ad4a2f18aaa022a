using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing.Tests;

/// <summary>Writes a profile as text that a test can compare: all that a reader of a format may set.</summary>
internal static class ProfileText
{
    public static string Of(Profile profile)
    {
        var text = new StringBuilder();
        for (int i = 0; i < profile.Samples.Count; i++) text.Append(OfSample(profile, i)).Append('\n');
        foreach (HeaderFact fact in profile.Header.Facts) text.Append(CultureInfo.InvariantCulture, $"{fact.Name}: {fact.Value}\n");
        foreach (ReadDiagnostic diagnostic in profile.Diagnostics) text.Append(CultureInfo.InvariantCulture, $"! {diagnostic.Reason} {diagnostic.Count}\n");
        return text.ToString();
    }

    /// <summary>Returns the lines of the samples, sorted, so that the order of the input is ignored.</summary>
    public static string[] OfSamples(Profile profile)
    {
        var lines = new string[profile.Samples.Count];
        for (int i = 0; i < lines.Length; i++) lines[i] = OfSample(profile, i);
        Array.Sort(lines, StringComparer.Ordinal);
        return lines;
    }

    public static string OfSample(Profile profile, int index)
    {
        Sample sample = profile.Samples[index];
        ThreadInfo thread = profile.Threads[sample.Thread];
        IReadOnlyList<SampleValueType> types = profile.GetValueTypes(sample.Event);
        var values = new List<string>();
        for (int i = 0; i < types.Count; i++)
        {
            ReadOnlySpan<long> column = profile.Samples.GetValues(i);
            values.Add($"{types[i]}={(column.IsEmpty ? (i == 0 ? 1 : 0) : column[index])}");
        }
        string frames = string.Join(';', profile.Stacks.GetFrames(sample.Stack).Reverse().Select(frame => Frame(profile, frame)));
        string labels = string.Join(',', profile.LabelSets[sample.Labels].Select(label => label.ToString()).Order(StringComparer.Ordinal));
        string idle = profile.IsIdle(index) ? " idle" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sample.Time?.ToString(CultureInfo.InvariantCulture) ?? "-"} {profile.Events[sample.Event]} x{sample.Count} [{string.Join(' ', values)}] "
            + $"{thread.Pid}/{thread.Tid}/{profile.GetThreadName(sample.Thread)} cpu{sample.Cpu} {{{labels}}} {frames}{idle}");
    }

    private static string Frame(Profile profile, FrameId id)
    {
        Frame frame = profile.Frames[id];
        string module = profile.Modules[frame.Module];
        string source = profile.Sources[frame.Source];
        string text = profile.Symbols[frame.Symbol];
        if (module.Length > 0) text += $"@{module}";
        if (source.Length > 0 || frame.Line > 0) text += $"({source}:{frame.Line}{(frame.Column > 0 ? $":{frame.Column}" : "")})";
        if (frame.Kind != FrameKind.Unknown) text += $"<{frame.Kind}>";
        return frame.IsInlined ? text + "<inlined>" : text;
    }
}
