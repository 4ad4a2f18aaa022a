using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Changes nothing.</summary>
internal sealed class NoTransform() : StackTransform("standard")
{
    public override SampleSelection Apply(SampleSelection samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples;
    }
}
