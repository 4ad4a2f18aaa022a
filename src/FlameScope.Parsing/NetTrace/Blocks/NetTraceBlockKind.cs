namespace FlameScope.Parsing;

/// <summary>The kinds of blocks, with their numbers in version 6.</summary>
internal enum NetTraceBlockKind : byte
{
    EndOfStream = 0,
    Trace = 1,
    Event = 2,
    Metadata = 3,
    SequencePoint = 4,
    Stack = 5,
    Thread = 6,
    RemoveThread = 7,
    LabelList = 8,
    Unknown = 255,
}
