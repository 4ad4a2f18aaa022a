using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Replaces frames by their package.</summary>
internal sealed class PackageGrouping(string text, bool npm, bool types) : FrameTransform(text)
{
    protected override Merging Merges => Merging.Renamed;

    // Only names of code compiled at run time are parsed for types: dots in the names of other languages have other meanings.
    protected override string? NameOf(string name, Frame frame, Profile profile)
    {
        if (npm && V8Names.FileOf(name) is { } file) return NpmNames.PackageOfFile(file) ?? name;
        return types && frame.Kind == FrameKind.Jit ? TypeNames.PackageOf(name) ?? name : name;
    }
}

/// <summary>Replaces frames by their module.</summary>
internal sealed class ModuleGrouping() : FrameTransform("by-module")
{
    protected override Merging Merges => Merging.All;

    protected override string? NameOf(string name, Frame frame, Profile profile) => ModuleLabel.Of(frame, profile);
}

/// <summary>Merges consecutive frames of a module into one, for modules whose names match.</summary>
internal sealed class CollapsedModules(string pattern) : FrameTransform($"collapse-module={pattern}")
{
    private readonly Regex _modules = NamePattern.Create(pattern);

    protected override Merging Merges => Merging.Renamed;

    protected override string? NameOf(string name, Frame frame, Profile profile) =>
        frame.Module != ModuleId.None && _modules.IsMatch(profile.Modules[frame.Module]) ? ModuleLabel.Of(frame, profile) : name;
}

/// <summary>Merges consecutive frames of the kernel into one.</summary>
internal sealed class CollapsedKernel() : FrameTransform("collapse-kernel")
{
    protected override Merging Merges => Merging.Renamed;

    protected override string? NameOf(string name, Frame frame, Profile profile) =>
        frame.Kind == FrameKind.Kernel ? "[kernel]" : name;
}

/// <summary>Merges the frames of a function that calls itself directly into one.</summary>
internal sealed class CollapsedRecursion() : FrameTransform("collapse-recursion")
{
    protected override Merging Merges => Merging.All;

    protected override string? NameOf(string name, Frame frame, Profile profile) => name;
}
