using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Decides the colours of frames in every picture. A colour depends on nothing but a frame's name, kind and module, so a function looks the same
/// in every picture, run and profile.
/// </summary>
/// <remarks>
/// Any colour goes: labels are written in black or white, whichever reads better on it. To colour by something else than name, kind and module,
/// override <see cref="ColorOf(StackTree, int)"/>. How the built-in ones come to their colours is in <c>docs/palettes.md</c>.
/// </remarks>
/// <example>
/// A palette of one's own:
/// <code>
/// Palette byPackage = Palette.From("packages", (name, kind) =>
///     name.StartsWith("java/") ? new Rgb(120, 200, 120) : Palette.Kind.ColorOf(name, kind));
/// FlameGraphSvg.Write(tree, output, new FlameGraphSvgOptions { Palette = byPackage });
/// </code>
/// </example>
public abstract class Palette
{
    private static readonly Palette[] BuiltIn =
    [
        new KindPalette(), new HotPalette(), new CoolPalette(), new HashPalette(),
        new GroupPalette("module", FrameOrigin.ModuleOf), new GroupPalette("package", FrameOrigin.PackageOf),
        new JavaPalette(), new JavaScriptPalette(), new DotNetPalette(), new RustPalette(), KindPalette.Tol,
    ];

    /// <summary>A colour family for each <see cref="FrameKind"/>, with a shade by name. The default.</summary>
    public static Palette Kind => BuiltIn[0];

    /// <summary>The warm colours flame graphs are known by, by name.</summary>
    public static Palette Hot => BuiltIn[1];

    /// <summary>Blue and green, by name: for pictures that must not be taken for time on a processor.</summary>
    public static Palette Cool => BuiltIn[2];

    /// <summary>Any hue, by name: neighbours are told apart best, and the same function is found again.</summary>
    public static Palette Hash => BuiltIn[3];

    /// <summary>A hue for each module, with a shade by name.</summary>
    public static Palette Module => BuiltIn[4];

    /// <summary>A hue for each package, with a shade by name: npm packages, Java packages, .NET namespaces, the outermost namespace of C++ and Rust.</summary>
    public static Palette Package => BuiltIn[5];

    /// <summary>Java, inlined Java, the virtual machine, other native code.</summary>
    public static Palette Java => BuiltIn[6];

    /// <summary>JavaScript of the program, of <c>node_modules</c> and of Node.js, its engine, other native code.</summary>
    public static Palette JavaScript => BuiltIn[7];

    /// <summary>.NET code of the program and of the framework, the runtime, other native code.</summary>
    public static Palette DotNet => BuiltIn[8];

    /// <summary>Rust, its standard library, other native code.</summary>
    public static Palette Rust => BuiltIn[9];

    /// <summary>The families of <see cref="Kind"/> in colours that can be told apart with any colour blindness.</summary>
    public static Palette ColorBlind => BuiltIn[10];

    /// <summary>What <see cref="Named"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(BuiltIn, p => p.Name);

    /// <summary>The palette's name, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>What the colours mean, to be shown beside the picture; empty when they carry no meaning.</summary>
    public virtual IReadOnlyList<PaletteEntry> Legend => [];

    /// <summary>The palette of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such palette.</exception>
    public static Palette Named(string name) =>
        Array.Find(BuiltIn, p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no palette '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The palette of a name: <see cref="Named"/>, under the name by which PowerShell turns a string into a palette.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such palette.</exception>
    public static Palette Parse(string name) => Named(name);

    /// <summary>A palette made of a function.</summary>
    /// <param name="name">The palette's name.</param>
    /// <param name="colorOf">
    /// Gives the colour of a frame of this name and kind; called on the thread that writes, at least once for each name. It should give the
    /// same colour for the same arguments.
    /// </param>
    public static Palette From(string name, Func<string, FrameKind, Rgb> colorOf) => new DelegatePalette(name, colorOf);

    /// <summary>The colour of a frame.</summary>
    /// <param name="name">The frame's name, in UTF-8.</param>
    /// <param name="kind">What sort of code it is.</param>
    public abstract Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind);

    /// <summary>The colour of a frame of a module; the same as without one, unless a palette looks at modules.</summary>
    /// <param name="name">The frame's name, in UTF-8.</param>
    /// <param name="kind">What sort of code it is.</param>
    /// <param name="module">The module's name, in UTF-8; empty when it has none.</param>
    public virtual Rgb ColorOf(ReadOnlySpan<byte> name, FrameKind kind, ReadOnlySpan<byte> module) => ColorOf(name, kind);

    /// <summary>The colour of a frame of a module; the same as without one, unless a palette looks at modules.</summary>
    /// <param name="name">The frame's name.</param>
    /// <param name="kind">What sort of code it is.</param>
    /// <param name="module">The module's name; <c>null</c> or empty when it has none.</param>
    public Rgb ColorOf(string name, FrameKind kind, string? module) =>
        ColorOf(Encoding.UTF8.GetBytes(name), kind, Encoding.UTF8.GetBytes(module ?? ""));

    /// <summary>The colour of a frame.</summary>
    /// <param name="name">The frame's name.</param>
    /// <param name="kind">What sort of code it is.</param>
    public Rgb ColorOf(string name, FrameKind kind) => ColorOf(Encoding.UTF8.GetBytes(name), kind);

    /// <summary>The colour of what is no frame: the root, and the groups above it.</summary>
    /// <param name="name">Its name, in UTF-8.</param>
    public virtual Rgb ColorOfGroup(ReadOnlySpan<byte> name) => ColorOf(name, FrameKind.Unknown);

    /// <summary>
    /// The colour of a node of a tree: by name, kind and module of the frame that stands for those merged into it
    /// (<see cref="StackTree.Frames"/>).
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="node">The index of a node.</param>
    public virtual Rgb ColorOf(StackTree tree, int node)
    {
        ArgumentNullException.ThrowIfNull(tree);
        FrameId frame = tree.Frames[node];
        if (frame.Value < 0) return ColorOfGroup(tree.GetNameUtf8(node));
        Profile profile = tree.Profile;
        return ColorOf(tree.GetNameUtf8(node), tree.Kinds[node], profile.Modules.GetUtf8(profile.Frames[frame].Module));
    }
}
