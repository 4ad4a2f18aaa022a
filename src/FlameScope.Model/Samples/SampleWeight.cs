namespace FlameScope.Model;

/// <summary>What a sample counts.</summary>
public enum SampleWeight
{
    /// <summary>One.</summary>
    Samples,

    /// <summary>Its period: how many of its event it stands for, which for clock events is nanoseconds.</summary>
    Period,
}
