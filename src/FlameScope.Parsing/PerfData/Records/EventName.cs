using System.Globalization;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>The names that perf gives to events whose name is not in the recording.</summary>
internal static class EventName
{
    private const uint Hardware = 0;
    private const uint Software = 1;
    private const uint Tracepoint = 2;
    private const uint Cache = 3;
    private const uint Raw = 4;
    private const uint Breakpoint = 5;

    private static readonly string[] HardwareNames =
    [
        "cycles", "instructions", "cache-references", "cache-misses", "branches", "branch-misses", "bus-cycles", "stalled-cycles-frontend",
        "stalled-cycles-backend", "ref-cycles",
    ];

    private static readonly string[] SoftwareNames =
    [
        "cpu-clock", "task-clock", "page-faults", "context-switches", "cpu-migrations", "minor-faults", "major-faults", "alignment-faults",
        "emulation-faults", "dummy", "bpf-output", "cgroup-switches",
    ];

    private static readonly string[] CacheNames = ["L1-dcache", "L1-icache", "LLC", "dTLB", "iTLB", "branch", "node"];
    private static readonly string[] CacheOperations = ["load", "store", "prefetch"];

    /// <summary>Returns the name of an event, with its modifiers.</summary>
    public static string Of(EventAttribute attribute)
    {
        ulong config = attribute.Config;
        string name = attribute.Type switch
        {
            Hardware => Of(HardwareNames, config & uint.MaxValue, "unknown-hardware"),
            Software => Of(SoftwareNames, config, "unknown-software"),
            Tracepoint => "unknown tracepoint",
            Cache => OfCache(config),
            Raw => "raw 0x" + config.ToString("x", CultureInfo.InvariantCulture),
            Breakpoint => OfBreakpoint(attribute),
            _ => string.Create(CultureInfo.InvariantCulture, $"type {attribute.Type} config 0x{config:x}"),
        };
        return attribute.Type == Tracepoint ? name : name + GetModifiers(attribute);
    }

    /// <summary>Indicates whether the period of an event is a number of nanoseconds.</summary>
    public static bool IsClock(EventAttribute attribute) => attribute is { Type: Software, Config: 0 or 1 };

    private static string Of(string[] names, ulong index, string otherwise) => index < (ulong)names.Length ? names[index] : otherwise;

    private static string OfCache(ulong config)
    {
        ulong cache = config & 0xFF, operation = (config >> 8) & 0xFF, result = (config >> 16) & 0xFF;
        if (cache >= (ulong)CacheNames.Length || operation >= (ulong)CacheOperations.Length || result > 1) return "unknown-ext-hardware-cache-type";
        string name = $"{CacheNames[cache]}-{CacheOperations[operation]}";
        return result == 1 ? name + "-misses" : name + (operation == 2 ? "es" : "s");
    }

    private static string OfBreakpoint(EventAttribute attribute)
    {
        var name = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"mem:0x{attribute.BreakpointAddress:x}:"));
        if ((attribute.BreakpointType & 1) != 0) name.Append('r');
        if ((attribute.BreakpointType & 2) != 0) name.Append('w');
        if ((attribute.BreakpointType & 4) != 0) name.Append('x');
        return name.ToString();
    }

    private static string GetModifiers(EventAttribute attribute)
    {
        var text = new StringBuilder();
        bool excludesGuestByDefault = false;
        if (attribute.ExcludeKernel || attribute.ExcludeUser || attribute.ExcludeHypervisor)
        {
            if (!attribute.ExcludeKernel) text.Append('k');
            if (!attribute.ExcludeUser) text.Append('u');
            if (!attribute.ExcludeHypervisor) text.Append('h');
            excludesGuestByDefault = true;
        }
        if (attribute.PreciseIp > 0)
        {
            text.Append('p', attribute.PreciseIp);
            excludesGuestByDefault = true;
        }
        if (attribute.ExcludeHost || attribute.ExcludeGuest == excludesGuestByDefault)
        {
            if (!attribute.ExcludeHost) text.Append('H');
            if (!attribute.ExcludeGuest) text.Append('G');
        }
        return text.Length == 0 ? "" : ":" + text;
    }
}
