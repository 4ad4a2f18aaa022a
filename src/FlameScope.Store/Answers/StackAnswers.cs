using FlameScope.FlameGraph;

namespace FlameScope.Store;

/// <summary>Answers that are made of counted stacks in the same way whatever counts them.</summary>
internal static class StackAnswers
{
    /// <summary>Counts the stacks of two queries.</summary>
    public static async Task<StackComparison> CompareAsync(
        IProfileStore store, ProfileQuery baseline, ProfileQuery target, int maximumStacks, CancellationToken cancellationToken) => new(
        await store.GetStacksAsync(baseline, maximumStacks, cancellationToken).ConfigureAwait(false),
        await store.GetStacksAsync(target, maximumStacks, cancellationToken).ConfigureAwait(false));

    /// <summary>Returns the functions of counted stacks.</summary>
    public static async Task<FunctionCounts> GetFunctionsAsync(IProfileStore store, ProfileQuery query, int maximumStacks, CancellationToken cancellationToken)
    {
        StackCounts counts = await store.GetStacksAsync(query, maximumStacks, cancellationToken).ConfigureAwait(false);
        return new FunctionCounts
        {
            Functions = FunctionTable.From(StackTree.From(counts.Profile)),
            SampleCount = counts.SampleCount,
            OmittedSamples = counts.OmittedSamples,
        };
    }
}
