using System.Collections.Frozen;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The way in which the events of a type become samples.</summary>
/// <param name="ValueField">The field with the value of a sample; <c>null</c> if each event counts the same.</param>
/// <param name="Value">The name and unit of the value.</param>
/// <param name="CountField">The field with the number of samples that an event stands for; <c>null</c> if it is one.</param>
internal sealed record JfrSampleRule(string? ValueField = null, SampleValueType Value = default, string? CountField = null)
{
    private static readonly JfrSampleRule Count = new();
    private static readonly JfrSampleRule Duration = new("duration", new SampleValueType("duration", "nanoseconds"));

    // The types whose events are not samples of what a program does, such as jdk.ThreadStart, have no rule although some have a stack. The three
    // kinds of allocation events are estimates of the same bytes and are never added.
    private static readonly FrozenDictionary<string, JfrSampleRule> Rules = new Dictionary<string, JfrSampleRule>(StringComparer.Ordinal)
    {
        ["jdk.ExecutionSample"] = Count,
        ["jdk.NativeMethodSample"] = Count,
        ["jdk.CPUTimeSample"] = new("samplingPeriod", new SampleValueType("cpu", "nanoseconds")),
        ["profiler.WallClockSample"] = new(CountField: "samples"),
        ["jdk.ObjectAllocationInNewTLAB"] = new("tlabSize", new SampleValueType("tlab_size", "bytes")),
        ["jdk.ObjectAllocationOutsideTLAB"] = new("allocationSize", new SampleValueType("allocation_size", "bytes")),
        ["jdk.ObjectAllocationSample"] = new("weight", new SampleValueType("weight", "bytes")),
        ["jdk.OldObjectSample"] = new("objectSize", new SampleValueType("object_size", "bytes")),
        ["profiler.LiveObject"] = new("allocationSize", new SampleValueType("allocation_size", "bytes")),
        ["profiler.Malloc"] = new("size", new SampleValueType("size", "bytes")),
        ["profiler.Free"] = Count,
        ["jdk.JavaMonitorEnter"] = Duration,
        ["jdk.JavaMonitorWait"] = Duration,
        ["jdk.ThreadPark"] = Duration,
        ["jdk.ThreadSleep"] = Duration,
        ["jdk.VirtualThreadPinned"] = Duration,
        ["jdk.SocketRead"] = Duration,
        ["jdk.SocketWrite"] = Duration,
        ["jdk.SocketConnect"] = Duration,
        ["jdk.FileRead"] = Duration,
        ["jdk.FileWrite"] = Duration,
        ["jdk.FileForce"] = Duration,
        ["jdk.MethodTrace"] = Duration,
        ["profiler.MethodTrace"] = Duration,
        ["profiler.NativeLock"] = Duration,
        ["jdk.JavaExceptionThrow"] = Count,
        ["jdk.JavaErrorThrow"] = Count,
        ["datadog.ExecutionSample"] = new(CountField: "weight"),
        ["datadog.MethodSample"] = new(CountField: "weight"),
        ["datadog.ObjectSample"] = new("size", new SampleValueType("size", "bytes")),
        ["datadog.HeapLiveObject"] = new("size", new SampleValueType("size", "bytes")),
        ["datadog.TaskBlock"] = Duration,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The index of the value that views show; <c>null</c> for the count of samples.</summary>
    public int? DefaultValue { get; private init; } = ValueField is null ? null : 0;

    /// <summary>Returns the rule of a type; <c>null</c> if its events are not samples.</summary>
    /// <remarks>Events of applications are samples if they have a stack. Their durations are often 0, so that the count is their default.</remarks>
    public static JfrSampleRule? Of(JfrType type)
    {
        if (Rules.TryGetValue(type.Name, out JfrSampleRule? rule)) return rule;
        bool isOfRecorder = type.Name.StartsWith("jdk.", StringComparison.Ordinal) || type.Name.StartsWith("profiler.", StringComparison.Ordinal)
            || type.Name.StartsWith("datadog.", StringComparison.Ordinal);
        if (isOfRecorder || !Has(type, "startTime") || !Has(type, "stackTrace")) return null;
        return Has(type, "duration") ? Duration with { DefaultValue = null } : Count;
    }

    /// <summary>The rank of the event among those that a profile may show first; the lowest is shown.</summary>
    public static int RankOf(string name) => name switch
    {
        "jdk.ExecutionSample" => 0,
        "jdk.CPUTimeSample" => 1,
        "datadog.ExecutionSample" => 2,
        "profiler.WallClockSample" => 3,
        "datadog.MethodSample" => 4,
        _ => 5,
    };

    private static bool Has(JfrType type, string field)
    {
        foreach (JfrField candidate in type.Fields)
        {
            if (candidate.Name == field) return true;
        }
        return false;
    }
}
