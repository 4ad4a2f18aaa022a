using FlameScope.Model;
using Microsoft.Extensions.ObjectPool;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes trees of many ranges of one profile. The constructor takes time proportional to the profile; each tree then takes time proportional to its
/// own samples and nodes.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Build(TimeRange)"/> makes a tree that the caller owns. <see cref="Rent(TimeRange)"/> makes a tree in the memory of an earlier tree that
/// was returned, and then allocates almost nothing. The builder may be used by several threads at the same time.
/// </para>
/// <para>
/// The builder holds 4 bytes per sample of the profile and about 45 bytes per node of the complete tree. Scratch memory and returned trees are kept
/// for reuse, at most one of each per processor. None is larger than the complete tree of the profile requires.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var builder = new StackTreeBuilder(profile, new StackTreeOptions { Grouping = StackGrouping.Process });
/// using RentedStackTree rented = builder.Rent(profile.RangeOfSeconds(3, 4));
/// Console.WriteLine(rented.Tree.Total);
/// </code>
/// </example>
public sealed class StackTreeBuilder
{
    private readonly StackIndex _index;
    private readonly SampleSelection _filtered;
    private readonly ObjectPool<TreeSlicer> _slicers;
    private readonly ObjectPool<StackTree> _trees;

    /// <summary>Prepares the trees of a profile with the default options.</summary>
    /// <param name="profile">The profile.</param>
    public StackTreeBuilder(Profile profile)
        : this(profile, null)
    {
    }

    /// <summary>Prepares the trees of a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">Grouping, weight, filter and direction; <c>null</c> for the defaults.</param>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public StackTreeBuilder(Profile profile, StackTreeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(profile);
        options ??= new StackTreeOptions();
        _filtered = profile.Select(options.Filter);
        _index = StackIndexer.Index(_filtered, options);
        var paths = new HeavyPaths(_index);
        EstimatedBytes = _index.Bytes + paths.Bytes + ((long)Environment.ProcessorCount * TreeSlicer.EstimateBytes(_index));
        var pools = new DefaultObjectPoolProvider { MaximumRetained = Environment.ProcessorCount };
        _slicers = pools.Create(new SlicerPolicy(_index, paths));
        _trees = pools.Create(new TreePolicy(_index));
    }

    /// <summary>The profile of the trees.</summary>
    public Profile Profile => _filtered.Profile;

    /// <summary>The options that the trees are made with.</summary>
    public StackTreeOptions Options => _index.Options;

    /// <summary>
    /// An estimate of the memory that the builder holds in bytes, in addition to the profile: its index, and scratch memory for one tree per processor.
    /// Returned trees are not included.
    /// </summary>
    public long EstimatedBytes { get; }

    /// <summary>Makes the tree of the samples of a range that the options' filter includes.</summary>
    /// <param name="range">The range. Only a range that starts like <see cref="TimeRange.All"/> includes samples without a time.</param>
    /// <returns>A tree that the caller owns.</returns>
    public StackTree Build(TimeRange range) => Build(_filtered.Within(range));

    /// <summary>Makes the tree of selected samples.</summary>
    /// <param name="selection">
    /// Samples of <see cref="Profile"/>. If the options' filter excludes some of them, the tree is made as by
    /// <see cref="StackTree.From(SampleSelection, StackTreeOptions?)"/>.
    /// </param>
    /// <returns>A tree that the caller owns.</returns>
    /// <exception cref="ArgumentException">The selection is of another profile.</exception>
    public StackTree Build(SampleSelection selection)
    {
        Check(selection);
        return _index.Holds(selection) ? Fill(new StackTree(_index), selection) : StackTree.From(selection, Options);
    }

    /// <summary>Rents the tree of the samples of a range that the options' filter includes.</summary>
    /// <param name="range">The range. Only a range that starts like <see cref="TimeRange.All"/> includes samples without a time.</param>
    /// <returns>The rental. Dispose it to return the tree.</returns>
    public RentedStackTree Rent(TimeRange range) => Rent(_filtered.Within(range));

    /// <summary>Rents the tree of selected samples.</summary>
    /// <param name="selection">
    /// Samples of <see cref="Profile"/>. If the options' filter excludes some of them, the tree is made as by
    /// <see cref="StackTree.From(SampleSelection, StackTreeOptions?)"/>.
    /// </param>
    /// <returns>The rental. Dispose it to return the tree.</returns>
    /// <exception cref="ArgumentException">The selection is of another profile.</exception>
    public RentedStackTree Rent(SampleSelection selection)
    {
        Check(selection);
        return new RentedStackTree(this, _index.Holds(selection) ? Fill(_trees.Get(), selection) : StackTree.From(selection, Options));
    }

    /// <summary>Takes back a tree whose rental has ended.</summary>
    internal void Return(StackTree tree)
    {
        tree.Clear();
        _trees.Return(tree);
    }

    private StackTree Fill(StackTree tree, SampleSelection selection)
    {
        TreeSlicer slicer = _slicers.Get();
        slicer.Fill(tree, selection);
        _slicers.Return(slicer); // not after an exception: the slicer is not clean then
        return tree;
    }

    private void Check(SampleSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.Profile != Profile) throw new ArgumentException("The selection is of another profile.", nameof(selection));
    }

    private sealed class SlicerPolicy(StackIndex index, HeavyPaths paths) : PooledObjectPolicy<TreeSlicer>
    {
        public override TreeSlicer Create() => new(index, paths);

        public override bool Return(TreeSlicer obj) => true;
    }

    private sealed class TreePolicy(StackIndex index) : PooledObjectPolicy<StackTree>
    {
        public override StackTree Create() => new(index);

        // The tree of a selection that the index does not hold has its own index.
        public override bool Return(StackTree obj) => obj.IsOf(index);
    }
}
