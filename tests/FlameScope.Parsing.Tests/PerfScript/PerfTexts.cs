using FlameScope.Model;
using FlameScope.TestData;

namespace FlameScope.Parsing.Tests;

/// <summary>Short ways to write a text down and to say what came of it.</summary>
internal static class PerfTexts
{
    /// <summary>The one sample of a text that must be read without a diagnostic.</summary>
    public static ExpectedSample Only(string text)
    {
        ExpectedSample[] samples = All(text);
        return Xunit.Assert.Single(samples);
    }

    /// <summary>The samples of a text that must be read without a diagnostic.</summary>
    public static ExpectedSample[] All(string text)
    {
        Profile profile = PerfScript.Parse(text);
        Xunit.Assert.Empty(profile.Diagnostics);
        return ExpectedSample.Of(profile);
    }

    /// <summary>The one frame of a sample whose one frame line this is.</summary>
    public static ExpectedFrame Frame(string line) => Xunit.Assert.Single(Frames(line));

    /// <summary>The frames of a sample with this frame line, leaf first.</summary>
    public static IReadOnlyList<ExpectedFrame> Frames(string line) => Only("app 10 1.500000: cycles: \n\t" + line + "\n\n").Frames;
}
