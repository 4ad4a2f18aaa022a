using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>
/// What samples may have in common, such as the functions on their stacks, as numbers that mean nothing here: for each stack a set of traits.
/// </summary>
public sealed class SampleFeatures
{
    private readonly int[] _starts;
    private readonly int[] _traits;

    /// <summary>Traits of stacks.</summary>
    /// <param name="count">The number of traits there are.</param>
    /// <param name="traitsOf">
    /// Gives the traits of a stack, from 0 to <paramref name="count"/> - 1, each once and rising; is called once for each stack, in order.
    /// </param>
    /// <param name="stackCount">The number of stacks.</param>
    /// <exception cref="ArgumentException">Traits are not rising, or out of range.</exception>
    public SampleFeatures(int count, int stackCount, Func<StackId, IReadOnlyList<int>> traitsOf)
    {
        ArgumentNullException.ThrowIfNull(traitsOf);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(stackCount);
        Count = count;
        _starts = new int[stackCount + 1];
        var all = new List<int>();
        for (int stack = 0; stack < stackCount; stack++)
        {
            int last = -1;
            foreach (int trait in traitsOf(new StackId(stack)))
            {
                if (trait <= last || trait >= count) throw new ArgumentException("The traits of a stack must rise, and be less than their number.", nameof(traitsOf));
                all.Add(last = trait);
            }
            _starts[stack + 1] = all.Count;
        }
        _traits = [.. all];
    }

    /// <summary>No traits: only times and threads are looked at.</summary>
    public static SampleFeatures None { get; } = new(0, 0, _ => []);

    /// <summary>The number of traits there are.</summary>
    public int Count { get; }

    /// <summary>The traits of a stack, rising.</summary>
    /// <param name="stack">A stack; one that the traits were not made for has none.</param>
    public ReadOnlySpan<int> Of(StackId stack) =>
        stack.Value < _starts.Length - 1 ? _traits.AsSpan(_starts[stack.Value].._starts[stack.Value + 1]) : default;
}
