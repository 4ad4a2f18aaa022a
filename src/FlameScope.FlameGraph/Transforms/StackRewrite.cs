using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>What a transform made of a profile.</summary>
/// <param name="Profile">The same samples under other stacks.</param>
/// <param name="Keeps">For each stack of the profile as it was whether its samples stay; <c>null</c> when all do.</param>
internal sealed record StackRewrite(Profile Profile, bool[]? Keeps);
