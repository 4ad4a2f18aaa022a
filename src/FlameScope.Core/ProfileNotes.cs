using System.Globalization;
using FlameScope.Model;

namespace FlameScope;

/// <summary>Explains what a profile lacks, with the likely cause and the remedy: samples, frames, or the names of functions.</summary>
public static class ProfileNotes
{
    private const string PerfScriptText = "perf script";
    private const int ReasonsShown = 3;

    /// <summary>Returns the notes about a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>Sentences without a capital letter and a full stop, such as <c>no sample has a frame: …</c>; none for a complete profile.</returns>
    public static IReadOnlyList<string> Of(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        bool isPerf = profile.Format == PerfScriptText;
        if (profile.Samples.Count == 0) return [isPerf && profile.Header.Facts.Count > 0 ? HeaderOnly : "the profile has no samples"];
        var counts = FrameCounts.Of(profile);
        if (counts.Total == 0) return [NoFrames(profile, isPerf)];
        bool hidesNames = counts.Unknown * 2 > counts.Total;
        // Programs that .NET runs in have many frames of other modules, whose names are missing for other reasons.
        bool hidesDotNet = counts.DotNet * 2 > counts.Jit && counts.Jit * 20 > counts.Total && !(hidesNames && counts.MostUnknown == UnknownCode.DotNet);
        return (hidesNames, hidesDotNet) switch
        {
            (true, true) => [NoNames(counts, isPerf), NoDotNetNames(counts)],
            (true, false) => [NoNames(counts, isPerf)],
            (false, true) => [NoDotNetNames(counts)],
            _ => [],
        };
    }

    /// <summary>Returns how many parts of the input could not be read, with the first reasons.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The note, such as <c>2 lines skipped or partly read: …</c>; <c>null</c> if everything was read.</returns>
    public static string? OfUnreadable(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        IReadOnlyList<ReadDiagnostic> diagnostics = profile.Diagnostics;
        if (diagnostics.Count == 0) return null;
        var reasons = new List<string>();
        bool areLines = true;
        for (int i = 0; i < diagnostics.Count; i++)
        {
            areLines &= diagnostics[i].Lines.Count > 0;
            if (i < ReasonsShown) reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{diagnostics[i].Reason} ({diagnostics[i].Count:N0}{FirstOf(diagnostics[i])})"));
        }
        int hidden = diagnostics.Count - reasons.Count;
        string more = hidden == 0 ? "" : $"; and {Count(hidden, "reason")} more";
        // Formats without lines count parts of the input.
        return $"{Count(profile.UnreadableCount, areLines ? "line" : "part")} skipped or partly read: {string.Join("; ", reasons)}{more}";
    }

    private static string FirstOf(ReadDiagnostic diagnostic)
    {
        if (diagnostic.Lines.Count > 0) return string.Create(CultureInfo.InvariantCulture, $", first in line {diagnostic.Lines[0]}");
        return diagnostic.Positions.Count > 0 ? $", first at {diagnostic.Positions[0]}" : "";
    }

    private static string Count(long value, string singular) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:N0} {singular}{(value == 1 ? "" : "s")}");

    private static string HeaderOnly =>
        "the text has a header and no samples: perf script prints none if the recording is empty, or if -F names a field that the events do not have";

    private static string NoFrames(Profile profile, bool isPerf)
    {
        if (!isPerf) return "no sample has a frame, so that flame graphs are empty";
        for (int i = 0; i < profile.Events.Count; i++)
        {
            if (!profile.Events[new SampleEventId(i)].StartsWith("branches", StringComparison.Ordinal)) continue;
            return "no sample has a frame: perf script printed branches without their addresses; print them with -F +ip,+sym,+dso";
        }
        return "no sample has a frame, so that flame graphs are empty: record call chains (perf record -g) and print them (perf script -F +ip,+sym,+dso)";
    }

    private static string NoNames(FrameCounts counts, bool isPerf)
    {
        string share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * counts.Unknown / counts.Total:0} % of the frames have no names: ");
        return share + (counts.MostUnknown switch
        {
            UnknownCode.DotNet => DotNetAdvice,
            UnknownCode.Jit => "the map of the compiled code (/tmp/perf-PID.map) was missing when the names were looked up; do so while it exists, on the same machine",
            UnknownCode.Kernel => "kernel symbols are hidden; set the sysctl kernel.kptr_restrict to 0 and look the names up on the recorded machine",
            UnknownCode.Binary => "look them up on the recorded machine, with the symbols of its binaries installed",
            _ => isPerf ? "print them with perf script -F +sym,+dso, on the recorded machine" : "the recording does not contain them",
        });
    }

    private const string DotNetAdvice = ".NET writes them if DOTNET_PerfMapEnabled=1 and DOTNET_EnableWriteXorExecute=0 are set when the program starts";

    private static string NoDotNetNames(FrameCounts counts) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * counts.DotNet / counts.Jit:0} % of the frames of compiled code are methods of .NET without names: {DotNetAdvice}");

    private enum UnknownCode
    {
        NoModule,
        Binary,
        Kernel,
        Jit,
        DotNet,
    }

    /// <summary>
    /// The number of frames of all samples, of those without a name, the code that most of these are in, and the number of frames of code that was compiled at run
    /// time and of those in .NET's memory without a name.
    /// </summary>
    private readonly record struct FrameCounts(long Total, long Unknown, UnknownCode MostUnknown, long Jit, long DotNet)
    {
        public static FrameCounts Of(Profile profile)
        {
            // Parents have lower ids than their children, so that the samples of a stack can be passed on to its callers.
            var samples = new long[profile.Stacks.Count];
            foreach (StackId stack in profile.Samples.Stacks) samples[stack.Value]++;
            ReadOnlySpan<StackId> parents = profile.Stacks.Parents;
            ReadOnlySpan<FrameId> frames = profile.Stacks.Frames;
            var unknown = new long[(int)UnknownCode.DotNet + 1];
            long total = 0, jit = 0;
            for (int stack = samples.Length - 1; stack > 0; stack--)
            {
                total += samples[stack];
                samples[parents[stack].Value] += samples[stack];
                Frame frame = profile.Frames[frames[stack]];
                if (frame.Kind == FrameKind.Jit) jit += samples[stack];
                if (frame.Symbol == SymbolId.Unknown) unknown[(int)CodeOf(profile, frame)] += samples[stack];
            }
            // Loops: a query over numbers would be compiled in every process.
            long sum = 0;
            int most = 0;
            for (int code = 0; code < unknown.Length; code++)
            {
                sum += unknown[code];
                if (unknown[code] > unknown[most]) most = code;
            }
            return new FrameCounts(total, sum, (UnknownCode)most, jit, unknown[(int)UnknownCode.DotNet]);
        }

        private static UnknownCode CodeOf(Profile profile, Frame frame)
        {
            if (frame.Module == ModuleId.None) return UnknownCode.NoModule;
            if (frame.Kind == FrameKind.Kernel) return UnknownCode.Kernel;
            if (frame.Kind != FrameKind.Jit) return UnknownCode.Binary;
            return profile.Modules.GetUtf8(frame.Module).IndexOf("memfd:doublemapper"u8) >= 0 ? UnknownCode.DotNet : UnknownCode.Jit;
        }
    }
}
