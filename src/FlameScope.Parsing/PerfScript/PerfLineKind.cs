namespace FlameScope.Parsing;

/// <summary>What a line of <c>perf script</c> text is.</summary>
public enum PerfLineKind
{
    /// <summary>No line has been read.</summary>
    None,

    /// <summary>A line of the header that <c>--header</c> prints, or a comment: it starts with <c>#</c>.</summary>
    Header,

    /// <summary>The first line of a sample: <see cref="PerfScriptReader.Event"/>.</summary>
    Event,

    /// <summary>A record that is not a sample, such as <c>PERF_RECORD_MMAP2</c>: <see cref="PerfScriptReader.Event"/> holds what stands before its name.</summary>
    Record,

    /// <summary>A frame of the open sample's call chain: <see cref="PerfScriptReader.Frame"/>.</summary>
    Frame,

    /// <summary>A frame where no sample is open.</summary>
    StrayFrame,

    /// <summary>The place in the source of the frame on the line before: <see cref="PerfScriptReader.Source"/>.</summary>
    Source,

    /// <summary>Registers, branches, instructions or other data that belongs to the line before and to no stack.</summary>
    Detail,

    /// <summary>A blank line: it ends the open sample.</summary>
    Blank,

    /// <summary>Text that perf writes for people and that got among the samples.</summary>
    Message,

    /// <summary>None of these.</summary>
    Unreadable,
}
