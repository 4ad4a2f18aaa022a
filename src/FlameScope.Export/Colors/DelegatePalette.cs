using System.Text;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>A palette made of a function.</summary>
internal sealed class DelegatePalette : Palette
{
    private readonly Func<string, FrameKind, Rgb> _colorOf;

    public DelegatePalette(string name, Func<string, FrameKind, Rgb> colorOf)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(colorOf);
        Name = name;
        _colorOf = colorOf;
    }

    public override string Name { get; }

    public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => _colorOf(Encoding.UTF8.GetString(name), kind);
}
