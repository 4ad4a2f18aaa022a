using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>The thread of a sample, as its attributes state it.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="Tid">The thread id.</param>
/// <param name="Name">The index of the name of the thread; 0 for none.</param>
/// <param name="Process">The index of the name of the process; 0 for none.</param>
/// <param name="Cpu">The processor.</param>
internal record struct OtlpThread(long? Pid, long? Tid, int Name, int Process, int? Cpu)
{
    /// <summary>Takes a value that is a fact about the thread.</summary>
    /// <returns><c>false</c> if the attribute is a label.</returns>
    public bool TryTake(in OtlpAttribute attribute)
    {
        switch (attribute.Kind)
        {
            case OtlpAttributeKind.ThreadName:
                Name = attribute.Index;
                return true;
            case OtlpAttributeKind.ThreadId:
                Tid = attribute.Number;
                return true;
            case OtlpAttributeKind.ProcessId:
                Pid = attribute.Number;
                return true;
            case OtlpAttributeKind.ProcessName:
                Process = attribute.Index;
                return true;
            case OtlpAttributeKind.Cpu:
                Cpu = (int)attribute.Number;
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
}
