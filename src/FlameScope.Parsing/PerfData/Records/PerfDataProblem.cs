namespace FlameScope.Parsing;

/// <summary>The reasons under which problems of perf.data are counted.</summary>
internal static class PerfDataProblem
{
    public const string Cut = "the recording is cut";
    public const string UnknownEvent = "sample of an unknown event";
    public const string ShortSample = "sample that is shorter than its fields";
    public const string ShortRecord = "record that is shorter than its fields";
    public const string UnknownRecord = "record of an unknown type";
    public const string BadSize = "record with an impossible size; the rest is not read";
    public const string TrailingText = "text after the records";
    public const string TooLarge = "record that is too large";
    public const string NestedCompression = "compressed record inside a compressed record";
    public const string BadCompression = "compressed record that cannot be decompressed";
    public const string CutCompression = "compressed data that ends within a record";
    public const string UnknownContext = "call chain with an unknown context mark";
    public const string DeferredCallchain = "user call chain that is missing";
    public const string TooManyPayloads = "fields of a tracepoint beyond the limit";
    public const string NotUnwound = "user stack that was not unwound";
    public const string TimeOutOfRange = "time out of range";
    public const string PeriodOutOfRange = "period out of range";
    public const string LostOutOfRange = "number of lost samples out of range";
    public const string TooManyMappings = "mapping beyond the limit of mappings";
    public const string BadFeature = "header section that cannot be read";
    public const string BadAttribute = "event that cannot be read";
}
