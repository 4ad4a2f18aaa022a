using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves the stacks of a chunk, each once. Frames are stored from the leaf to the root. A stack that the recorder cut at its maximum depth gets the
/// root <c>[truncated]</c>, so that its outermost frame is not taken for the start of a thread.
/// </summary>
internal sealed class JfrStacks(ProfileBuilder builder, ReadContext context, JfrTexts texts, JfrMethods methods)
{
    private const int BrokenStack = -2;

    // A method, a line and a kind in 64 bits. Lines of Java are below 2^16.
    private const int LineBits = 24;
    private const int KindBits = 4;

    private readonly Dictionary<long, FrameId> _frameCache = [];
    private FrameId[] _frames = new FrameId[256];
    private StackId[] _stacks = new StackId[256];
    private FrameId? _truncated;
    private bool _isAsyncProfiler;

    /// <summary>Forgets the frames of the previous chunk.</summary>
    public void Start(in JfrChunk chunk)
    {
        _frameCache.Clear();
        methods.Clear();
        _isAsyncProfiler = chunk.Metadata.StackFrameType is { } frameType && HasKernelFrames(chunk, frameType);
    }

    /// <summary>Returns a stack.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="field">The field that refers to the stack.</param>
    /// <param name="id">The id of the stack.</param>
    /// <param name="stack">Receives the stack; the empty one if it cannot be read.</param>
    /// <returns><c>false</c> if there is no such stack, or it cannot be read.</returns>
    public bool TryResolve(in JfrChunk chunk, JfrField field, long id, out StackId stack)
    {
        JfrIdTable constants = field.Type!.Constants!;
        int slot = constants.Find(id);
        stack = StackId.Empty;
        if (slot < 0) return id == 0;
        ref int resolved = ref constants.Resolved(slot);
        if (resolved == JfrIdTable.Unresolved) resolved = Read(chunk, field.Type, constants.OffsetOf(slot));
        if (resolved == BrokenStack) return false;
        stack = new StackId(resolved);
        return true;
    }

    private int Read(in JfrChunk chunk, JfrType type, int offset)
    {
        JfrLayout layout = chunk.Metadata.GetLayout(type);
        int array = IndexOfFrames(layout.Steps);
        if (array < 0 || layout.FieldOf(JfrSlots.Frames) is not { Type: { } frameType, IsConstant: false }) return BrokenStack;
        ReadOnlySpan<JfrStep> frameSteps = layout.Steps.Slice(array + 1, layout.Steps[array].ElementSteps);
        Span<long> slots = stackalloc long[JfrSlots.Count];
        JfrCursor cursor = chunk.At(offset);
        layout.Read(ref cursor, slots);
        if (cursor.IsBroken) return BrokenStack;
        bool isTruncated = slots[JfrSlots.IsTruncated] != 0;

        cursor = chunk.At((int)slots[JfrSlots.Frames]);
        long declared = cursor.ReadCount();
        context.CheckFrames((int)declared, chunk.PositionOf(offset));
        int count = (int)declared;
        if (_frames.Length <= count)
        {
            _frames = new FrameId[count * 2];
            _stacks = new StackId[count * 2];
        }
        (JfrType? methodType, JfrType? kindType) = FieldTypesOf(frameType);
        int first = _frames.Length - count;
        for (int i = _frames.Length - 1; i >= first; i--)
        {
            JfrLayout.Read(ref cursor, frameSteps, slots);
            _frames[i] = Resolve(chunk, methodType, kindType, slots);
        }
        if (isTruncated)
        {
            _frames[--first] = _truncated ??= builder.AddFrame(new Frame { Symbol = builder.AddSymbol("[truncated]"), Kind = FrameKind.Other });
            count++;
        }
        if (count == 0) return StackId.Empty.Value;
        builder.AddStacks(StackId.Empty, _frames.AsSpan(first), _stacks);
        return _stacks[count - 1].Value;
    }

    private FrameId Resolve(in JfrChunk chunk, JfrType? methodType, JfrType? kindType, scoped ReadOnlySpan<long> slots)
    {
        int method = methodType?.Constants?.Find(slots[JfrSlots.Method]) ?? -1;
        int line = (int)slots[JfrSlots.Line];
        JfrFrameKind kind = KindOf(chunk, kindType, slots[JfrSlots.FrameType]);
        if (line < 0 || line >= 1 << LineBits) line = 0;
        long key = ((long)method << (LineBits + KindBits)) | ((long)line << KindBits) | (long)kind;
        ref FrameId frame = ref CollectionsMarshal.GetValueRefOrAddDefault(_frameCache, key, out bool isKnown);
        if (isKnown) return frame;
        SymbolId symbol = SymbolId.Unknown;
        ModuleId module = ModuleId.None;
        if (method >= 0) (symbol, module) = methods.Resolve(chunk, methodType!, method, _isAsyncProfiler && JfrFrameKinds.IsNative(kind));
        frame = builder.AddFrame(new Frame
        {
            Symbol = symbol,
            Module = module,
            Kind = JfrFrameKinds.ToModel(kind),
            IsInlined = kind == JfrFrameKind.Inlined,
            Line = line,
        });
        return frame;
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
        (_, JfrType? kindType) = FieldTypesOf(frameType);
        if (kindType?.Constants is not { } kinds) return false;
        foreach (int slot in kinds.Slots())
        {
            if (JfrFrameKinds.Parse(texts.ReadConstant(chunk, kindType, kinds.OffsetOf(slot))) == JfrFrameKind.Kernel) return true;
        }
        return false;
    }

    private static (JfrType? Method, JfrType? Kind) FieldTypesOf(JfrType frameType)
    {
        JfrType? method = null;
        JfrType? kind = null;
        foreach (JfrField field in frameType.Fields)
        {
            if (!field.IsConstant || field.IsArray) continue;
            int slot = JfrSlots.Of(frameType, field);
            if (slot == JfrSlots.Method) method = field.Type;
            else if (slot == JfrSlots.FrameType) kind = field.Type;
        }
        return (method, kind);
    }

    private static int IndexOfFrames(ReadOnlySpan<JfrStep> steps)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is { Kind: JfrStepKind.Array, Slot: JfrSlots.Frames }) return i;
        }
        return -1;
    }
}
