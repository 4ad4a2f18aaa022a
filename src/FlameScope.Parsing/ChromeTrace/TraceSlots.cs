namespace FlameScope.Parsing;

/// <summary>The values of a trace that are read, as slots and scopes of <see cref="JsonTokenParser"/>.</summary>
internal static class TraceSlots
{
    // The document.
    public const int Top = 2;
    public const int Events = 3;
    public const int StackFrames = 4;
    public const int Samples = 5;
    public const int BeginningOfTime = 6;
    public const int BaseTime = 7;
    public const int Metadata = 8;

    // An event.
    public const int Event = 10;
    public const int Name = 11;
    public const int Phase = 12;
    public const int Time = 13;
    public const int Duration = 14;
    public const int Pid = 15;
    public const int Tid = 16;
    public const int Id = 17;
    public const int Id2 = 18;
    public const int StackFrameId = 19;
    public const int Args = 20;
    public const int ArgName = 21;
    public const int ArgDetail = 22;
    public const int ArgData = 23;
    public const int DataStart = 24;
    public const int DataEnd = 25;

    // An entry of stackFrames.
    public const int StackFrame = 30;
    public const int FrameName = 31;
    public const int FrameCategory = 32;
    public const int FrameParent = 33;
    public const int FrameFile = 34;
    public const int FrameLine = 35;
    public const int FrameColumn = 36;

    // An entry of samples. Its members are those of an event.
    public const int Sample = 40;

    // A CPU profile.
    public const int CpuProfile = 50;
    public const int CpuNodes = 51;
    public const int CpuSamples = 52;
    public const int CpuDeltas = 53;
    public const int CpuTimestamps = 54;
    public const int CpuHead = 55;
    public const int Node = 60;
    public const int NodeId = 61;
    public const int NodeParent = 62;
    public const int CallFrame = 63;
    public const int NodeChildren = 64;
    public const int FunctionName = 65;
    public const int FunctionUrl = 66;
    public const int FunctionLine = 67;
    public const int FunctionColumn = 68;
    public const int CodeType = 69;
    public const int OldLine = 70; // from 1
    public const int OldColumn = 71;

    /// <summary>Returns the slot of a member of an event.</summary>
    public static int OfEvent(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 2:
                return name[0] switch
                {
                    (byte)'p' when name[1] == 'h' => Phase,
                    (byte)'t' when name[1] == 's' => Time,
                    (byte)'i' when name[1] == 'd' => Id,
                    (byte)'s' when name[1] == 'f' => StackFrameId,
                    _ => 0,
                };
            case 3:
                if (name[1] == 'i' && name[2] == 'd') return name[0] == 'p' ? Pid : name[0] == 't' ? Tid : 0;
                if (name[0] == 'i') return name.SequenceEqual("id2"u8) ? Id2 : 0;
                return name.SequenceEqual("dur"u8) ? Duration : 0;
            case 4:
                return name.SequenceEqual("name"u8) ? Name : name.SequenceEqual("args"u8) ? Args : 0;
            default:
                return 0;
        }
    }

    public static int OfTop(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("traceEvents"u8) => Events,
        _ when name.SequenceEqual("stackFrames"u8) => StackFrames,
        _ when name.SequenceEqual("samples"u8) => Samples,
        _ when name.SequenceEqual("beginningOfTime"u8) => BeginningOfTime,
        _ when name.SequenceEqual("baseTimeNanoseconds"u8) => BaseTime,
        _ when name.SequenceEqual("viztracer_metadata"u8) => Metadata,
        _ => 0,
    };

    public static int OfArgs(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("data"u8) => ArgData,
        _ when name.SequenceEqual("name"u8) => ArgName,
        _ when name.SequenceEqual("detail"u8) => ArgDetail,
        _ => 0,
    };

    public static int OfStackFrame(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("name"u8) => FrameName,
        _ when name.SequenceEqual("category"u8) => FrameCategory,
        _ when name.SequenceEqual("parent"u8) => FrameParent,
        _ when name.SequenceEqual("file"u8) || name.SequenceEqual("url"u8) => FrameFile,
        _ when name.SequenceEqual("line"u8) => FrameLine,
        _ when name.SequenceEqual("column"u8) => FrameColumn,
        _ => 0,
    };

    /// <summary>Returns the slot of a member of <c>args.data</c>. Versions differ in what they write there, and what in the profile.</summary>
    public static int OfData(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("cpuProfile"u8) => CpuProfile,
        _ when name.SequenceEqual("timeDeltas"u8) => CpuDeltas,
        _ when name.SequenceEqual("startTime"u8) => DataStart,
        _ when name.SequenceEqual("endTime"u8) => DataEnd,
        _ => 0,
    };

    /// <summary>Returns the slot of a member of a CPU profile.</summary>
    public static int OfCpuProfile(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("nodes"u8) => CpuNodes,
        _ when name.SequenceEqual("samples"u8) => CpuSamples,
        _ when name.SequenceEqual("timestamps"u8) => CpuTimestamps,
        _ when name.SequenceEqual("head"u8) => CpuHead,
        _ when name.SequenceEqual("cpuProfile"u8) => 0,
        _ => OfData(name),
    };

    /// <summary>Returns the slot of a member of a node. Nodes of old versions have the members of the frame, with lines and columns from 1.</summary>
    public static int OfNode(ReadOnlySpan<byte> name) => OfCallFrame(name) switch
    {
        FunctionLine => OldLine,
        FunctionColumn => OldColumn,
        int slot => slot,
    };

    /// <summary>Returns the slot of a member of a call frame, or of one that only nodes have.</summary>
    public static int OfCallFrame(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("id"u8) => NodeId,
        _ when name.SequenceEqual("parent"u8) => NodeParent,
        _ when name.SequenceEqual("callFrame"u8) => CallFrame,
        _ when name.SequenceEqual("children"u8) => NodeChildren,
        _ when name.SequenceEqual("functionName"u8) => FunctionName,
        _ when name.SequenceEqual("url"u8) => FunctionUrl,
        _ when name.SequenceEqual("lineNumber"u8) => FunctionLine,
        _ when name.SequenceEqual("columnNumber"u8) => FunctionColumn,
        _ when name.SequenceEqual("codeType"u8) => CodeType,
        _ => 0,
    };
}
