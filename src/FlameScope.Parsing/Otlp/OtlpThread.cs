using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>The thread of a sample, as its attributes state it.</summary>
internal record struct OtlpThread(long? Pid, long? Tid, string? Name, string? Process, int? Cpu)
{
    public static OtlpThread None => default;

    /// <summary>Takes a value that is a fact about the thread.</summary>
    /// <returns><c>false</c> if the attribute is a label: it has another name, or a value of another type.</returns>
    public bool TryTake(string key, OtlpValue value)
    {
        switch (key)
        {
            case "thread.name" when value.Text is not null:
                Name = value.Text;
                return true;
            case "thread.id" when ToNumber(value) is { } tid:
                Tid = tid;
                return true;
            case "process.pid" when ToNumber(value) is { } pid:
                Pid = pid;
                return true;
            case "process.executable.name" when value.Text is not null:
                Process = value.Text;
                return true;
            case "cpu.logical_number" when ToNumber(value) is { } cpu and <= int.MaxValue:
                Cpu = (int)cpu;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Returns the thread id in a name that async-profiler made, such as <c>[worker tid=123]</c>.</summary>
    public static long? TidOf(string name)
    {
        const string Mark = " tid=";
        int mark = name.LastIndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0 || !name.StartsWith('[') || !name.EndsWith(']')) return null;
        ReadOnlySpan<char> digits = name.AsSpan(mark + Mark.Length)[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long tid) ? tid : null;
    }

    private static long? ToNumber(OtlpValue value)
    {
        if (value.Text is null) return value.Number >= 0 ? value.Number : null;
        return long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
    }
}
