using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A type of a chunk whose events become samples.</summary>
internal sealed class JfrSampleType(JfrSampleRule rule)
{
    /// <summary>The scale of durations in ticks of the chunk's clock.</summary>
    public const long TicksScale = -1;

    private long? _scale;

    /// <summary>What the events become.</summary>
    public JfrSampleRule Rule { get; } = rule;

    /// <summary>The event of the profile; <c>null</c> until the first sample of the chunk.</summary>
    public SampleEventId? Event { get; set; }

    /// <summary>Returns the description of a type's samples; <c>null</c> if its events are not samples.</summary>
    public static JfrSampleType? Of(JfrType type) => JfrSampleRule.Of(type) is { } rule ? new JfrSampleType(rule) : null;

    /// <summary>Returns the number by which values of a field are multiplied; <see cref="TicksScale"/> for ticks.</summary>
    public long GetScale(JfrField? field) => _scale ??= ScaleOf(field);

    /// <summary>Returns the slot of a field; 0 if its values are not needed.</summary>
    public int SlotOf(JfrField field)
    {
        if (field.IsArray) return 0;
        if (field.IsConstant)
        {
            return (field.Name, field.Type?.Name) switch
            {
                ("eventThread" or "sampledThread", JfrTypeNames.Thread) => JfrSlots.Thread,
                ("stackTrace", JfrTypeNames.StackTrace) => JfrSlots.Stack,
                ("state", JfrTypeNames.ThreadState) => JfrSlots.State,
                ("objectClass" or "monitorClass" or "parkedClass" or "thrownClass", JfrTypeNames.Class) => JfrSlots.Class,
                _ => 0,
            };
        }
        if (field.Type is not { Width: > 0, IsFloatingPoint: false }) return 0;
        if (field.Name == "startTime") return JfrSlots.Time;
        if (field.Name == Rule.ValueField) return JfrSlots.Value;
        return field.Name == Rule.CountField ? JfrSlots.SampleCount : 0;
    }

    private long ScaleOf(JfrField? field)
    {
        if (field is null || Rule.Value.Unit != "nanoseconds") return 1;
        bool isInTicks = field.Unit == JfrUnit.Ticks || (field.Unit is null && field.Name == "duration");
        return isInTicks ? TicksScale : Math.Max(1, JfrUnit.NanosecondsOf(field.Unit));
    }
}
