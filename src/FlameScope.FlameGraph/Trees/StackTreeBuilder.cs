using FlameScope.Model;
using Microsoft.Extensions.ObjectPool;

namespace FlameScope.FlameGraph;

/// <summary>
/// Makes the trees of many ranges of one profile. It is prepared once, in time proportional to the profile; each tree then costs by its own
/// samples and nodes.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Build(TimeRange)"/> makes a tree for keeps. <see cref="Rent(TimeRange)"/> makes one in the room of an earlier tree that was given
/// back by <see cref="Return"/>, and then allocates next to nothing. Safe for use by several threads at once.
/// </para>
/// <para>
/// Holds 4 bytes a sample of the profile and about 45 a node of its whole tree. Scratch and returned trees are kept for reuse, of each at most
/// one a processor; none is larger than the whole profile's tree needs.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var builder = new StackTreeBuilder(profile, new StackTreeOptions { Grouping = StackGrouping.Pid });
/// StackTree tree = builder.Rent(profile.RangeOfSeconds(3, 4));
/// try { Show(tree); }
/// finally { builder.Return(tree); }
/// </code>
/// </example>
public sealed class StackTreeBuilder
{
    private readonly StackIndex _index;
    private readonly SampleSelection _filtered;
    private readonly ObjectPool<TreeSlicer> _counters;
    private readonly ObjectPool<StackTree> _trees;

    /// <summary>Prepares the trees of a profile under the default options.</summary>
    /// <param name="profile">The profile.</param>
    public StackTreeBuilder(Profile profile)
        : this(profile, null)
    {
    }

    /// <summary>Prepares the trees of a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">Grouping, weight, filter, direction; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option has no such value.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching a name took too long.</exception>
    public StackTreeBuilder(Profile profile, StackTreeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(profile);
        options ??= new StackTreeOptions();
        _filtered = profile.Select(options.Filter);
        _index = StackIndexer.Index(_filtered, options);
        var pools = new DefaultObjectPoolProvider { MaximumRetained = Environment.ProcessorCount };
        _counters = pools.Create(new CounterPolicy(_index, new HeavyPaths(_index)));
        _trees = pools.Create(new TreePolicy(_index));
    }

    /// <summary>The profile the trees are of.</summary>
    public Profile Profile => _filtered.Profile;

    /// <summary>How the trees are made.</summary>
    public StackTreeOptions Options => _index.Options;

    /// <summary>The tree of the samples of a range that the options' filter takes.</summary>
    /// <param name="range">Nanoseconds. Any start but that of <see cref="TimeRange.All"/> leaves out samples without a time.</param>
    public StackTree Build(TimeRange range) => Build(_filtered.Within(range));

    /// <summary>The tree of selected samples.</summary>
    /// <param name="selection">
    /// Samples of <see cref="Profile"/>. Where some are not of those that the options' filter takes, nothing is prepared for them and the tree
    /// is made as by <see cref="StackTree.From(SampleSelection, StackTreeOptions?)"/>.
    /// </param>
    /// <exception cref="ArgumentException">The selection is of another profile.</exception>
    public StackTree Build(SampleSelection selection)
    {
        Check(selection);
        return _index.Holds(selection) ? Fill(new StackTree(_index), selection) : StackTree.From(selection, Options);
    }

    /// <summary>The tree of the samples of a range that the options' filter takes, on loan.</summary>
    /// <param name="range">Nanoseconds. Any start but that of <see cref="TimeRange.All"/> leaves out samples without a time.</param>
    /// <returns>A tree to be given back by <see cref="Return"/>. If it is not, nothing is lost but the reuse of its room.</returns>
    public StackTree Rent(TimeRange range) => Rent(_filtered.Within(range));

    /// <summary>The tree of selected samples, on loan.</summary>
    /// <param name="selection">
    /// Samples of <see cref="Profile"/>. Where some are not of those that the options' filter takes, nothing is prepared for them and the tree
    /// is made as by <see cref="StackTree.From(SampleSelection, StackTreeOptions?)"/>.
    /// </param>
    /// <returns>A tree to be given back by <see cref="Return"/>. If it is not, nothing is lost but the reuse of its room.</returns>
    /// <exception cref="ArgumentException">The selection is of another profile.</exception>
    public StackTree Rent(SampleSelection selection)
    {
        Check(selection);
        StackTree tree = _index.Holds(selection) ? Fill(_trees.Get(), selection) : StackTree.From(selection, Options);
        tree.Lend(this);
        return tree;
    }

    /// <summary>Gives a rented tree back. Neither the tree nor a span of it may be read any more.</summary>
    /// <param name="tree">A tree from <see cref="Rent(TimeRange)"/> of this builder.</param>
    /// <exception cref="ArgumentException">The tree was not rented from this builder, or has been given back.</exception>
    public void Return(StackTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (!tree.TakeBack(this)) throw new ArgumentException("The tree is not on loan from this builder.", nameof(tree));
        tree.Clear();
        _trees.Return(tree);
    }

    private StackTree Fill(StackTree tree, SampleSelection selection)
    {
        TreeSlicer counter = _counters.Get();
        counter.Fill(tree, selection);
        _counters.Return(counter); // not after an exception: the counter is not clean then
        return tree;
    }

    private void Check(SampleSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.Profile != Profile) throw new ArgumentException("The selection is of another profile.", nameof(selection));
    }

    private sealed class CounterPolicy(StackIndex index, HeavyPaths chains) : PooledObjectPolicy<TreeSlicer>
    {
        public override TreeSlicer Create() => new(index, chains);

        public override bool Return(TreeSlicer obj) => true;
    }

    private sealed class TreePolicy(StackIndex index) : PooledObjectPolicy<StackTree>
    {
        public override StackTree Create() => new(index);

        // A tree of a selection that the index does not hold has an index of its own.
        public override bool Return(StackTree obj) => obj.IsOf(index);
    }
}
