using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Removes the compilation tier from names.</summary>
internal sealed class MergedTiers() : FrameTransform("merge-tiers")
{
    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) => DotNetNames.WithoutTier(V8Names.WithoutTier(name));
}

/// <summary>Shortens the names of JavaScript functions to the function.</summary>
internal sealed class NodeFunctions() : FrameTransform("nodejs")
{
    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) => V8Names.WithoutFile(name);
}

/// <summary>Removes argument lists and type arguments from names.</summary>
internal sealed class StrippedArguments() : FrameTransform("strip-arguments")
{
    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) => ArgumentLists.Strip(name);
}

/// <summary>Replaces mangled names by those in the source code.</summary>
internal sealed class DemangledNames() : FrameTransform("demangle")
{
    // The work on the names of one profile is bounded, since short names can stand for very long ones.
    private readonly ConditionalWeakTable<Profile, Demangler> _demanglers = [];

    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) =>
        _demanglers.GetValue(profile, static _ => new Demangler()).Demangle(name) ?? name;
}

/// <summary>Removes frames whose names match.</summary>
internal sealed class PrunedFrames(string pattern) : FrameTransform($"prune={pattern}")
{
    private readonly Regex _names = NamePattern.Create(pattern);

    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) => _names.IsMatch(name) ? null : name;
}
