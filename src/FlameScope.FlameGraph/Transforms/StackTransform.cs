using System.Diagnostics.CodeAnalysis;
using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Shows samples with other stacks: frames are renamed, merged, removed or reversed. The result is a selection of another profile with the same
/// samples, so that trees, tables, differences, heat maps and files can be made from it, and transforms can be chained.
/// </summary>
/// <remarks>
/// <para>
/// A transform changes neither the number of samples nor their values. Only <see cref="Focus"/>, <see cref="Callers"/> and <see cref="Callees"/>
/// remove samples: they keep the samples that contain the function. A sample whose frames are all removed remains, without frames. Whether a sample
/// is idle does not change.
/// </para>
/// <para>
/// The stacks of a profile are rewritten once per transform and profile, in time proportional to the number of stacks. The result is cached while
/// both are in use, so that selections of one profile can be compared with each other after the same transform, and applying it to many ranges is
/// cheap. Names are the names that are shown.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// StackTransform transform = StackTransform.MergeTiers.Then(StackTransform.CollapseKernel);
/// StackTree tree = StackTree.From(transform.Apply(profile.Select()));
/// </code>
/// </example>
public abstract class StackTransform : IParsable<StackTransform>
{
    // Properties rather than fields, so that they do not depend on the order in which static fields are initialized.
    private static StackTransform[] Plain =>
    [
        Standard, NodeJs, NodeJsPackages, JavaPackages, ByPackage, ByModule, Invert, CollapseRecursion, CollapseKernel, Demangle, StripArguments, MergeTiers,
    ];

    private static (string Word, string Value, Func<string, StackTransform> Make)[] WithValue =>
    [
        ("focus", "FUNCTION", Focus), ("callers", "FUNCTION", Callers), ("callees", "FUNCTION", Callees),
        ("prune", "REGEX", Prune), ("collapse-module", "REGEX", CollapseModule),
    ];

    private protected StackTransform(string text) => Text = text;

    /// <summary>A transform that changes nothing: FlameScope's flavor <c>standard</c>.</summary>
    public static StackTransform Standard { get; } = new NoTransform();

    /// <summary>
    /// A transform that removes the prefix (<c>LazyCompile:*</c> and others) and the file that V8 writes around the names of JavaScript functions:
    /// FlameScope's flavor <c>nodejs</c>.
    /// </summary>
    public static StackTransform NodeJs { get; } = new NodeFunctions();

    /// <summary>
    /// A transform that replaces JavaScript frames by their npm package, <c>NAME</c> or <c>@scope/NAME</c> after the last <c>node_modules</c>. Frames
    /// of Node.js itself become <c>node</c>, frames of other files <c>(application)</c>. Consecutive frames of one package become one frame.
    /// FlameScope's flavor <c>nodejs-packages</c>.
    /// </summary>
    public static StackTransform NodeJsPackages { get; } = new PackageGrouping("nodejs-packages", npm: true, types: false);

    /// <summary>
    /// A transform that replaces frames of code compiled at run time by the dotted package of their class. Consecutive frames of one package become
    /// one frame. Frames whose names contain no package are kept. FlameScope's flavor <c>java-packages</c>.
    /// </summary>
    public static StackTransform JavaPackages { get; } = new PackageGrouping("java-packages", npm: false, types: true);

    /// <summary>
    /// A transform that replaces frames of code compiled at run time by their npm package, Java package or .NET namespace. Consecutive frames of one
    /// package become one frame. Frames whose names contain no package are kept.
    /// </summary>
    public static StackTransform ByPackage { get; } = new PackageGrouping("by-package", npm: true, types: true);

    /// <summary>A transform that replaces frames by their module, <c>[libc.so.6]</c>. Consecutive frames of one module become one frame.</summary>
    public static StackTransform ByModule { get; } = new ModuleGrouping();

    /// <summary>A transform that reverses every stack: the leaf becomes the root. Applying it twice restores the original.</summary>
    public static StackTransform Invert { get; } = new InvertedStacks();

    /// <summary>A transform that merges the frames of a function that calls itself directly into one frame.</summary>
    public static StackTransform CollapseRecursion { get; } = new CollapsedRecursion();

    /// <summary>A transform that merges consecutive frames of the kernel into one frame, <c>[kernel]</c>.</summary>
    public static StackTransform CollapseKernel { get; } = new CollapsedKernel();

    /// <summary>
    /// A transform that replaces mangled names of C++ and Rust functions by their names in the source code, in the form that perf prints:
    /// <c>_ZN3foo3barEi</c> becomes <c>foo::bar</c>. It is for sources that contain mangled names, such as <c>perf script --no-demangle</c>. Names that
    /// are not mangled, or not understood, are kept.
    /// </summary>
    public static StackTransform Demangle { get; } = new DemangledNames();

    /// <summary>
    /// A transform that removes argument lists and template or type arguments from names: <c>std::vector&lt;int&gt;::at(unsigned long) const</c>
    /// becomes <c>std::vector::at</c>, so that instances of one function are one function.
    /// </summary>
    public static StackTransform StripArguments { get; } = new StrippedArguments();

    /// <summary>
    /// A transform that removes the compilation tier from names, so that a function is one function in all tiers: a suffix of .NET such as
    /// <c>[Tier0]</c> or <c>[OptimizedTier1]</c>, and a prefix of V8 such as <c>LazyCompile:*</c>.
    /// </summary>
    public static StackTransform MergeTiers { get; } = new MergedTiers();

    /// <summary>The texts that <see cref="Parse(string)"/> accepts. An upper-case word follows the equals sign where a value is required.</summary>
    public static IReadOnlyList<string> Forms => [.. Plain.Select(t => t.Text), .. WithValue.Select(t => $"{t.Word}={t.Value}")];

    /// <summary>The names of FlameScope's flavors. Each can be parsed.</summary>
    public static IReadOnlyList<string> Flavors => [Standard.Text, NodeJs.Text, NodeJsPackages.Text, JavaPackages.Text];

    /// <summary>
    /// The text that <see cref="Parse(string)"/> accepts for this transform; the texts of a chain from <see cref="Then"/>, separated by spaces.
    /// </summary>
    public string Text { get; }

    /// <summary>Returns a transform that keeps only the samples that contain a function.</summary>
    /// <param name="function">The name of the function, as it is shown.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException"><paramref name="function"/> is empty.</exception>
    public static StackTransform Focus(string function)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        return new FocusedFunction(function);
    }

    /// <summary>
    /// Returns a transform that keeps only the samples that contain a function, and only the part of their stacks that the function calls: the
    /// function is the root. The outermost occurrence counts. Together with <see cref="Callers"/> this is the "sandwich" view of other tools.
    /// </summary>
    /// <param name="function">The name of the function, as it is shown.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException"><paramref name="function"/> is empty.</exception>
    public static StackTransform Callees(string function)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        return new CalledFunctions(function);
    }

    /// <summary>
    /// Returns a transform that keeps only the samples that contain a function, and only the callers in their stacks, reversed: the function is the
    /// root. The outermost occurrence counts.
    /// </summary>
    /// <param name="function">The name of the function, as it is shown.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException"><paramref name="function"/> is empty.</exception>
    public static StackTransform Callers(string function)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        return new CallingFunctions(function);
    }

    /// <summary>
    /// Returns a transform that removes the frames whose names match. Their callees are attached to their callers, and their self values are added to
    /// their callers.
    /// </summary>
    /// <param name="pattern">A regular expression for the name, as it is shown.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty or not a valid regular expression.</exception>
    public static StackTransform Prune(string pattern) => new PrunedFrames(pattern);

    /// <summary>
    /// Returns a transform that merges consecutive frames of one module into one frame, <c>[libc.so.6]</c>, if the module's name matches.
    /// </summary>
    /// <param name="pattern">A regular expression for the name of the module, as it was recorded: <c>/libc\.so</c>.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty or not a valid regular expression.</exception>
    public static StackTransform CollapseModule(string pattern) => new CollapsedModules(pattern);

    /// <summary>Parses a transform: a word such as <c>collapse-kernel</c>, or a word and a value such as <c>focus=main</c>.</summary>
    /// <param name="s">One of <see cref="Forms"/>.</param>
    /// <returns>The transform.</returns>
    /// <remarks>PowerShell calls this method to convert a string.</remarks>
    /// <exception cref="FormatException">There is no such transform, or its regular expression is not valid.</exception>
    public static StackTransform Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        try
        {
            return Find(s) ?? throw new FormatException($"There is no transform \"{s}\"; the transforms are {string.Join(", ", Forms)}.");
        }
        catch (ArgumentException invalid)
        {
            throw new FormatException(invalid.Message, invalid);
        }
    }

    /// <summary>Parses a transform.</summary>
    /// <param name="s">One of <see cref="Forms"/>.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="FormatException">There is no such transform, or its regular expression is not valid.</exception>
    public static StackTransform Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Parses a transform.</summary>
    /// <param name="s">One of <see cref="Forms"/>.</param>
    /// <param name="provider">This parameter is ignored.</param>
    /// <param name="result">The transform; <c>null</c> if there is none.</param>
    /// <returns><c>true</c> if <paramref name="s"/> was parsed.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out StackTransform result) =>
        TryParse(s, out result);

    /// <summary>Parses a transform.</summary>
    /// <param name="s">One of <see cref="Forms"/>.</param>
    /// <param name="result">The transform; <c>null</c> if there is none.</param>
    /// <returns><c>true</c> if <paramref name="s"/> was parsed.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out StackTransform? result)
    {
        try
        {
            result = s is null ? null : Find(s);
        }
        catch (ArgumentException)
        {
            result = null;
        }
        return result is not null;
    }

    /// <summary>Returns a transform that applies this one and then another.</summary>
    /// <param name="next">The transform that is applied to the result of this one.</param>
    /// <returns>The combined transform.</returns>
    public StackTransform Then(StackTransform next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new TransformChain(this, next);
    }

    /// <summary>Applies the transform to selected samples.</summary>
    /// <param name="samples">The samples.</param>
    /// <returns>The samples of the same range in another profile, which shares all columns except the stacks with theirs.</returns>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public abstract SampleSelection Apply(SampleSelection samples);

    /// <summary>Returns <see cref="Text"/>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;

    private static StackTransform? Find(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return Array.Find(Plain, t => t.Text == text);
        if (equals == 0 || equals == text.Length - 1) return null;
        return Array.Find(WithValue, t => t.Word == text[..equals]).Make?.Invoke(text[(equals + 1)..]);
    }
}
