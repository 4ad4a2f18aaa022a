using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Provides the colors of frames. A color depends only on the name, kind and module of a frame, so a function has the same color in every
/// picture, run and profile.
/// </summary>
/// <remarks>
/// A palette can return any color: labels are black or white, whichever has more contrast with it. To color by something else than name, kind
/// and module, override <see cref="ColorOf(StackTree, int)"/>. <c>docs/palettes.md</c> describes how the built-in palettes compute their colors.
/// </remarks>
/// <example>
/// A custom palette:
/// <code>
/// Palette byPackage = Palette.Create("packages", (name, kind) =>
///     name.StartsWith("java/") ? new Rgb(120, 200, 120) : Palette.Kind.ColorOf(name, kind));
/// FlameGraphSvg.Write(tree, output, new FlameGraphSvgOptions { Palette = byPackage });
/// </code>
/// </example>
[DebuggerDisplay("{Name,nq}")]
public abstract class Palette : IParsable<Palette>
{
    private static readonly Palette[] BuiltIn =
    [
        new KindPalette(), new HotPalette(), new CoolPalette(), new HashPalette(),
        new GroupPalette("module", FrameOrigin.ModuleOf), new GroupPalette("package", FrameOrigin.PackageOf),
        new JavaPalette(), new JavaScriptPalette(), new DotNetPalette(), new RustPalette(), KindPalette.Tol,
    ];

    /// <summary>A color family per <see cref="FrameKind"/>, with a shade by name. This is the default.</summary>
    public static Palette Kind => BuiltIn[0];

    /// <summary>The warm colors that flame graphs are known for, by name.</summary>
    public static Palette Hot => BuiltIn[1];

    /// <summary>Blue and green by name, for pictures that do not show time on a processor.</summary>
    public static Palette Cool => BuiltIn[2];

    /// <summary>Any hue by name. Adjacent frames are easy to distinguish, and a function is easy to find in another picture.</summary>
    public static Palette Hash => BuiltIn[3];

    /// <summary>A hue per module, with a shade by name.</summary>
    public static Palette Module => BuiltIn[4];

    /// <summary>
    /// A hue per package, with a shade by name. Packages are npm packages, Java packages, .NET namespaces, and the outermost namespaces of C++
    /// and Rust.
    /// </summary>
    public static Palette Package => BuiltIn[5];

    /// <summary>Families for Java, inlined Java, the virtual machine, and other native code.</summary>
    public static Palette Java => BuiltIn[6];

    /// <summary>Families for JavaScript of the program, of <c>node_modules</c> and of Node.js, the engine, and other native code.</summary>
    public static Palette JavaScript => BuiltIn[7];

    /// <summary>Families for .NET code of the program and of the framework, the runtime, and other native code.</summary>
    public static Palette DotNet => BuiltIn[8];

    /// <summary>Families for Rust, its standard library, and other native code.</summary>
    public static Palette Rust => BuiltIn[9];

    /// <summary>The families of <see cref="Kind"/> in colors that are distinguishable with any color vision deficiency.</summary>
    public static Palette ColorBlind => BuiltIn[10];

    /// <summary>The names of the built-in palettes, which <see cref="Parse(string)"/> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(BuiltIn, p => p.Name);

    /// <summary>The name of the palette.</summary>
    public abstract string Name { get; }

    /// <summary>The meanings of the colors, which the picture shows as a legend; empty when the colors have no meaning.</summary>
    public virtual IReadOnlyList<PaletteEntry> Legend => [];

    /// <summary>Creates a palette from a function.</summary>
    /// <param name="name">The name of the palette.</param>
    /// <param name="colorOf">
    /// Returns the color of a frame by its name and kind. It is called on the thread that writes, at least once per name, and should return the
    /// same color for the same arguments.
    /// </param>
    /// <returns>The palette.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static Palette Create(string name, Func<string, FrameKind, Rgb> colorOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(colorOf);
        return new DelegatePalette(name, colorOf);
    }

    /// <summary>Returns a built-in palette by name.</summary>
    /// <param name="s">One of <see cref="Names"/>, case-insensitive.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="FormatException">No built-in palette has this name. The message lists the names.</exception>
    public static Palette Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out Palette? palette)
            ? palette
            : throw new FormatException($"There is no palette '{s}'; the palettes are {string.Join(", ", Names)}.");
    }

    /// <summary>Parses a text, without the current culture.</summary>
    /// <param name="s">One of <see cref="Names"/>, case-insensitive.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <returns>The parsed value.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is not valid.</exception>
    public static Palette Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Tries to find a built-in palette by name.</summary>
    /// <param name="s">The name, case-insensitive.</param>
    /// <param name="result">The palette; <c>null</c> when no built-in palette has this name.</param>
    /// <returns><c>true</c> when a built-in palette has this name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out Palette? result)
    {
        result = Array.Find(BuiltIn, p => p.Name.Equals(s, StringComparison.OrdinalIgnoreCase));
        return result is not null;
    }

    /// <summary>Tries to parse a text, without the current culture.</summary>
    /// <param name="s">The name, case-insensitive.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <param name="result">The palette; <c>null</c> when no built-in palette has this name.</param>
    /// <returns><c>true</c> when the text is valid.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Palette result) =>
        TryParse(s, out result);

    /// <summary>Returns the color of a frame.</summary>
    /// <param name="name">The name of the frame, in UTF-8.</param>
    /// <param name="kind">The kind of code of the frame.</param>
    /// <returns>The color.</returns>
    public abstract Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind);

    /// <summary>Returns the color of a frame of a module. The module is ignored unless the palette overrides this method.</summary>
    /// <param name="name">The name of the frame, in UTF-8.</param>
    /// <param name="kind">The kind of code of the frame.</param>
    /// <param name="module">The name of the module, in UTF-8; empty when the frame has none.</param>
    /// <returns>The color.</returns>
    public virtual Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => ColorOf(name, kind);

    /// <summary>Returns the color of a frame of a module.</summary>
    /// <param name="name">The name of the frame.</param>
    /// <param name="kind">The kind of code of the frame.</param>
    /// <param name="module">The name of the module; <c>null</c> or empty when the frame has none.</param>
    /// <returns>The color.</returns>
    public Rgb ColorOf(string name, FrameKind kind, string? module)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ColorOf(Encoding.UTF8.GetBytes(name), kind, Encoding.UTF8.GetBytes(module ?? ""));
    }

    /// <summary>Returns the color of a frame.</summary>
    /// <param name="name">The name of the frame.</param>
    /// <param name="kind">The kind of code of the frame.</param>
    /// <returns>The color.</returns>
    public Rgb ColorOf(string name, FrameKind kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ColorOf(Encoding.UTF8.GetBytes(name), kind);
    }

    /// <summary>Returns the color of a node that is not a frame: the root or a group.</summary>
    /// <param name="name">The name of the node, in UTF-8.</param>
    /// <returns>The color.</returns>
    public virtual Rgb ColorOfGroup(ReadOnlySpan<byte> name) => ColorOf(name, FrameKind.Unknown);

    /// <summary>
    /// Returns the color of a node of a tree, by name, kind and module of the frame that represents the frames merged into the node
    /// (<see cref="StackTree.Frames"/>).
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="node">The index of a node.</param>
    /// <returns>The color.</returns>
    public virtual Rgb ColorOf(StackTree tree, int node)
    {
        ArgumentNullException.ThrowIfNull(tree);
        FrameId frame = tree.Frames[node];
        if (frame.Value < 0) return ColorOfGroup(tree.GetNameUtf8(node));
        return ColorOf(tree.Profile, frame, tree.GetNameUtf8(node));
    }

    /// <summary>Returns the legend of a picture: <see cref="Legend"/>, and families that a picture has only for some kinds of frames.</summary>
    /// <param name="kinds">The kinds of the frames of the picture.</param>
    internal virtual IReadOnlyList<PaletteEntry> LegendOf(ReadOnlySpan<FrameKind> kinds) => Legend;

    /// <summary>Returns the color of a frame of a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="name">The name that the frame is displayed under.</param>
    internal virtual Rgb ColorOf(Profile profile, FrameId frame, ReadOnlySpan<byte> name)
    {
        Frame row = profile.Frames[frame];
        return ColorOf(name, row.DisplayKind, profile.Modules.GetUtf8(row.Module));
    }

    /// <summary>Returns the name of the palette.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private sealed class DelegatePalette(string name, Func<string, FrameKind, Rgb> colorOf) : Palette
    {
        public override string Name => name;

        public override Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind) => colorOf(Encoding.UTF8.GetString(name), kind);
    }
}
