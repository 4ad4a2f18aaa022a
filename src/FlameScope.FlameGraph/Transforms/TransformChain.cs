using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>One transform after another.</summary>
internal sealed class TransformChain(StackTransform first, StackTransform next) : StackTransform($"{first} {next}")
{
    public override SampleSelection Apply(SampleSelection samples) => next.Apply(first.Apply(samples));
}
