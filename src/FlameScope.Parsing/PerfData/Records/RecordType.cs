namespace FlameScope.Parsing;

/// <summary>The types of the records that are read, and of those that are known and skipped.</summary>
internal static class RecordType
{
    public const uint Mmap = 1;
    public const uint Lost = 2;
    public const uint Comm = 3;
    public const uint Exit = 4;
    public const uint Throttle = 5;
    public const uint Unthrottle = 6;
    public const uint Fork = 7;
    public const uint Sample = 9;
    public const uint Mmap2 = 10;
    public const uint LostSamples = 13;
    public const uint KernelSymbol = 17;
    public const uint CallchainDeferred = 22;
    public const uint HeaderAttribute = 64;
    public const uint TracingData = 66;
    public const uint BuildId = 67;
    public const uint FinishedRound = 68;
    public const uint AuxTrace = 71;
    public const uint EventUpdate = 78;
    public const uint HeaderFeature = 80;
    public const uint Compressed = 81;
    public const uint Compressed2 = 83;

    private const uint FirstOfUser = 64;
    private const uint LastOfKernel = 22;
    private const uint LastOfUser = 84; // BPF_METADATA

    /// <summary>The first type of simpleperf's own records, whose size has 32 bits.</summary>
    public const uint FirstOfSimpleperf = 32768;
    public const uint SimpleperfDso = 32770;
    public const uint SimpleperfSymbol = 32771;
    public const uint SimpleperfKernelSymbol = 32769;
    private const uint LastOfSimpleperf = 32778;

    /// <summary>Indicates whether a type is documented. Other records are counted.</summary>
    public static bool IsKnown(uint type) =>
        type is > 0 and <= LastOfKernel or >= FirstOfUser and <= LastOfUser or > FirstOfSimpleperf and <= LastOfSimpleperf;

    /// <summary>Indicates whether the kernel wrote the record, so that the fields of its event's sample identifier may follow its own fields.</summary>
    public static bool IsOfKernel(uint type) => type < FirstOfUser;
}
