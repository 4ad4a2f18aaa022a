using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The stacks of a thread, or of all threads: each row has a frame and the row of its caller, which precedes it. Rows are added to the profile when
/// the first sample uses them.
/// </summary>
internal abstract class FirefoxStacks(ProfileBuilder builder, ReadContext context, int stackCount, int frameCount)
{
    private const int Unresolved = -1;

    private readonly int[] _stacks = NewTable(stackCount);
    private readonly int[] _depths = new int[stackCount];
    private readonly int[] _frames = NewTable(frameCount); // the index of the first frame in _inlined if it is several, as -2 - index
    private readonly List<FrameId[]> _inlined = [];
    private readonly List<int> _path = [];

    protected ProfileBuilder Builder => builder;

    /// <summary>Returns the stack of a row.</summary>
    /// <param name="row">The row; <see cref="FirefoxColumn.None"/> for an empty stack.</param>
    public StackId Resolve(long row)
    {
        if (row == FirefoxColumn.None) return StackId.Empty;
        if ((ulong)row >= (ulong)_stacks.Length)
        {
            context.Report("sample with an unknown stack");
            return StackId.Empty;
        }
        int index = (int)row;
        if (_stacks[index] >= 0) return new StackId(_stacks[index]);

        StackId stack = StackId.Empty;
        int depth = 0;
        _path.Clear();
        while (true)
        {
            if (_stacks[index] >= 0)
            {
                stack = new StackId(_stacks[index]);
                depth = _depths[index];
                break;
            }
            _path.Add(index);
            long prefix = GetPrefix(index);
            if (prefix == FirefoxColumn.None) break;
            if ((ulong)prefix >= (ulong)index)
            {
                context.Report("stack whose caller does not precede it");
                break;
            }
            index = (int)prefix;
        }
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            index = _path[i];
            stack = Push(stack, GetFrame(index), ref depth);
            _stacks[index] = stack.Value;
            _depths[index] = depth;
        }
        return stack;
    }

    /// <summary>Returns whether the leaf of a stack is of the category of threads that wait.</summary>
    public bool IsIdle(long row) =>
        (ulong)row < (ulong)_stacks.Length && GetFrame((int)row) is var frame && (ulong)frame < (ulong)_frames.Length && IsIdleFrame((int)frame);

    /// <summary>Returns the row of the caller; <see cref="FirefoxColumn.None"/> if there is none.</summary>
    protected abstract long GetPrefix(int stack);

    /// <summary>Returns the row of the frame.</summary>
    protected abstract long GetFrame(int stack);

    /// <summary>Adds the frame of a row: one, or the callers and the functions inlined into them, callers first.</summary>
    protected abstract ReadOnlySpan<FrameId> AddFrames(int frame);

    protected abstract bool IsIdleFrame(int frame);

    protected void CheckSymbol(ReadOnlySpan<byte> name) => context.CheckSymbol(name.Length, builder.SymbolCount);

    private static int[] NewTable(int count)
    {
        var table = new int[count];
        Array.Fill(table, Unresolved);
        return table;
    }

    private StackId Push(StackId stack, long frame, ref int depth)
    {
        if ((ulong)frame >= (ulong)_frames.Length)
        {
            context.Report("stack with an unknown frame");
            return stack;
        }
        int index = (int)frame;
        if (_frames[index] == Unresolved)
        {
            ReadOnlySpan<FrameId> frames = AddFrames(index);
            if (frames.Length == 1)
            {
                _frames[index] = frames[0].Value;
            }
            else
            {
                _frames[index] = -2 - _inlined.Count;
                _inlined.Add(frames.ToArray());
            }
        }
        int known = _frames[index];
        if (known >= 0)
        {
            context.CheckFrames(++depth, default);
            return builder.AddStack(stack, new FrameId(known));
        }
        foreach (FrameId id in _inlined[-2 - known])
        {
            context.CheckFrames(++depth, default);
            stack = builder.AddStack(stack, id);
        }
        return stack;
    }
}
