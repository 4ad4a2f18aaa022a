namespace FlameScope.Parsing;

/// <summary>The places of the values that are needed. Slot 0 takes those that are not.</summary>
internal static class JfrSlots
{
    /// <summary>The number of slots.</summary>
    public const int Count = 16;

    /// <summary>The number of slots that events have.</summary>
    public const int EventCount = 8;

    // Events.
    public const int Time = 1;
    public const int Thread = 2;
    public const int Stack = 3;
    public const int State = 4;
    public const int SampleCount = 5;
    public const int Value = 6;
    public const int Class = 7;

    // Stacks and their frames.
    public const int IsTruncated = 1;
    public const int Frames = 2;
    public const int Method = 3;
    public const int Line = 4;
    public const int FrameType = 5;

    // Methods.
    public const int MethodClass = 1;
    public const int MethodName = 2;

    // Threads.
    public const int OsName = 1;
    public const int OsThreadId = 2;
    public const int JavaName = 3;
    public const int JavaThreadId = 4;

    /// <summary>The text of classes, symbols, and of values of enumerations.</summary>
    public const int Text = 1;

    /// <summary>Returns the slot of a field; 0 if its values are not needed.</summary>
    public static int Of(JfrType type, JfrField field) => type.Name switch
    {
        JfrTypeNames.StackTrace => field.Name switch { "truncated" => IsTruncated, "frames" => Frames, _ => 0 },
        JfrTypeNames.StackFrame => field.Name switch { "method" => Method, "lineNumber" => Line, "type" => FrameType, _ => 0 },
        JfrTypeNames.Method => field.Name switch { "type" => MethodClass, "name" => MethodName, _ => 0 },
        JfrTypeNames.Class => field.Name == "name" ? Text : 0,
        JfrTypeNames.Thread => field.Name switch
        {
            "osName" => OsName,
            "osThreadId" => OsThreadId,
            "javaName" => JavaName,
            "javaThreadId" => JavaThreadId,
            _ => 0,
        },
        JfrTypeNames.Symbol or JfrTypeNames.FrameType or JfrTypeNames.ThreadState => Text,
        _ => type.Samples?.SlotOf(field) ?? JfrFacts.SlotOf(type.Name, field.Name),
    };
}
