using FlameScope.Model;

namespace FlameScope.Analysis;

/// <summary>Features of samples, such as the functions on their stacks: for each stack, a set of numbers.</summary>
internal sealed class SampleFeatures
{
    private readonly int[] _starts;
    private readonly int[] _features;

    /// <summary>Stores the features of stacks.</summary>
    /// <param name="count">The number of features.</param>
    /// <param name="stackCount">The number of stacks.</param>
    /// <param name="featuresOf">
    /// Returns the features of a stack: distinct numbers from 0 to <paramref name="count"/> - 1, ascending. Called once per stack, in order.
    /// </param>
    /// <exception cref="ArgumentException">Features are not ascending or out of range.</exception>
    public SampleFeatures(int count, int stackCount, Func<StackId, IReadOnlyList<int>> featuresOf)
    {
        Count = count;
        _starts = new int[stackCount + 1];
        var all = new List<int>();
        for (int stack = 0; stack < stackCount; stack++)
        {
            int last = -1;
            foreach (int feature in featuresOf(new StackId(stack)))
            {
                if (feature <= last || feature >= count)
                {
                    throw new ArgumentException("The features of a stack must be ascending and less than their number.", nameof(featuresOf));
                }
                all.Add(last = feature);
            }
            _starts[stack + 1] = all.Count;
        }
        _features = [.. all];
    }

    /// <summary>No features: only times and threads are used.</summary>
    public static SampleFeatures None { get; } = new(0, 0, _ => []);

    /// <summary>The number of features.</summary>
    public int Count { get; }

    /// <summary>Returns the features of a stack, ascending; empty for a stack that is not known.</summary>
    public ReadOnlySpan<int> Of(StackId stack) =>
        stack.Value < _starts.Length - 1 ? _features.AsSpan(_starts[stack.Value].._starts[stack.Value + 1]) : default;
}
