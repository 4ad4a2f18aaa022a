using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// A type of a chunk whose events become samples. What an event costs is decided here: the fields and the tables of constants that it refers to are
/// found once per chunk.
/// </summary>
internal sealed class JfrSampleType
{
    /// <summary>The scale of durations in ticks of the chunk's clock.</summary>
    public const long TicksScale = -1;

    private JfrSampleType(JfrSampleRule rule) => Rule = rule;

    /// <summary>The way in which the events become samples.</summary>
    public JfrSampleRule Rule { get; }

    /// <summary>The event of the profile.</summary>
    public SampleEventId Event { get; private set; }

    /// <summary>The index of the type among those of its chunk.</summary>
    public int Index { get; private set; }

    /// <summary>
    /// The place of each field in <see cref="JfrRowBuffer"/> if all are integers of several bytes, which <see cref="JfrShortEvents"/> reads; <c>null</c>
    /// before <see cref="Start"/> and for other types. It is 0 for a field that is not needed.
    /// </summary>
    public int[]? ShortFields { get; private set; }

    /// <summary>The field with the stack; <c>null</c> if the type has none. The same holds for the others.</summary>
    public JfrField? Stack { get; private set; }

    /// <summary>The constants of the stacks.</summary>
    public JfrIdTable? Stacks { get; private set; }

    public JfrField? Thread { get; private set; }

    /// <summary>The constants of the threads.</summary>
    public JfrIdTable? Threads { get; private set; }

    public JfrField? State { get; private set; }

    /// <summary>The constants of the states.</summary>
    public JfrIdTable? States { get; private set; }

    public JfrField? Class { get; private set; }

    /// <summary>The constants of the classes.</summary>
    public JfrIdTable? Classes { get; private set; }

    public bool HasTime { get; private set; }

    public bool HasValue { get; private set; }

    public bool HasCount { get; private set; }

    /// <summary>The number by which values are multiplied; <see cref="TicksScale"/> for ticks.</summary>
    public long Scale { get; private set; } = 1;

    /// <summary>Indicates whether <see cref="Start"/> was called.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Returns the description of a type's samples; <c>null</c> if its events are not samples.</summary>
    public static JfrSampleType? Of(JfrType type) => JfrSampleRule.Of(type) is { } rule ? new JfrSampleType(rule) : null;

    /// <summary>Finds the fields, before the first event of the chunk.</summary>
    /// <param name="layout">The layout of the events.</param>
    /// <param name="sampleEvent">The event of the profile.</param>
    /// <param name="index">The index of the type among those of its chunk.</param>
    public void Start(JfrLayout layout, SampleEventId sampleEvent, int index)
    {
        IsStarted = true;
        Event = sampleEvent;
        Index = index;
        ShortFields = ShortFieldsOf(layout.Steps);
        Stack = layout.FieldOf(JfrSlots.Stack);
        Stacks = Stack?.Type?.Constants;
        Thread = layout.FieldOf(JfrSlots.Thread);
        Threads = Thread?.Type?.Constants;
        State = layout.FieldOf(JfrSlots.State);
        States = State?.Type?.Constants;
        Class = layout.FieldOf(JfrSlots.Class);
        Classes = Class?.Type?.Constants;
        HasTime = layout.FieldOf(JfrSlots.Time) is not null;
        HasValue = layout.FieldOf(JfrSlots.Value) is not null;
        HasCount = layout.FieldOf(JfrSlots.SampleCount) is not null;
        Scale = ScaleOf(layout.FieldOf(JfrSlots.Value));
    }

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

    private static int[]? ShortFieldsOf(ReadOnlySpan<JfrStep> steps)
    {
        var fields = new int[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is not { Kind: JfrStepKind.Integer, Width: > 1 }) return null;
            fields[i] = JfrRowBuffer.StartOf(steps[i].Slot);
        }
        return fields;
    }

    private long ScaleOf(JfrField? field)
    {
        if (field is null || Rule.Value.Unit != "nanoseconds") return 1;
        bool isInTicks = field.Unit == JfrUnit.Ticks || (field.Unit is null && field.Name == "duration");
        return isInTicks ? TicksScale : Math.Max(1, JfrUnit.NanosecondsOf(field.Unit));
    }
}
