namespace FlameScope.Parsing;

/// <summary>The kind of a line of <c>perf script</c> text.</summary>
public enum PerfLineKind
{
    /// <summary>No line has been read.</summary>
    None,

    /// <summary>A line of the header that <c>--header</c> prints, or a comment. It starts with <c>#</c>.</summary>
    Header,

    /// <summary>The first line of a sample, see <see cref="PerfScriptReader.Event"/>.</summary>
    Event,

    /// <summary>
    /// A record that is not a sample, such as <c>PERF_RECORD_MMAP2</c>, a metric, or the deferred part of a call chain, which frames follow.
    /// <see cref="PerfScriptReader.Event"/> contains the fields before its name.
    /// </summary>
    Record,

    /// <summary>A frame of the call chain of the current sample, see <see cref="PerfScriptReader.Frame"/>.</summary>
    Frame,

    /// <summary>A frame outside of a sample.</summary>
    StrayFrame,

    /// <summary>The source location of the frame on the previous line, see <see cref="PerfScriptReader.Source"/>.</summary>
    Source,

    /// <summary>Registers, branches, instructions or other data of the previous line that is not part of a stack.</summary>
    Detail,

    /// <summary>A blank line. It ends the current sample.</summary>
    Blank,

    /// <summary>A message of perf among the samples.</summary>
    Message,

    /// <summary>A line of none of the other kinds.</summary>
    Unreadable,

    /// <summary>A line of the raw dump that <c>perf script -D</c> prints with the samples.</summary>
    RawDump,
}
