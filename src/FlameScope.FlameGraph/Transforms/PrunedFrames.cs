using System.Text.RegularExpressions;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Frames whose names match are left out.</summary>
internal sealed class PrunedFrames(string pattern) : FrameTransform($"prune={pattern}")
{
    private readonly Regex _names = NamePattern.Create(pattern);

    protected override Merging Merges => Merging.None;

    protected override string? NameOf(string name, Frame frame, Profile profile) => _names.IsMatch(name) ? null : name;
}
