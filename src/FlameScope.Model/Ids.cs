using System.Globalization;
using System.Runtime.CompilerServices;

namespace FlameScope.Model;

// Every id is the index of a row of one table, and nothing else: NameTable reads that index from the id's bytes.

/// <summary>Identifies a row of <see cref="Profile.Symbols"/>: the name of a function.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct SymbolId(int Value)
{
    /// <summary>The symbol of a frame whose function is unknown: <c>[unknown]</c>.</summary>
    public static SymbolId Unknown => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Symbol {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.Modules"/>: the binary, kernel image or code map that contains a frame's code.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct ModuleId(int Value)
{
    /// <summary>The module of a frame whose module is unknown. Its name is empty.</summary>
    public static ModuleId None => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Module {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.Sources"/>: a location in source code, such as <c>file.c:12</c>.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct SourceId(int Value)
{
    /// <summary>The source location of a frame that has none. Its name is empty.</summary>
    public static SourceId None => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Source {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.Comms"/>: the name of a thread (on Linux its <c>comm</c>, at most 15 bytes).</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct CommId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Comm {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.Frames"/>: a function in a module, with its kind and source location.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct FrameId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Frame {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.Stacks"/>: a frame and the stack that called it.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct StackId(int Value)
{
    /// <summary>The stack without frames, which is the ancestor of every other stack.</summary>
    public static StackId Empty => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Stack {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.Threads"/>: a process id, a thread id and a thread name.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct ThreadId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Thread {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.Events"/>: the event that caused a sample, such as <c>cpu-clock</c>.</summary>
/// <remarks>An id is stored in two bytes, because a profile has one per sample.</remarks>
public readonly record struct SampleEventId
{
    private readonly ushort _value;

    /// <summary>Initializes an id.</summary>
    /// <param name="value">The index of the row, from 0 to 65,535.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative or greater than 65,535.</exception>
    public SampleEventId(int value)
    {
        if ((uint)value > ushort.MaxValue) throw new ArgumentOutOfRangeException(nameof(value), value, "The index of an event is from 0 to 65,535.");
        _value = (ushort)value;
    }

    /// <summary>The index of the row.</summary>
    public int Value => _value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Event {Value}");
}

/// <summary>Identifies a row of <see cref="FrameLabels.Names"/>: the displayed name of a frame.</summary>
internal readonly record struct LabelId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Label {Value}");
}

/// <summary>Reads and checks the indexes in ids.</summary>
internal static class RowIndex
{
    /// <summary>Returns the index in an id of any table. It is a plain load: the size of an id is a constant to the compiler.</summary>
    public static int Of<TId>(TId id)
        where TId : struct =>
        Unsafe.SizeOf<TId>() == sizeof(ushort) ? Unsafe.BitCast<TId, ushort>(id) : Unsafe.BitCast<TId, int>(id);

    /// <summary>Throws if a table has no such row.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative, or not less than <paramref name="count"/>.</exception>
    public static void Check(int index, int count, string parameterName)
    {
        if ((uint)index >= (uint)count) Throw(index, parameterName);
    }

    private static void Throw(int index, string parameterName) =>
        throw new ArgumentOutOfRangeException(parameterName, index, "There is no such row.");
}

/// <summary>Identifies a label of samples: a key with a text or a number.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct SampleLabelId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Label {Value}");
}

/// <summary>Identifies a row of <see cref="Profile.LabelSets"/>: a set of labels that samples have.</summary>
/// <param name="Value">The index of the row.</param>
public readonly record struct LabelSetId(int Value)
{
    /// <summary>The set of a sample without labels.</summary>
    public static LabelSetId None => default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Label set {Value}");
}
