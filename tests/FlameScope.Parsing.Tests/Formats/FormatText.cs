using System.Globalization;
using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Reads inputs of a format in all ways, and writes profiles as text that tests compare.</summary>
internal static class FormatText
{
    /// <summary>Reads an input with one format.</summary>
    public static Profile Read(string format, string text, bool isStrict = false) => Read(format, Encoding.UTF8.GetBytes(text), isStrict);

    /// <summary>Reads an input with one format.</summary>
    public static Profile Read(string format, byte[] input, bool isStrict = false) =>
        ProfileFormats.Default.Parse(input, new ProfileReadOptions { Format = format, Strict = isStrict });

    /// <summary>Reads an input that is pushed in blocks of a length, as a stream is.</summary>
    public static Profile ReadInBlocks(IProfileReader reader, byte[] input, int length)
    {
        var builder = new ProfileBuilder { Format = reader.Name };
        var context = new ReadContext(reader.Name, new ProfileReadOptions(), null, CancellationToken.None);
        IProfileParser parser = reader.CreateParser(builder, context);
        var buffer = new List<byte>();
        for (int start = 0, end; ; start = end)
        {
            end = Math.Min(start + length, input.Length);
            buffer.AddRange(input[start..end]);
            bool isFinal = end == input.Length;
            int consumed = parser.Parse(buffer.ToArray(), isFinal);
            Assert.InRange(consumed, 0, buffer.Count);
            buffer.RemoveRange(0, consumed);
            if (isFinal) break;
        }
        parser.Complete();
        builder.Diagnostics = context.ToDiagnostics();
        return builder.Build();
    }

    /// <summary>Checks that the profile does not depend on the length of blocks.</summary>
    public static void CheckBlocks(IProfileReader reader, string text)
    {
        byte[] input = Encoding.UTF8.GetBytes(text);
        string whole = Describe(Read(reader.Name, input));
        foreach (int length in new[] { 1, 2, 3, 7, 16, 61, 256 }) Assert.Equal(whole, Describe(ReadInBlocks(reader, input, length)));
    }

    /// <summary>Checks that input that ends at any byte gives a profile or the exception of the format, and nothing else.</summary>
    public static void CheckCuts(IProfileReader reader, string text)
    {
        byte[] input = Encoding.UTF8.GetBytes(text);
        int most = Read(reader.Name, input).Samples.Count;
        for (int length = 0; length < input.Length; length++) CheckRead(reader, input[..length], most);
    }

    /// <summary>Checks that input with changed bytes gives a profile or the exception of the format, and nothing else.</summary>
    public static void CheckMutations(IProfileReader reader, string text, int count)
    {
        byte[] input = Encoding.UTF8.GetBytes(text);
        var random = new Random(20_261);
        const string Bytes = "0123456789-.eE\"\\,:[]{}nul \0\u007f";
        for (int i = 0; i < count; i++)
        {
            byte[] changed = (byte[])input.Clone();
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                int at = random.Next(changed.Length);
                switch (random.Next(4))
                {
                    case 0:
                        changed[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        changed = [.. changed[..at], .. changed[Math.Min(at + random.Next(1, 20), changed.Length)..], (byte)' '];
                        break;
                    case 2:
                        int end = Math.Min(at + random.Next(1, 40), changed.Length);
                        changed = [.. changed[..end], .. changed[at..]];
                        break;
                    default:
                        changed[at] = (byte)Bytes[random.Next(Bytes.Length)];
                        break;
                }
            }
            CheckRead(reader, changed, int.MaxValue);
        }
    }

    /// <summary>All of a profile that a reader decides, as text.</summary>
    public static string Describe(Profile profile)
    {
        var text = new StringBuilder();
        foreach (string line in Lines(profile)) text.Append(line).Append('\n');
        for (int i = 0; i < profile.Frames.Count; i++) text.Append(profile.Frames[new FrameId(i)]).Append('\n');
        foreach (ReadDiagnostic diagnostic in profile.Diagnostics.OrderBy(d => d.Reason, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{diagnostic.Reason} {diagnostic.Count}\n");
        }
        return text.ToString();
    }

    /// <summary>The samples in the order of time: <c>time event thread stack value</c>, then the count if it is not 1, and <c>idle</c>.</summary>
    public static List<string> Lines(Profile profile, string? eventName = null)
    {
        var lines = new List<string>();
        ReadOnlySpan<long> counts = profile.Samples.Counts;
        ReadOnlySpan<long> values = profile.Samples.GetValues(0);
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            Sample sample = profile.Samples[i];
            if (eventName is not null && profile.Events[sample.Event] != eventName) continue;
            string time = sample.Time is { } t ? t.ToString(CultureInfo.InvariantCulture) : "-";
            ThreadInfo thread = profile.Threads[sample.Thread];
            long value = values.IsEmpty ? 1 : values[i];
            long count = counts.IsEmpty ? 1 : counts[i];
            string line = string.Create(
                CultureInfo.InvariantCulture, $"{time} {profile.Events[sample.Event]} {thread.Pid}/{thread.Tid} {Stack(profile, sample.Stack)} {value}");
            if (count != 1) line += string.Create(CultureInfo.InvariantCulture, $" x{count}");
            if (profile.IsIdle(i)) line += " idle";
            lines.Add(line);
        }
        return lines;
    }

    /// <summary>The stacks with the sums of their values, in the order of their names: <c>a;b 12</c>.</summary>
    public static List<string> Fold(Profile profile, string? eventName = null)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        ReadOnlySpan<long> values = profile.Samples.GetValues(0);
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            if (eventName is not null && profile.Events[profile.Samples.Events[i]] != eventName) continue;
            string stack = Stack(profile, profile.Samples.Stacks[i]);
            sums[stack] = sums.GetValueOrDefault(stack) + (values.IsEmpty ? 1 : values[i]);
        }
        return [.. sums.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}"))];
    }

    /// <summary>The reasons of the diagnostics and their counts: <c>reason 2</c>.</summary>
    public static List<string> Problems(Profile profile) =>
        [.. profile.Diagnostics.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Reason} {d.Count}"))];

    public static string Stack(Profile profile, StackId stack)
    {
        var names = new List<string>();
        for (StackId at = stack; at != StackId.Empty; at = profile.Stacks[at].Parent) names.Add(profile.Symbols[profile.Frames[profile.Stacks[at].Frame!.Value].Symbol]);
        names.Reverse();
        return names.Count == 0 ? "(empty)" : string.Join(';', names);
    }

    private static void CheckRead(IProfileReader reader, byte[] input, int most)
    {
        try
        {
            Profile profile = ProfileFormats.Default.Parse(input, new ProfileReadOptions { Format = reader.Name });
            if (most != int.MaxValue) Assert.True(profile.Samples.Count <= Math.Max(most * 2, 20), Encoding.UTF8.GetString(input));
        }
        catch (ProfileFormatException)
        {
            // The only exception that may leave a parser.
        }
    }
}
