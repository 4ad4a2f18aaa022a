namespace FlameScope.Model;

/// <summary>The value that each sample contributes to totals.</summary>
public enum SampleWeight
{
    /// <summary>Each sample counts as 1.</summary>
    Samples,

    /// <summary>Each sample counts as its period, the number of events that it represents. The period of clock events is in nanoseconds.</summary>
    Period,
}
