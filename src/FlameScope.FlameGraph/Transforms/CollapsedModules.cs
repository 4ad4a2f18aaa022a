using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Frames of the modules whose names match become one frame a row.</summary>
internal sealed class CollapsedModules(string pattern) : FrameTransform($"collapse-module={pattern}")
{
    private readonly Regex _modules = NamePattern.Create(pattern);

    protected override Merging Merges => Merging.Renamed;

    protected override string? NameOf(string name, Frame frame, Profile profile) =>
        frame.Module != ModuleId.None && _modules.IsMatch(profile.Modules[frame.Module]) ? ModuleLabel.Of(frame, profile) : name;
}
