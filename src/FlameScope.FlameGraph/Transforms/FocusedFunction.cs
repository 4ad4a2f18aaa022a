using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Only samples that have a function. Nothing is rewritten: the profile stays.</summary>
internal sealed class FocusedFunction(string function) : RewritingTransform($"focus={function}")
{
    protected override StackRewrite Rewrite(Profile profile) => new(profile, FunctionStacks.Have(FunctionStacks.Outermost(profile, function)));
}
