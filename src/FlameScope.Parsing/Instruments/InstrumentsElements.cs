using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Reads elements of rows, each at its first occurrence, and finds those that are referred to by id.</summary>
internal sealed class InstrumentsElements(ProfileBuilder builder, ReadContext context, XmlReader xml)
{
    // The deepest element is trace-query-result, node, row, tagged-backtrace, backtrace, frame, source, path.
    private const int MaximumDepth = 32;

    private readonly Dictionary<long, long> _numbers = [];
    private readonly Dictionary<long, string> _texts = [];
    private readonly Dictionary<long, (long? Id, string Name)> _processes = [];
    private readonly Dictionary<long, ThreadId> _threads = [];
    private readonly Dictionary<long, (ModuleId Module, bool IsKernel)> _binaries = [];
    private readonly Dictionary<long, FrameId> _frames = [];
    private readonly Dictionary<long, StackId> _stacks = [];
    private readonly List<FrameId> _path = [];
    private StackId[] _stackBuffer = new StackId[64];

    /// <summary>The position of the current element.</summary>
    public InputPosition Position => new() { Line = xml is IXmlLineInfo { LineNumber: > 0 } info ? info.LineNumber : null };

    /// <summary>Reads the current element as a column of a row.</summary>
    public void ReadColumn(ref InstrumentsRow row)
    {
        switch (xml.LocalName)
        {
            case "sample-time" or "event-time" or "start-time":
                row.Time = ReadNumber();
                row.IsBroken |= row.Time is null;
                break;
            case "weight":
                SetWeight(ref row, InstrumentsUnit.Nanoseconds);
                break;
            case "cycle-weight":
                SetWeight(ref row, InstrumentsUnit.Cycles);
                break;
            case "thread":
                row.Thread = ReadThread() ?? row.Thread;
                break;
            case "process":
                ReadProcess();
                break;
            case "core":
                row.Cpu = ReadNumber() is { } core and >= 0 and <= int.MaxValue ? (int)core : null;
                break;
            case "thread-state":
                row.IsIdle = IsIdle(ReadText());
                break;
            case "backtrace" or "tagged-backtrace" or "text-backtrace":
                StackId? stack = ReadStack();
                row.HasStack = true;
                row.IsStackUnknown = stack is null;
                row.Stack = stack ?? StackId.Empty;
                break;
            default:
                ReadOther();
                break;
        }
    }

    private void SetWeight(ref InstrumentsRow row, InstrumentsUnit unit)
    {
        long? weight = ReadNumber();
        row.Unit = unit;
        row.Weight = weight ?? 0;
        row.IsBroken |= weight is null or < 0;
    }

    // Elements without a meaning here can contain elements that later rows refer to.
    private void ReadOther() => ForEachChild(ReadKnown);

    private void ReadKnown()
    {
        switch (xml.LocalName)
        {
            case "thread":
                ReadThread();
                break;
            case "process":
                ReadProcess();
                break;
            case "frame":
                ReadFrame();
                break;
            case "binary":
                ReadBinary();
                break;
            case "backtrace" or "tagged-backtrace" or "text-backtrace":
                ReadStack();
                break;
            default:
                ReadOther();
                break;
        }
    }

    private long? ReadNumber()
    {
        if (TryRefer(_numbers, out long? known)) return known;
        long? id = AttributeOf("id");
        string text = ReadOwnText();
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)) return null;
        if (number is long.MinValue or long.MaxValue) return null;
        if (id is { } key) _numbers[key] = number;
        return number;
    }

    private string ReadText()
    {
        if (AttributeOf("ref") is { } known)
        {
            SkipChildren();
            return _texts.GetValueOrDefault(known, "");
        }
        long? id = AttributeOf("id");
        string text = ReadOwnText();
        if (id is { } key) _texts[key] = text;
        return text;
    }

    private (long? Id, string Name) ReadProcess() => TryRefer(_processes, out (long?, string)? known) ? known ?? (null, "") : DefineProcess();

    private (long? Id, string Name) DefineProcess()
    {
        long? id = AttributeOf("id");
        string name = Before(xml.GetAttribute("fmt") ?? "", " (");
        long? number = null;
        ForEachChild(() =>
        {
            if (xml.LocalName == "pid") number = ReadNumber();
            else ReadOther();
        });
        if (id is { } key) _processes[key] = (number, name);
        return (number, name);
    }

    private ThreadId? ReadThread() => TryRefer(_threads, out ThreadId? known) ? known : DefineThread();

    // Main Thread 0x12aa (WindowServer, pid: 581)
    private ThreadId DefineThread()
    {
        long? id = AttributeOf("id");
        string name = Before(xml.GetAttribute("fmt") ?? "", " 0x");
        long? number = null;
        (long? Id, string Name) process = (null, "");
        ForEachChild(() =>
        {
            if (xml.LocalName == "tid") number = ReadNumber();
            else if (xml.LocalName == "process") process = ReadProcess();
            else ReadOther();
        });
        CheckText(name);
        ThreadId thread = builder.AddThread(process.Id, number, name, process.Name);
        if (id is { } key) _threads[key] = thread;
        return thread;
    }

    private (ModuleId Module, bool IsKernel) ReadBinary()
    {
        if (TryRefer(_binaries, out (ModuleId, bool)? known)) return known ?? default;
        long? id = AttributeOf("id");
        string name = xml.GetAttribute("name") ?? "";
        string path = xml.GetAttribute("path") ?? "";
        SkipChildren();
        CheckText(path);
        CheckText(name);
        bool isKernel = name is "kernel" or "mach_kernel" || name.EndsWith(".kext", StringComparison.Ordinal)
            || path.StartsWith("/System/Library/Kernels/", StringComparison.Ordinal);
        (ModuleId, bool) binary = (builder.AddModule(path.Length > 0 ? path : name), isKernel);
        if (id is { } key) _binaries[key] = binary;
        return binary;
    }

    private FrameId? ReadFrame() => TryRefer(_frames, out FrameId? known) ? known : DefineFrame();

    private FrameId DefineFrame()
    {
        long? id = AttributeOf("id");
        string name = xml.GetAttribute("name") ?? xml.GetAttribute("addr") ?? "";
        (ModuleId Module, bool IsKernel) binary = default;
        (string Path, int Line) source = ("", 0);
        ForEachChild(() =>
        {
            if (xml.LocalName == "binary") binary = ReadBinary();
            else if (xml.LocalName == "source") source = ReadSource();
            else ReadOther();
        });
        CheckText(source.Path);
        context.CheckSymbol(Encoding.UTF8.GetByteCount(name), builder.SymbolCount, Position);
        FrameId frame = builder.AddFrame(new Frame
        {
            Symbol = builder.AddSymbol(name),
            Module = binary.Module,
            Kind = binary.IsKernel ? FrameKind.Kernel : FrameKind.User,
            Source = builder.AddSource(source.Path),
            Line = source.Line,
        });
        if (id is { } key) _frames[key] = frame;
        return frame;
    }

    private (string Path, int Line) ReadSource()
    {
        long line = AttributeOf("line") ?? 0;
        string path = "";
        ForEachChild(() =>
        {
            if (xml.LocalName == "path") path = ReadText();
            else ReadOther();
        });
        return (path, line is > 0 and <= int.MaxValue ? (int)line : 0);
    }

    private StackId? ReadStack() => TryRefer(_stacks, out StackId? known) ? known : DefineStack();

    // The frames from the leaf on. Newer versions wrap the element in another one with an id of its own.
    private StackId? DefineStack()
    {
        long? id = AttributeOf("id");
        InputPosition position = Position;
        StackId? inner = null;
        bool isKnown = true;
        var frames = new List<FrameId>();
        ForEachChild(() =>
        {
            if (xml.LocalName == "frame")
            {
                FrameId? frame = ReadFrame();
                isKnown &= frame is not null;
                context.CheckFrames(frames.Count + 1, position);
                frames.Add(frame ?? builder.AddFrame(default));
            }
            else if (xml.LocalName == "backtrace")
            {
                inner = ReadStack();
                isKnown &= inner is not null;
            }
            else
            {
                ReadOther();
            }
        });
        if (!isKnown) return null;
        StackId stack = inner ?? AddStack(frames);
        if (id is { } key) _stacks[key] = stack;
        return stack;
    }

    private StackId AddStack(List<FrameId> frames)
    {
        if (frames.Count == 0) return StackId.Empty;
        _path.Clear();
        for (int i = frames.Count - 1; i >= 0; i--) _path.Add(frames[i]);
        if (_stackBuffer.Length < _path.Count) _stackBuffer = new StackId[_path.Count * 2];
        builder.AddStacks(StackId.Empty, CollectionsMarshal.AsSpan(_path), _stackBuffer);
        return _stackBuffer[_path.Count - 1];
    }

    // Returns true for an element that refers to another one, which is null if there is none with its id.
    private bool TryRefer<T>(Dictionary<long, T> elements, out T? element)
        where T : struct
    {
        element = null;
        if (AttributeOf("ref") is not { } id) return false;
        SkipChildren();
        if (elements.TryGetValue(id, out T found)) element = found;
        return true;
    }

    private void ForEachChild(Action read)
    {
        if (xml.IsEmptyElement) return;
        if (xml.Depth > MaximumDepth)
        {
            SkipChildren();
            return;
        }
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element) read();
        }
    }

    private void SkipChildren()
    {
        if (xml.IsEmptyElement) return;
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
        }
    }

    private string ReadOwnText()
    {
        if (xml.IsEmptyElement) return "";
        int depth = xml.Depth;
        string text = "";
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && xml.Depth == depth + 1 && text.Length == 0) text = xml.Value;
        }
        CheckText(text);
        return text.Trim();
    }

    private long? AttributeOf(string name) =>
        long.TryParse(xml.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private void CheckText(string text) => context.CheckText(text.Length, Position);

    private static string Before(string text, string mark)
    {
        int end = text.LastIndexOf(mark, StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    private static bool IsIdle(string state) => state is "Blocked" or "Waiting" or "Suspended" or "Idle" or "Terminated";
}
