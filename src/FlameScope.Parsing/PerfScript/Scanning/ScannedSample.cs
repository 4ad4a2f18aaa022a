namespace FlameScope.Parsing;

/// <summary>The offsets of a sample that ends with a blank line and all of whose lines except the first start with a tab.</summary>
internal struct ScannedSample
{
    /// <summary>The offset of the first line.</summary>
    public int Start;

    /// <summary>The offset of the end of the first line, which is its line feed.</summary>
    public int Chain;

    /// <summary>The offset after the blank line.</summary>
    public int End;

    /// <summary>The number of lines, including the first and the blank one.</summary>
    public int LineCount;

    /// <summary>The index of the first of its own lines, leaf first.</summary>
    public int FirstLine;

    /// <summary>The number of its own lines.</summary>
    public int OwnLines;

    /// <summary>The number of further lines, at the root, that it shares with the previous sample of its slot.</summary>
    public int Shared;

    /// <summary>The slot. The samples of a thread have the same slot.</summary>
    public int Slot;

    /// <summary>The number of the sample in its text, starting at 1.</summary>
    public int Number;

    /// <summary>The number of the previous sample of its slot; 0 if there is none.</summary>
    public int Previous;

    /// <summary>The key of the first line.</summary>
    public EventLineKey Event;
}

/// <summary>A line of a call chain. It has 16 bytes, since lines are passed from one processor to another.</summary>
internal struct ScannedLine
{
    public ulong Hash;
    public uint Part;

    /// <summary>The offset of the line.</summary>
    public int Start;

    public readonly Fingerprint Key => new(Hash, Part);
}
