namespace FlameScope.Parsing;

/// <summary>The values of a profile that are read, as slots and scopes of <see cref="JsonTokenParser"/>.</summary>
internal static class FirefoxSlots
{
    public const int Profile = 2;           // the document, or a process within a Gecko profile
    public const int Meta = 3;
    public const int Shared = 4;
    public const int Libs = 5;              // the array, and its elements
    public const int Threads = 6;
    public const int Processes = 7;
    public const int Strings = 8;
    public const int Sources = 9;

    // meta
    public const int Version = 20;
    public const int ProcessedVersion = 21;
    public const int StartTime = 22;
    public const int Product = 23;
    public const int Categories = 24;
    public const int CategoryName = 25;
    public const int SampleUnits = 26;
    public const int TimeUnit = 27;
    public const int CpuName = 28;
    public const int LogicalCpus = 29;
    public const int OsName = 30;
    public const int Abi = 31;
    public const int Interval = 32;
    public const int Subcategories = 33;

    // A library.
    public const int LibName = 40;
    public const int LibPath = 41;
    public const int LibDebugName = 42;
    public const int LibBreakpadId = 43;
    public const int LibStart = 44;
    public const int LibEnd = 45;

    // A thread.
    public const int ThreadName = 60;
    public const int ProcessName = 61;
    public const int ThreadPid = 62;
    public const int ThreadTid = 63;
    public const int WeightType = 64;

    // Tables: objects of columns, or a schema with rows.
    public const int Samples = 80;
    public const int Stacks = 81;
    public const int Frames = 82;
    public const int Funcs = 83;
    public const int Resources = 84;
    public const int NativeSymbols = 85;
    public const int SourceTable = 86;
    public const int JsAllocations = 87;
    public const int NativeAllocations = 88;
    public const int Schema = 90;
    public const int SchemaPosition = 91;
    public const int Rows = 92;
    public const int Row = 93;
    public const int RowElement = 94;

    /// <summary>The first column. The slot of a column is that of the elements of its array, too.</summary>
    public const int FirstColumn = 1000;

    /// <summary>The first element of a column that is written as an object.</summary>
    public const int FirstElement = 2000;

    public static int OfProfile(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("threads"u8) => Threads,
        _ when name.SequenceEqual("shared"u8) => Shared,
        _ when name.SequenceEqual("meta"u8) => Meta,
        _ when name.SequenceEqual("libs"u8) => Libs,
        _ when name.SequenceEqual("processes"u8) => Processes,
        _ => 0,
    };

    public static int OfMeta(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("version"u8) => Version,
        _ when name.SequenceEqual("preprocessedProfileVersion"u8) => ProcessedVersion,
        _ when name.SequenceEqual("startTime"u8) => StartTime,
        _ when name.SequenceEqual("interval"u8) => Interval,
        _ when name.SequenceEqual("product"u8) => Product,
        _ when name.SequenceEqual("categories"u8) => Categories,
        _ when name.SequenceEqual("sampleUnits"u8) => SampleUnits,
        _ when name.SequenceEqual("CPUName"u8) => CpuName,
        _ when name.SequenceEqual("logicalCPUs"u8) => LogicalCpus,
        _ when name.SequenceEqual("oscpu"u8) => OsName,
        _ when name.SequenceEqual("abi"u8) => Abi,
        _ => 0,
    };

    public static int OfLib(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("name"u8) => LibName,
        _ when name.SequenceEqual("path"u8) => LibPath,
        _ when name.SequenceEqual("debugName"u8) => LibDebugName,
        _ when name.SequenceEqual("breakpadId"u8) => LibBreakpadId,
        _ when name.SequenceEqual("start"u8) => LibStart,
        _ when name.SequenceEqual("end"u8) => LibEnd,
        _ => 0,
    };

    /// <summary>Returns the slot of a member of a thread, or of the tables that all threads share.</summary>
    public static int OfThread(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("samples"u8) => Samples,
        _ when name.SequenceEqual("stackTable"u8) => Stacks,
        _ when name.SequenceEqual("frameTable"u8) => Frames,
        _ when name.SequenceEqual("funcTable"u8) => Funcs,
        _ when name.SequenceEqual("resourceTable"u8) => Resources,
        _ when name.SequenceEqual("nativeSymbols"u8) => NativeSymbols,
        _ when name.SequenceEqual("sources"u8) => SourceTable,
        _ when name.SequenceEqual("jsAllocations"u8) => JsAllocations,
        _ when name.SequenceEqual("nativeAllocations"u8) => NativeAllocations,
        _ when name.SequenceEqual("stringArray"u8) || name.SequenceEqual("stringTable"u8) => Strings,
        _ when name.SequenceEqual("libs"u8) => Libs,
        _ when name.SequenceEqual("name"u8) => ThreadName,
        _ when name.SequenceEqual("processName"u8) => ProcessName,
        _ when name.SequenceEqual("pid"u8) => ThreadPid,
        _ when name.SequenceEqual("tid"u8) => ThreadTid,
        _ => 0,
    };
}
