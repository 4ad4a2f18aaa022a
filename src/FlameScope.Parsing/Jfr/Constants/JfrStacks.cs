using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves the stacks of a chunk, each once. Frames are stored from the leaf to the root. A stack that the recorder cut at its maximum depth gets the
/// root <c>[truncated]</c>, so that its outermost frame is not taken for the start of a thread.
/// </summary>
internal sealed class JfrStacks(ProfileBuilder builder, ReadContext context, JfrFrames frames)
{
    private const int BrokenStack = -2;
    private const int FramesAtOnce = 64;

    private readonly long[] _slots = new long[JfrSlots.Count];
    private long[] _integers = [];
    private FrameId[] _frames = new FrameId[256];
    private StackId[] _stacks = new StackId[256];
    private FrameId? _truncated;
    private JfrType? _type;
    private JfrStackLayout? _layout;

    /// <summary>Forgets what is known of the previous chunk.</summary>
    public void Start(in JfrChunk chunk)
    {
        _type = null;
        _layout = null;
        frames.Start(chunk);
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
        if (_type != type)
        {
            _type = type;
            _layout = JfrStackLayout.Of(chunk, type);
        }
        if (_layout is not { } layout) return BrokenStack;
        JfrCursor cursor = chunk.At(offset);
        _slots[JfrSlots.IsTruncated] = 0;
        layout.Layout.Read(ref cursor, _slots);
        if (cursor.IsBroken) return BrokenStack;
        bool isTruncated = _slots[JfrSlots.IsTruncated] != 0;

        cursor = chunk.At((int)_slots[JfrSlots.Frames]);
        long declared = cursor.ReadCount();
        context.CheckFrames((int)declared, chunk.PositionOf(offset));
        int count = (int)declared;
        if (_frames.Length <= count)
        {
            _frames = new FrameId[count * 2];
            _stacks = new StackId[count * 2];
        }
        int first = _frames.Length - count;
        if (layout.HasIntegers) ReadIntegers(chunk, ref cursor, layout, count);
        else ReadFrames(chunk, ref cursor, layout, count);
        if (isTruncated)
        {
            _frames[--first] = _truncated ??= builder.AddFrame(new Frame { Symbol = builder.AddSymbol("[truncated]"), Kind = FrameKind.Other });
            count++;
        }
        if (count == 0) return StackId.Empty.Value;
        builder.AddStacks(StackId.Empty, _frames.AsSpan(first), _stacks);
        return _stacks[count - 1].Value;
    }

    private void ReadIntegers(in JfrChunk chunk, ref JfrCursor cursor, JfrStackLayout layout, int count)
    {
        ReadOnlySpan<JfrStep> frame = layout.Frame;
        if (_integers.Length < FramesAtOnce * frame.Length) _integers = new long[FramesAtOnce * frame.Length];
        int target = _frames.Length;
        while (count > 0)
        {
            int block = Math.Min(count, FramesAtOnce);
            cursor.ReadElements(frame, block, _integers);
            ReadOnlySpan<long> integers = _integers;
            for (int i = 0; i < block; i++)
            {
                long method = layout.Method < 0 ? 0 : integers[layout.Method];
                long line = layout.Line < 0 ? 0 : integers[layout.Line];
                long kind = layout.Kind < 0 ? 0 : integers[layout.Kind];
                _frames[--target] = frames.Resolve(chunk, layout, method, line, kind);
                integers = integers[frame.Length..];
            }
            count -= block;
        }
    }

    private void ReadFrames(in JfrChunk chunk, ref JfrCursor cursor, JfrStackLayout layout, int count)
    {
        long[] slots = _slots;
        slots[JfrSlots.Method] = slots[JfrSlots.Line] = slots[JfrSlots.FrameType] = 0;
        for (int target = _frames.Length; count > 0; count--)
        {
            JfrLayout.Read(ref cursor, layout.Frame, slots);
            _frames[--target] = frames.Resolve(chunk, layout, slots[JfrSlots.Method], slots[JfrSlots.Line], slots[JfrSlots.FrameType]);
        }
    }
}
