using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing.Tests;

/// <summary>Reads profiles from text, and writes their samples as lines that tests compare.</summary>
internal static class SampleText
{
    public static Profile Read(string text, ProfileReadOptions? options = null) => ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(text), options);

    /// <summary>Reads with a format that a test has configured.</summary>
    public static Profile ReadWith(IProfileReader reader, string text) =>
        ProfileFormats.Default.With(reader).Parse(Encoding.UTF8.GetBytes(text), new ProfileReadOptions { Format = reader.Name });

    /// <summary>Reads in blocks of a length.</summary>
    public static Profile ReadInBlocks(byte[] text, int block, string? format = null) =>
        ProfileFile.Open(new MemoryStream(text), new ProfileReadOptions { BlockSize = block, Format = format });

    /// <summary>Returns a line per sample: the time or "-", the stack and the value of the first type.</summary>
    public static List<string> Lines(Profile profile)
    {
        var lines = new List<string>();
        int row = 0;
        foreach (Sample sample in profile.Samples)
        {
            string stack = string.Join(';', profile.GetStackNames(sample.Stack));
            string idle = profile.IsIdle(row++) ? " idle" : "";
            string time = sample.Time?.ToString(CultureInfo.InvariantCulture) ?? "-";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{time} {stack} {sample.Period}{idle}"));
        }
        return lines;
    }

    /// <summary>Returns the reasons of the diagnostics with their counts.</summary>
    public static List<string> Reports(Profile profile) => [.. profile.Diagnostics.Select(d => d.ToString())];

    /// <summary>Returns the frame with a name.</summary>
    public static Frame FrameOf(Profile profile, string name) => profile.Frames.First(frame => profile.Symbols[frame.Symbol] == name);
}
