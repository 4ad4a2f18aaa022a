using FlameScope.FlameGraph;

namespace FlameScope.Analysis;

/// <summary>
/// Finds the functions that explain a difference, as <see cref="FunctionChanges"/> defines: a decision tree that is grown best split first. The first
/// function splits the samples best into those of the target and those of the baseline; then the samples with and without it are split again.
/// </summary>
internal static class ExplanationFinder
{
    public static List<Explanation> Find(FunctionNumbers functions, FunctionTally target, FunctionTally baseline, int maximum)
    {
        var explanations = new List<Explanation>();
        if (maximum == 0) return explanations;
        var partitions = new PriorityQueue<Partition, double>();
        Add(new Partition(functions, target.Copy(), baseline.Copy()));
        while (explanations.Count < maximum && partitions.TryDequeue(out Partition? partition, out _))
        {
            var explanation = new Explanation(partition.Function, partition.PValue, partition.Path);
            // A function may split both the samples with another function and those without it.
            if (!explanations.Exists(e => e.Function == explanation.Function)) explanations.Add(explanation);
            foreach (Partition part in partition.Split()) Add(part);
        }
        return explanations;

        void Add(Partition partition)
        {
            if (partition.PValue <= FunctionChanges.Level) partitions.Enqueue(partition, -partition.Score);
        }
    }
}

/// <summary>A function that explains a difference.</summary>
/// <param name="Function">The number of the function.</param>
/// <param name="PValue">The p-value of its split.</param>
/// <param name="Path">The path to the function that most of its samples have.</param>
internal sealed record Explanation(int Function, double PValue, string[] Path);
