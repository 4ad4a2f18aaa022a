namespace FlameScope.Model;

/// <summary>Why samples are missing in a part of a recording.</summary>
public enum RecordingGapKind
{
    /// <summary>
    /// The recorder lost samples because its buffer was full. It reports the loss when the buffer accepts records again; since when the samples are
    /// missing is not recorded.
    /// </summary>
    Lost,

    /// <summary>The kernel stopped an event from sampling because it took too much time, and resumed it later.</summary>
    Throttled,
}
