namespace FlameScope.Parsing;

/// <summary>The columns of the tables that are read.</summary>
internal enum FirefoxColumnId
{
    SampleStack,
    SampleTime,
    SampleTimeDeltas,
    SampleWeight,
    SampleCpuDelta,
    StackFrame,
    StackPrefix,
    StackPrefixOffset,
    FrameAddress,
    FrameInlineDepth,
    FrameCategory,
    FrameSubcategory,
    FrameFunc,
    FrameNativeSymbol,
    FrameImplementation,
    FrameLine,
    FrameColumn,
    FrameLib,
    FuncName,
    FuncResource,
    FuncFileName,
    FuncSource,
    FuncLine,
    FuncColumn,
    ResourceLib,
    ResourceName,
    ResourceType,
    NativeLib,
    NativeName,
    SourceFileName,
    JsAllocationStack,
    JsAllocationTime,
    JsAllocationWeight,
    NativeAllocationStack,
    NativeAllocationTime,
    NativeAllocationWeight,
}

/// <summary>A column of integers that grows while the file is read.</summary>
internal sealed class FirefoxColumn
{
    /// <summary>The value of an element that is <c>null</c>, not a number, or missing.</summary>
    public const long None = long.MinValue;

    /// <summary>The number of columns.</summary>
    public const int IdCount = (int)FirefoxColumnId.NativeAllocationWeight + 1;

    private const int BlockShift = 12; // 32 KiB: below the size of large objects
    private const int BlockLength = 1 << BlockShift;
    private const int FirstLength = 16;

    private readonly List<long[]> _blocks = [];

    public int Count { get; private set; }

    /// <summary>Returns the value of a row; <see cref="None"/> if the column is shorter.</summary>
    public long this[int row] => (uint)row < (uint)Count ? _blocks[row >> BlockShift][row & (BlockLength - 1)] : None;

    public void Add(ReadOnlySpan<long> values)
    {
        while (!values.IsEmpty)
        {
            int used = Count & (BlockLength - 1);
            if (used == 0) _blocks.Add(GC.AllocateUninitializedArray<long>(_blocks.Count == 0 ? FirstLength : BlockLength));
            long[] block = _blocks[^1];
            if (used == block.Length)
            {
                // Most tables are short: the first block grows to the length of the others.
                Array.Resize(ref block, block.Length * 2);
                _blocks[^1] = block;
            }
            int length = Math.Min(values.Length, block.Length - used);
            values[..length].CopyTo(block.AsSpan(used));
            values = values[length..];
            Count = checked(Count + length);
        }
    }

    /// <summary>The power of ten with which the elements are read as integers.</summary>
    public static int GetScale(FirefoxColumnId column) => column switch
    {
        FirefoxColumnId.SampleTime or FirefoxColumnId.JsAllocationTime or FirefoxColumnId.NativeAllocationTime => 6, // milliseconds to nanoseconds
        FirefoxColumnId.SampleTimeDeltas => 9, // milliseconds to picoseconds: a sum of a million deltas is exact to a nanosecond
        FirefoxColumnId.SampleWeight => 6, // milliseconds to nanoseconds, or a count with a fraction
        FirefoxColumnId.JsAllocationWeight or FirefoxColumnId.NativeAllocationWeight => 6, // as the weights of samples
        FirefoxColumnId.SampleCpuDelta => 3, // only 0 and not 0 are distinguished
        _ => 0,
    };

    /// <summary>Returns the column of a name in a table.</summary>
    /// <param name="table">The slot of the table.</param>
    /// <param name="name">The name.</param>
    public static FirefoxColumnId? Find(int table, ReadOnlySpan<byte> name) => table switch
    {
        FirefoxSlots.Samples => name switch
        {
            _ when name.SequenceEqual("stack"u8) => FirefoxColumnId.SampleStack,
            _ when name.SequenceEqual("time"u8) => FirefoxColumnId.SampleTime,
            _ when name.SequenceEqual("timeDeltas"u8) => FirefoxColumnId.SampleTimeDeltas,
            _ when IsWeight(name) => FirefoxColumnId.SampleWeight,
            _ when name.SequenceEqual("threadCPUDelta"u8) => FirefoxColumnId.SampleCpuDelta,
            _ => null,
        },
        FirefoxSlots.Stacks => name switch
        {
            _ when name.SequenceEqual("frame"u8) => FirefoxColumnId.StackFrame,
            _ when name.SequenceEqual("prefix"u8) => FirefoxColumnId.StackPrefix,
            _ when name.SequenceEqual("prefixOffset"u8) => FirefoxColumnId.StackPrefixOffset,
            _ => null,
        },
        FirefoxSlots.Frames => name switch
        {
            _ when name.SequenceEqual("address"u8) => FirefoxColumnId.FrameAddress,
            _ when name.SequenceEqual("inlineDepth"u8) => FirefoxColumnId.FrameInlineDepth,
            _ when name.SequenceEqual("category"u8) => FirefoxColumnId.FrameCategory,
            _ when name.SequenceEqual("subcategory"u8) => FirefoxColumnId.FrameSubcategory,
            _ when name.SequenceEqual("func"u8) => FirefoxColumnId.FrameFunc,
            _ when name.SequenceEqual("nativeSymbol"u8) => FirefoxColumnId.FrameNativeSymbol,
            _ when name.SequenceEqual("implementation"u8) => FirefoxColumnId.FrameImplementation,
            _ when name.SequenceEqual("line"u8) => FirefoxColumnId.FrameLine,
            _ when name.SequenceEqual("column"u8) => FirefoxColumnId.FrameColumn,
            _ when name.SequenceEqual("lib"u8) => FirefoxColumnId.FrameLib,
            _ => null,
        },
        FirefoxSlots.Funcs => name switch
        {
            _ when name.SequenceEqual("name"u8) => FirefoxColumnId.FuncName,
            _ when name.SequenceEqual("resource"u8) => FirefoxColumnId.FuncResource,
            _ when name.SequenceEqual("fileName"u8) => FirefoxColumnId.FuncFileName,
            _ when name.SequenceEqual("source"u8) => FirefoxColumnId.FuncSource,
            _ when name.SequenceEqual("lineNumber"u8) => FirefoxColumnId.FuncLine,
            _ when name.SequenceEqual("columnNumber"u8) => FirefoxColumnId.FuncColumn,
            _ => null,
        },
        FirefoxSlots.Resources => name switch
        {
            _ when name.SequenceEqual("lib"u8) => FirefoxColumnId.ResourceLib,
            _ when name.SequenceEqual("name"u8) => FirefoxColumnId.ResourceName,
            _ when name.SequenceEqual("type"u8) => FirefoxColumnId.ResourceType,
            _ => null,
        },
        FirefoxSlots.NativeSymbols => name switch
        {
            _ when name.SequenceEqual("libIndex"u8) => FirefoxColumnId.NativeLib,
            _ when name.SequenceEqual("name"u8) => FirefoxColumnId.NativeName,
            _ => null,
        },
        FirefoxSlots.JsAllocations => name switch
        {
            _ when name.SequenceEqual("stack"u8) => FirefoxColumnId.JsAllocationStack,
            _ when name.SequenceEqual("time"u8) => FirefoxColumnId.JsAllocationTime,
            _ when IsWeight(name) => FirefoxColumnId.JsAllocationWeight,
            _ => null,
        },
        FirefoxSlots.NativeAllocations => name switch
        {
            _ when name.SequenceEqual("stack"u8) => FirefoxColumnId.NativeAllocationStack,
            _ when name.SequenceEqual("time"u8) => FirefoxColumnId.NativeAllocationTime,
            _ when IsWeight(name) => FirefoxColumnId.NativeAllocationWeight,
            _ => null,
        },
        FirefoxSlots.SourceTable => name.SequenceEqual("filename"u8) ? FirefoxColumnId.SourceFileName : null,
        _ => null,
    };

    // Weights were durations before version 29, of allocations, too.
    private static bool IsWeight(ReadOnlySpan<byte> name) => name.SequenceEqual("weight"u8) || name.SequenceEqual("duration"u8);
}
