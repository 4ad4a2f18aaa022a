using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A type of events, as a metadata row defines it.</summary>
internal sealed class NetTraceEventType
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    public required string Provider { get; init; }

    public required uint Id { get; init; }

    /// <summary>The name that the recording contains; empty for the events of the runtime, which have numbers only.</summary>
    public required string Name { get; init; }

    public NetTraceRole Role { get; private init; }

    /// <summary>The index of the sample event in <see cref="NetTraceSamples"/>; -1 if there was no sample yet.</summary>
    public int SampleEvent { get; set; } = -1;

    /// <summary>
    /// The name of the samples: the names of TraceEvent for the runtime's events, so that they are found where others write about them.
    /// </summary>
    public string SampleName => Role switch
    {
        NetTraceRole.ProcessorSample => "cpu",
        NetTraceRole.ContextSwitch => "cswitch",
        _ => $"{Provider}/{(Name.Length > 0 ? Name : RuntimeName())}",
    };

    /// <summary>The value of the samples next to their number.</summary>
    public SampleValueType? ValueType => Role switch
    {
        NetTraceRole.AllocationTick => new SampleValueType("allocated", "bytes"),
        NetTraceRole.AllocationSample => new SampleValueType("object_size", "bytes"),
        NetTraceRole.ContentionStop => new SampleValueType("waited", "nanoseconds"),
        NetTraceRole.ContextSwitch => new SampleValueType("off_cpu", "nanoseconds"),
        NetTraceRole.ProcessorSample => new SampleValueType("samples", "count"),
        _ => null,
    };

    public static NetTraceEventType Create(string provider, uint id, string name) =>
        new() { Provider = provider, Id = id, Name = name, Role = FindRole(provider, id, name) };

    private static NetTraceRole FindRole(string provider, uint id, string name) => (provider, id) switch
    {
        ("Microsoft-DotNETCore-SampleProfiler", 0) => NetTraceRole.ThreadSample,
        (Runtime, 143) => NetTraceRole.MethodLoad,
        (Runtime, 142 or 144) => NetTraceRole.MethodUnload,
        (Runtime, 151) => NetTraceRole.DomainModule,
        (Runtime, 152) => NetTraceRole.Module,
        (Runtime, 10) => NetTraceRole.AllocationTick,
        (Runtime, 303) => NetTraceRole.AllocationSample,
        (Runtime, 81) => NetTraceRole.ContentionStart,
        (Runtime, 91) => NetTraceRole.ContentionStop,
        (Runtime, 80) => NetTraceRole.Exception,
        (Runtime + "Rundown", 143 or 144) => NetTraceRole.MethodRundown,
        (Runtime + "Rundown", 151 or 152) => NetTraceRole.DomainModule,
        (Runtime + "Rundown", 153 or 154) => NetTraceRole.Module,
        ("Microsoft-DotNETCore-EventPipe", 1) => NetTraceRole.ProcessInfo,
        ("Universal.Events", _) when name == "cpu" => NetTraceRole.ProcessorSample,
        ("Universal.Events", _) when name == "cswitch" => NetTraceRole.ContextSwitch,
        ("Universal.System", _) => name switch
        {
            "ProcessCreate" or "ExistingProcess" => NetTraceRole.Process,
            "ProcessMapping" => NetTraceRole.Mapping,
            "ProcessSymbol" => NetTraceRole.Symbol,
            _ => NetTraceRole.Other,
        },
        _ => NetTraceRole.Other,
    };

    private string RuntimeName()
    {
        string? name = Provider switch
        {
            Runtime => RuntimeEventNames.Find(Id),
            "Microsoft-DotNETCore-SampleProfiler" when Id == 0 => "ThreadSample",
            _ => null,
        };
        return name ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"EventID({Id})");
    }
}
