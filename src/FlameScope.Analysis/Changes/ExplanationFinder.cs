using FlameScope.FlameGraph;

namespace FlameScope.Analysis;

/// <summary>
/// Finds the functions that explain a difference, as <see cref="FunctionChanges"/> defines: the one that splits the sides best, then the one
/// that best splits the samples with it or those without it, and so on.
/// </summary>
internal static class ExplanationFinder
{
    /// <summary>A function, the p-value of its split, and the path that most of its samples took.</summary>
    internal sealed record Lead(int Function, double PValue, string[] Path);

    public static List<Lead> Find(FunctionNumbers functions, FunctionTally target, FunctionTally baseline, int limit)
    {
        var leads = new List<Lead>();
        if (limit == 0) return leads;
        var segments = new PriorityQueue<Partition, double>();
        Add(new Partition(functions, target.Copy(), baseline.Copy()));
        while (leads.Count < limit && segments.TryDequeue(out Partition? segment, out _))
        {
            var lead = new Lead(segment.Function, segment.PValue, segment.Path);
            // It may split the samples with some function and those without it.
            if (!leads.Exists(l => l.Function == lead.Function)) leads.Add(lead);
            foreach (Partition part in segment.Split()) Add(part);
        }
        return leads;

        void Add(Partition segment)
        {
            if (segment.PValue <= FunctionChanges.Level) segments.Enqueue(segment, -segment.Score);
        }
    }
}
