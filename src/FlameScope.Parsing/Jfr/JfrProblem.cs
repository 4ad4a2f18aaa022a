namespace FlameScope.Parsing;

/// <summary>The reasons of diagnostics.</summary>
internal static class JfrProblem
{
    public const string CutHeader = "the recording ends in the header of a chunk";
    public const string CutChunk = "the recording ends in a chunk";
    public const string NotClosed = "a chunk was not closed by the recorder";
    public const string NoMetadata = "a chunk without metadata";
    public const string NotAChunk = "bytes between chunks";
    public const string Version = "a chunk of another version";
    public const string BrokenChain = "the constants of a chunk are not where its header says";
    public const string BrokenConstants = "constants that cannot be read";
    public const string NoSize = "an event of size 0";
    public const string WrongSize = "an event of a size that cannot be right";
    public const string UnknownType = "an event of an unknown type";
    public const string BrokenEvent = "an event that is longer than its size";
    public const string UnknownStack = "a stack that is not among the constants";
    public const string LostConstants = "a sample whose stack or thread was not written before the recording ended";
    public const string NoClock = "a chunk without a clock frequency";
    public const string Time = "a time that does not fit in 64 bits";
    public const string NegativeValue = "a negative value";
    public const string Sum = "a sample after which the sums do not fit in 64 bits";
    public const string Lost = "data that the recorder lost";
}
