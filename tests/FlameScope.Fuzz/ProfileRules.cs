using FlameScope.Model;

namespace FlameScope.Fuzz;

/// <summary>What holds of every profile, whatever it was read from.</summary>
internal static class ProfileRules
{
    public static void Check(Profile profile, long lineCount)
    {
        SampleTable samples = profile.Samples;
        long period = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            Require(i == 0 || samples.Times[i - 1] <= samples.Times[i], "times fall");
            Require((uint)samples.Stacks[i].Value < (uint)profile.Stacks.Count, "a sample's stack is none");
            Require((uint)samples.Threads[i].Value < (uint)profile.Threads.Count, "a sample's thread is none");
            Require(samples.Events[i].Value < profile.Events.Count, "a sample's event is none");
            Require(samples.Cpus[i] >= -1, "a processor is negative");
            Require(samples.Periods[i] >= 0, "a period is negative");
            period = checked(period + samples.Periods[i]);
        }
        for (int i = 1; i < profile.Stacks.Count; i++)
        {
            Require((uint)profile.Stacks.Parents[i].Value < (uint)i, "a stack stands before its parent");
            Require((uint)profile.Stacks.Frames[i].Value < (uint)profile.Frames.Count, "a stack's frame is none");
        }
        foreach (Frame frame in profile.Frames.Rows)
        {
            Require((uint)frame.Symbol.Value < (uint)profile.Symbols.Count, "a frame's symbol is none");
            Require((uint)frame.Module.Value < (uint)profile.Modules.Count, "a frame's module is none");
            Require((uint)frame.Source.Value < (uint)profile.Sources.Count, "a frame's source is none");
        }
        Require(samples.Count <= lineCount, "more samples than lines");
        Require(samples.UntimedCount <= samples.Count && profile.IdleCount <= samples.Count, "a count is beyond the samples");
        Require(profile.LostCount >= 0, "a negative number was lost");
        foreach (ReadDiagnostic diagnostic in profile.Diagnostics)
        {
            Require(diagnostic.Count >= diagnostic.Lines.Count && diagnostic.Lines.Count > 0, "a diagnostic counts less than its lines");
            Require(diagnostic.Lines[^1] <= lineCount + 1, "a diagnostic is behind the last line");
            Require(!diagnostic.Text.Any(char.IsControl), "a control character in a diagnostic");
        }
    }

    public static void Require(bool condition, string rule)
    {
        if (!condition) throw new FuzzFailure(rule);
    }
}
