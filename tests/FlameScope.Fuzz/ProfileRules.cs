using FlameScope.Model;

namespace FlameScope.Fuzz;

/// <summary>The invariants of a profile.</summary>
internal static class ProfileRules
{
    public static void Check(Profile profile, long lineCount)
    {
        SampleTable samples = profile.Samples;
        long period = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            Require(i == 0 || samples.Times[i - 1] <= samples.Times[i], "the times are not in order");
            Require((uint)samples.Stacks[i].Value < (uint)profile.Stacks.Count, "the stack of a sample does not exist");
            Require((uint)samples.Threads[i].Value < (uint)profile.Threads.Count, "the thread of a sample does not exist");
            Require(samples.Events[i].Value < profile.Events.Count, "the event of a sample does not exist");
            Require(samples.Cpus[i] >= -1, "a processor is negative");
            Require(samples.Periods[i] >= 0, "a period is negative");
            period = checked(period + samples.Periods[i]);
        }
        for (int i = 1; i < profile.Stacks.Count; i++)
        {
            Require((uint)profile.Stacks.Parents[i].Value < (uint)i, "a stack precedes its parent");
            Require((uint)profile.Stacks.Frames[i].Value < (uint)profile.Frames.Count, "the frame of a stack does not exist");
        }
        foreach (Frame frame in profile.Frames.Rows)
        {
            Require((uint)frame.Symbol.Value < (uint)profile.Symbols.Count, "the symbol of a frame does not exist");
            Require((uint)frame.Module.Value < (uint)profile.Modules.Count, "the module of a frame does not exist");
            Require((uint)frame.Source.Value < (uint)profile.Sources.Count, "the source of a frame does not exist");
        }
        Require(samples.Count <= lineCount, "more samples than lines");
        Require(samples.UntimedCount <= samples.Count && profile.IdleCount <= samples.Count, "a count exceeds the number of samples");
        Require(profile.LostCount >= 0, "the number of lost samples is negative");
        foreach (ReadDiagnostic diagnostic in profile.Diagnostics)
        {
            Require(diagnostic.Count >= diagnostic.Lines.Count && diagnostic.Lines.Count > 0, "a diagnostic counts less than its lines");
            Require(diagnostic.Lines[^1] <= lineCount + 1, "a diagnostic is after the last line");
            Require(!diagnostic.Text.Any(char.IsControl), "a control character in a diagnostic");
        }
    }

    public static void Require(bool condition, string rule)
    {
        if (!condition) throw new FuzzFailure(rule);
    }
}
