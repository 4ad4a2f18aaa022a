using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Resolves the frames of a chunk, each method, line and kind once.</summary>
internal sealed class JfrFrames(ProfileBuilder builder, JfrTexts texts, JfrMethods methods)
{
    // A line and a kind in an integer. Lines of Java are below 2^16.
    private const int LineBits = 24;
    private const int KindBits = 4;
    private const int InitialBits = 8;

    // Ids of kinds are small in all recorders.
    private const int CachedKinds = 32;
    private const sbyte UnknownKind = -1;

    // The multipliers of the hash are random, so that a file cannot choose frames that collide.
    private static readonly ulong MethodMultiplier = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue) | 1;
    private static readonly ulong PlaceMultiplier = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue) | 1;

    private readonly sbyte[] _kinds = new sbyte[CachedKinds];
    private Entry[] _entries = new Entry[1 << InitialBits];
    private int _shift = 64 - InitialBits;
    private int _count;
    private bool _isAsyncProfiler;

    /// <summary>Forgets the frames of the previous chunk.</summary>
    public void Start(in JfrChunk chunk)
    {
        methods.Clear();
        _kinds.AsSpan().Fill(UnknownKind);
        if (_count > 0)
        {
            _entries = new Entry[1 << InitialBits];
            _shift = 64 - InitialBits;
            _count = 0;
        }
        _isAsyncProfiler = chunk.Metadata.StackFrameType is { } frameType && HasKernelFrames(chunk, frameType);
    }

    /// <summary>Returns a frame.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="layout">The types of the frame.</param>
    /// <param name="method">The id of the method.</param>
    /// <param name="line">The line.</param>
    /// <param name="kindId">The id of the kind.</param>
    public FrameId Resolve(in JfrChunk chunk, JfrStackLayout layout, long method, long line, long kindId)
    {
        if ((int)line is < 0 or >= 1 << LineBits) line = 0;
        int kind = (ulong)kindId < CachedKinds ? _kinds[kindId] : UnknownKind;
        if (kind == UnknownKind) kind = ReadKind(chunk, layout.KindType, kindId);
        int place = ((int)line << KindBits) | kind | 1 << (LineBits + KindBits); // not 0, which is a free entry
        Entry[] entries = _entries;
        int slot = SlotOf(method, place);
        for (; entries[slot].Place != 0; slot = (slot + 1) & (entries.Length - 1))
        {
            if (entries[slot].Method == method && entries[slot].Place == place) return entries[slot].Frame;
        }
        FrameId frame = Add(chunk, layout.MethodType, method, (int)line, (JfrFrameKind)kind);
        entries[slot] = new Entry { Method = method, Place = place, Frame = frame };
        if (++_count * 2 > entries.Length) Grow();
        return frame;
    }

    private FrameId Add(in JfrChunk chunk, JfrType? methodType, long id, int line, JfrFrameKind kind)
    {
        int method = methodType?.Constants?.Find(id) ?? -1;
        SymbolId symbol = SymbolId.Unknown;
        ModuleId module = ModuleId.None;
        if (method >= 0) (symbol, module) = methods.Resolve(chunk, methodType!, method, _isAsyncProfiler && JfrFrameKinds.IsNative(kind));
        return builder.AddFrame(new Frame
        {
            Symbol = symbol,
            Module = module,
            Kind = JfrFrameKinds.ToModel(kind),
            IsInlined = kind == JfrFrameKind.Inlined,
            Line = line,
        });
    }

    private int ReadKind(in JfrChunk chunk, JfrType? kindType, long id)
    {
        int kind = (int)KindOf(chunk, kindType, id);
        if ((ulong)id < CachedKinds) _kinds[id] = (sbyte)kind;
        return kind;
    }

    private JfrFrameKind KindOf(in JfrChunk chunk, JfrType? kindType, long id)
    {
        int slot = kindType?.Constants?.Find(id) ?? -1;
        if (slot < 0) return JfrFrameKind.Unknown;
        ref int resolved = ref kindType!.Constants!.Resolved(slot);
        if (resolved == JfrIdTable.Unresolved)
        {
            resolved = (int)JfrFrameKinds.Parse(texts.ReadConstant(chunk, kindType, kindType.Constants.OffsetOf(slot)));
        }
        return (JfrFrameKind)resolved;
    }

    // The JDK calls Java methods without Java code native. async-profiler has frames of libraries and of the kernel, too, and a kind for the latter.
    private bool HasKernelFrames(in JfrChunk chunk, JfrType frameType)
    {
        JfrType? kindType = null;
        foreach (JfrField field in frameType.Fields)
        {
            if (field.IsConstant && !field.IsArray && JfrSlots.Of(frameType, field) == JfrSlots.FrameType) kindType = field.Type;
        }
        if (kindType?.Constants is not { } kinds) return false;
        foreach (int slot in kinds.Slots())
        {
            if (JfrFrameKinds.Parse(texts.ReadConstant(chunk, kindType, kinds.OffsetOf(slot))) == JfrFrameKind.Kernel) return true;
        }
        return false;
    }

    private int SlotOf(long method, int place) => (int)((((ulong)method * MethodMultiplier) + ((ulong)place * PlaceMultiplier)) >> _shift);

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        foreach (Entry entry in old)
        {
            if (entry.Place == 0) continue;
            int slot = SlotOf(entry.Method, entry.Place);
            while (_entries[slot].Place != 0) slot = (slot + 1) & (_entries.Length - 1);
            _entries[slot] = entry;
        }
    }

    private struct Entry
    {
        public long Method;
        public int Place;
        public FrameId Frame;
    }
}
