using FlameScope.Model;
using FlameScope.TestData;

namespace FlameScope.Parsing.Tests;

/// <summary>Helpers that parse a text and return its samples.</summary>
internal static class PerfTexts
{
    /// <summary>Returns the only sample of a text, which must be read without a diagnostic.</summary>
    public static ExpectedSample Only(string text)
    {
        ExpectedSample[] samples = All(text);
        return Xunit.Assert.Single(samples);
    }

    /// <summary>Returns the samples of a text, which must be read without a diagnostic.</summary>
    public static ExpectedSample[] All(string text)
    {
        Profile profile = PerfScript.Parse(text);
        Xunit.Assert.Empty(profile.Diagnostics);
        return ExpectedSample.Of(profile);
    }

    /// <summary>Returns the only frame of a sample with this frame line.</summary>
    public static ExpectedFrame Frame(string line) => Xunit.Assert.Single(Frames(line));

    /// <summary>Returns the frames of a sample with this frame line, leaf first.</summary>
    public static IReadOnlyList<ExpectedFrame> Frames(string line) => Only("app 10 1.500000: cycles: \n\t" + line + "\n\n").Frames;
}
