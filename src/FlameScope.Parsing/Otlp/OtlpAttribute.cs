using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>The kind of an attribute of a sample.</summary>
internal enum OtlpAttributeKind : byte
{
    /// <summary>The row of the attribute table was not decoded yet.</summary>
    Unknown,

    /// <summary>A label.</summary>
    Label,

    /// <summary>The name of the thread.</summary>
    ThreadName,

    /// <summary>The id of the thread.</summary>
    ThreadId,

    /// <summary>The id of the process.</summary>
    ProcessId,

    /// <summary>The name of the process.</summary>
    ProcessName,

    /// <summary>The processor.</summary>
    Cpu,
}

/// <summary>A decoded attribute.</summary>
/// <param name="Kind">The kind of the attribute.</param>
/// <param name="Index">The id of a label, or the index of a name.</param>
/// <param name="Number">The number of a thread, a process or a processor.</param>
internal readonly record struct OtlpAttribute(OtlpAttributeKind Kind, int Index, long Number)
{
    /// <summary>Returns the kind of an attribute by its key. A value of another type than the key asks for makes it a label.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="number">Receives the number of an id or a processor.</param>
    public static OtlpAttributeKind KindOf(string key, OtlpValue value, out long number)
    {
        number = 0;
        return key switch
        {
            "thread.name" when value.Text is not null => OtlpAttributeKind.ThreadName,
            "thread.id" when TryGetNumber(value, out number) => OtlpAttributeKind.ThreadId,
            "process.pid" when TryGetNumber(value, out number) => OtlpAttributeKind.ProcessId,
            "process.executable.name" when value.Text is not null => OtlpAttributeKind.ProcessName,
            "cpu.logical_number" when TryGetNumber(value, out number) && number <= int.MaxValue => OtlpAttributeKind.Cpu,
            _ => OtlpAttributeKind.Label,
        };
    }

    private static bool TryGetNumber(OtlpValue value, out long number)
    {
        if (value.Text is not null) return long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        number = value.Number;
        return number >= 0;
    }
}
