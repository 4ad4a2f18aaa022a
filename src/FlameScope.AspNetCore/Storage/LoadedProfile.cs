using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>A parsed profile with what was derived from it for earlier requests. It may be used by several threads at the same time.</summary>
internal sealed class LoadedProfile
{
    private const int MaximumSelections = 16;
    private const int MaximumBuilders = 6;

    private readonly RecentValues<string, SampleSelection> _selections;
    private readonly RecentValues<(Profile Profile, StackTreeOptions Options), StackTreeBuilder> _builders;

    /// <summary>Creates the profile of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="grow">Receives the bytes by which the memory of what is derived grows.</param>
    public LoadedProfile(ServedFile file, Profile profile, Action<long> grow)
    {
        File = file;
        Profile = profile;
        Bytes = ProfileSize.Of(profile);
        _selections = new(MaximumSelections, SizeOf, grow);
        _builders = new(MaximumBuilders, builder => builder.EstimatedBytes, grow);
    }

    /// <summary>The file as it was when it was parsed.</summary>
    public ServedFile File { get; }

    /// <summary>The profile.</summary>
    public Profile Profile { get; }

    /// <summary>
    /// Indicates whether the profile is that of the range of a question to a store, instead of all samples. Its samples have times since 1970, or none.
    /// </summary>
    public bool IsOfRange { get; init; }

    /// <summary>Indicates whether a store counted the stacks: there are no processes, no threads, no processors, no labels and no times.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The number of samples of the rarest stacks, which the store left out.</summary>
    public long OmittedSamples { get; init; }

    /// <summary>The time after which times in requests and answers are counted.</summary>
    public long Origin => File.Store?.Origin ?? Profile.Origin;

    /// <summary>The size of the profile in bytes, without what is derived.</summary>
    public long Bytes { get; }

    /// <summary>Returns selected samples of any time; they are selected once per key.</summary>
    public SampleSelection Select(string key, Func<SampleSelection> select) => _selections.GetOrAdd(key, select);

    /// <summary>Returns the tree of a selection, which is of this profile or of one with transformed stacks. The profile is indexed once per grouping.</summary>
    public StackTree GetTree(SampleSelection selection, StackTreeOptions options)
    {
        Profile of = selection.Profile;
        StackTreeOptions unfiltered = options with { Filter = SampleFilter.All };
        return _builders.GetOrAdd((of, unfiltered), () => new StackTreeBuilder(of, unfiltered)).Build(selection);
    }

    // A transform shares the samples and has stacks of its own.
    private long SizeOf(SampleSelection selection) =>
        ProfileSize.OfSelection(Profile) + (selection.Profile == Profile ? 0 : ProfileSize.OfStacks(selection.Profile));
}
