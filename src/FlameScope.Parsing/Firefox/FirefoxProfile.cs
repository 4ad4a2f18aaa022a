using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The parts of a profile, or of a process within a Gecko profile, that have been read.</summary>
internal sealed class FirefoxProfile
{
    public long Version = -1;
    public long ProcessedVersion = -1;

    /// <summary>The start of the recording in nanoseconds, usually since 1970; 0 if it is missing.</summary>
    public long StartTime;

    public string Product = "";
    public string? TimeUnit;
    public string? CpuName;
    public string? OsName;
    public string? Abi;
    public int? LogicalCpus;
    public readonly List<FirefoxCategory> Categories = [];
    public readonly List<FirefoxLib?> Libs = []; // null for one without members
    public readonly FirefoxTables Shared = new();
    public readonly List<FirefoxThread> Threads = [];
    public readonly List<FirefoxProfile> Processes = [];
    private FirefoxLib[]? _libsByStart;

    /// <summary>Returns the library that is mapped at an address of the process; <c>null</c> if there is none.</summary>
    public FirefoxLib? FindLib(ulong address)
    {
        _libsByStart ??= [.. Libs.OfType<FirefoxLib>().Where(lib => lib.End > lib.Start).OrderBy(lib => lib.Start)];
        int low = 0;
        int high = _libsByStart.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_libsByStart[middle].Start <= address) low = middle + 1;
            else high = middle;
        }
        return low > 0 && address < _libsByStart[low - 1].End ? _libsByStart[low - 1] : null;
    }
}

/// <summary>A category of frames.</summary>
internal sealed class FirefoxCategory
{
    public string Name = "";

    /// <summary>The names of the subcategories; <c>null</c> if there are none.</summary>
    public List<string>? Subcategories;
}

/// <summary>A library.</summary>
internal sealed class FirefoxLib
{
    public string Name = "";
    public string Path = "";
    public string DebugName = "";
    public string BreakpadId = "";
    public ulong Start;
    public ulong End;

    public string FullName => Path.Length > 0 ? Path : Name.Length > 0 ? Name : DebugName;
}

/// <summary>A thread and its tables.</summary>
internal sealed class FirefoxThread
{
    public string Name = "";
    public string ProcessName = "";
    public string Pid = "";
    public string Tid = "";
    public string WeightType = "";
    public readonly FirefoxTables Tables = new();
    public readonly List<FirefoxLib?> Libs = [];

    public bool HasSamples => Tables.Has(FirefoxColumnId.SampleStack) || Tables.Samples is not null || HasAllocations;

    public bool HasAllocations => Tables.Has(FirefoxColumnId.JsAllocationStack) || Tables.Has(FirefoxColumnId.NativeAllocationStack);
}

/// <summary>Tables as columns, and the rows of a Gecko profile.</summary>
internal sealed class FirefoxTables
{
    private static readonly FirefoxColumn Empty = new();

    private readonly FirefoxColumn?[] _columns = new FirefoxColumn?[FirefoxColumn.IdCount];

    public readonly Utf8Slices Strings = new();
    public FirefoxRows? Samples;
    public FirefoxRows? Stacks;
    public FirefoxRows? Frames;

    public FirefoxColumn this[FirefoxColumnId id] => _columns[(int)id] ?? Empty;

    public bool Has(FirefoxColumnId id) => _columns[(int)id] is not null;

    public FirefoxColumn GetOrAdd(FirefoxColumnId id) => _columns[(int)id] ??= new FirefoxColumn();

    /// <summary>Returns a text; an empty one for an index that is missing or out of range.</summary>
    public ReadOnlySpan<byte> GetString(long index) => index >= 0 && index < Strings.Count ? Strings[(int)index] : default;
}

/// <summary>A table of a Gecko profile: a schema that names the members of a row, and rows of any length.</summary>
internal sealed class FirefoxRows
{
    /// <summary>The power of ten with which all values are read: milliseconds become nanoseconds.</summary>
    public const int Scale = 6;

    private const long Unit = 1_000_000;

    private readonly FirefoxColumn _values = new();
    private readonly FirefoxColumn _ends = new();

    public readonly Dictionary<string, int> Schema = [];

    public int Count => _ends.Count;

    public void Add(ReadOnlySpan<long> values) => _values.Add(values);

    public void EndRow() => _ends.Add([_values.Count]);

    /// <summary>Returns the position of a member; -1 if the schema does not name it.</summary>
    public int Find(string name) => Schema.GetValueOrDefault(name, -1);

    /// <summary>Returns a value in nanoseconds, or times a million; <see cref="FirefoxColumn.None"/> if it is missing.</summary>
    public long GetScaled(int row, int position)
    {
        if (position < 0) return FirefoxColumn.None;
        long start = row == 0 ? 0 : _ends[row - 1];
        return position < _ends[row] - start ? _values[(int)(start + position)] : FirefoxColumn.None;
    }

    /// <summary>Returns a whole number; <see cref="FirefoxColumn.None"/> if it is missing.</summary>
    public long Get(int row, int position)
    {
        long value = GetScaled(row, position);
        return value == FirefoxColumn.None ? value : value / Unit;
    }
}
