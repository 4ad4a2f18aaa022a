namespace FlameScope.FlameGraph;

/// <summary>A tree that is rented from a <see cref="StackTreeBuilder"/>. Disposing it returns the tree, so that its memory is reused.</summary>
/// <remarks>
/// After disposal the tree is empty, and neither the tree nor a span of it may be read. If a rented tree is not disposed, its memory is collected
/// like that of any other object. Disposing twice, or disposing a copy, has no effect.
/// </remarks>
/// <example>
/// <code>
/// using RentedStackTree rented = builder.Rent(profile.RangeOfSeconds(3, 4));
/// Console.WriteLine(rented.Tree.Total);
/// </code>
/// </example>
public readonly struct RentedStackTree : IDisposable
{
    private readonly StackTreeBuilder _builder;
    private readonly int _rental;

    internal RentedStackTree(StackTreeBuilder builder, StackTree tree)
    {
        Tree = tree;
        _builder = builder;
        _rental = tree.SetOwner();
    }

    /// <summary>The tree. It has no nodes after <see cref="Dispose"/>.</summary>
    public StackTree Tree { get; }

    /// <summary>Returns the tree to its builder.</summary>
    public void Dispose()
    {
        if (Tree?.Release(_rental) == true) _builder.Return(Tree);
    }
}
