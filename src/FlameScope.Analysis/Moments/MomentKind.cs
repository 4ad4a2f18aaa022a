namespace FlameScope.Analysis;

/// <summary>In what way a range of time stands out.</summary>
public enum MomentKind
{
    /// <summary>More ran than before and after, or something else did.</summary>
    Burst,

    /// <summary>A burst that comes again and again at one distance.</summary>
    Periodic,

    /// <summary>The beginning of the recording, where other things ran than later.</summary>
    Startup,

    /// <summary>Next to nothing was sampled where the samples around make one expect some.</summary>
    Gap,
}
