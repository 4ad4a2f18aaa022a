using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>
/// Shows samples under other stacks: frames renamed, merged, left out or turned round. What comes out is a selection of a profile with a stack
/// table of its own and the same samples, so every tree, table, difference, heat map and file can be made of it, and further transforms.
/// </summary>
/// <remarks>
/// <para>
/// No transform changes how many samples there are or what they count, but for those that say they leave samples out (<see cref="Focus"/>,
/// <see cref="Callers"/>, <see cref="Callees"/>): these keep exactly the samples that have the function. A sample whose frames are all left
/// out stays, without frames. Which samples are idle stays as it was recorded.
/// </para>
/// <para>
/// Rewriting a profile's stacks is done once a transform and profile, in time proportional to the profile's stacks, and remembered as long as
/// both are in use. So of one transform object all selections of a profile are over one new profile and can be compared with each other, and
/// applying it to many ranges costs little. Names are those that are shown (<see cref="Profile.GetFrameName"/>).
/// </para>
/// </remarks>
/// <example>
/// <code>
/// StackTransform tidy = StackTransform.MergeTiers.Then(StackTransform.CollapseKernel);
/// StackTree tree = StackTree.From(tidy.Apply(profile.Select()));
/// </code>
/// </example>
public abstract partial class StackTransform
{
    private protected StackTransform(string text) => Text = text;

    /// <summary>Nothing changes: FlameScope's flavour <c>standard</c>.</summary>
    public static StackTransform Standard { get; } = new NoTransform();

    /// <summary>
    /// Functions of JavaScript lose what V8 writes before their names (<c>LazyCompile:*</c> and its like) and the file behind it: FlameScope's
    /// flavour <c>nodejs</c>.
    /// </summary>
    public static StackTransform NodeJs { get; } = new NodeFunctions();

    /// <summary>
    /// Frames of JavaScript become their npm package, <c>NAME</c> or <c>@scope/NAME</c> after the last <c>node_modules</c>; those of Node.js
    /// itself <c>node</c>, and those of other files <c>(application)</c>. Frames of a package in a row become one. FlameScope's flavour
    /// <c>nodejs-packages</c>.
    /// </summary>
    public static StackTransform NodeJsPackages { get; } = new PackageGrouping("nodejs-packages", npm: true, types: false);

    /// <summary>
    /// Frames of code compiled at run time become the dotted package of their class; frames of a package in a row become one. Those whose name
    /// has none stay. FlameScope's flavour <c>java-packages</c>.
    /// </summary>
    public static StackTransform JavaPackages { get; } = new PackageGrouping("java-packages", npm: false, types: true);

    /// <summary>
    /// Frames of code compiled at run time become their package: of npm, the dotted one of Java, or the namespace of .NET. Frames of a package in
    /// a row become one. Those whose name tells none stay.
    /// </summary>
    public static StackTransform ByPackage { get; } = new PackageGrouping("by-package", npm: true, types: true);

    /// <summary>Frames become their module, <c>[libc.so.6]</c>; frames of a module in a row become one.</summary>
    public static StackTransform ByModule { get; } = new ModuleGrouping();

    /// <summary>Stacks are turned round: what ran stands at the root. Twice is what was there before.</summary>
    public static StackTransform Invert { get; } = new InvertedStacks();

    /// <summary>A function that calls itself directly becomes one frame.</summary>
    public static StackTransform CollapseRecursion { get; } = new CollapsedRecursion();

    /// <summary>Frames of the kernel in a row become one, <c>[kernel]</c>.</summary>
    public static StackTransform CollapseKernel { get; } = new CollapsedKernel();

    /// <summary>
    /// Names lose their argument lists and template or type arguments: <c>std::vector&lt;int&gt;::at(unsigned long) const</c> becomes
    /// <c>std::vector::at</c>, so that instances of one function are one.
    /// </summary>
    public static StackTransform StripArguments { get; } = new StrippedArguments();

    /// <summary>
    /// Names lose what tells how they were compiled, so that a function is one whatever tier it ran in: .NET's <c>[Tier0]</c>,
    /// <c>[OptimizedTier1]</c> and their like at the end, V8's <c>LazyCompile:*</c> and its like at the start.
    /// </summary>
    public static StackTransform MergeTiers { get; } = new MergedTiers();

    /// <summary>Only samples that have a function, with their whole stacks. What it leaves out is the rest of the selection.</summary>
    /// <param name="function">The function's name as it is shown.</param>
    public static StackTransform Focus(string function) => new FocusedFunction(function);

    /// <summary>
    /// Only samples that have a function, and of their stacks only what it calls: the function is the root. Where it is more than once, the
    /// outermost counts. With <see cref="Callers"/> it makes what others call a sandwich.
    /// </summary>
    /// <param name="function">The function's name as it is shown.</param>
    public static StackTransform Callees(string function) => new CalledFunctions(function);

    /// <summary>
    /// Only samples that have a function, and of their stacks only what calls it, turned round: the function is the root, below it its
    /// callers. Where it is more than once, the outermost counts.
    /// </summary>
    /// <param name="function">The function's name as it is shown.</param>
    public static StackTransform Callers(string function) => new CallingFunctions(function);

    /// <summary>Frames whose names match are left out; what they call stands below what called them, and their own samples are their caller's.</summary>
    /// <param name="pattern">A regular expression for the name as it is shown.</param>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static StackTransform Prune(string pattern) => new PrunedFrames(pattern);

    /// <summary>Frames of one module in a row become one, <c>[libc.so.6]</c>, where the module's name matches.</summary>
    /// <param name="pattern">A regular expression for the module as it was recorded, such as <c>/libc\.so</c>.</param>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static StackTransform CollapseModule(string pattern) => new CollapsedModules(pattern);

    /// <summary>What <see cref="Parse"/> makes this of; several behind each other for one made by <see cref="Then"/>.</summary>
    public string Text { get; }

    /// <summary>The transform that does this and then another one.</summary>
    /// <param name="next">What is done to what this one made.</param>
    public StackTransform Then(StackTransform next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new TransformChain(this, next);
    }

    /// <summary>Shows selected samples otherwise.</summary>
    /// <param name="samples">The samples.</param>
    /// <returns>The samples of the same range in another profile, which shares all but their stacks with theirs.</returns>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public abstract SampleSelection Apply(SampleSelection samples);

    /// <summary><see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
