using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Names lose what tells how a function was compiled.</summary>
internal sealed partial class MergedTiers() : FrameTransform("merge-tiers")
{
    // As the runtime names them in perf maps: PerfMap::LogJITCompiledMethod appends the optimisation tier in brackets.
    [GeneratedRegex(
        @"\[(?:Instrumented|Optimized|OptimizedTier1|OptimizedTier1OSR|Tier0|Tier0Instrumented|InstrumentedTier0|Tier1|Tier1OSR|Tier1Instrumented|InstrumentedTier1"
        + @"|InstrumentedTier0Optimized|QuickJitted|MinOptJitted|MinOptsJitted|PreJIT|ReadyToRun)\]\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex DotNetTier();

    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile)
    {
        string function = NodeFunction.WithoutTier(name);
        Match tier = DotNetTier().Match(function);
        return tier.Success && tier.Index > 0 ? function[..tier.Index] : function;
    }
}
