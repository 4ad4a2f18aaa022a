using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The frames of a speedscope file by index, and the stacks of its samples. A file can contain its frames after its samples, so stacks are first interned
/// as paths of indices, with ids of their own.
/// </summary>
internal sealed class SpeedscopeFrames(ProfileBuilder builder, ReadContext context)
{
    /// <summary>The stack of a sample that is not an array of numbers.</summary>
    public const int NoStack = -1;

    /// <summary>The stack of a sample without frames.</summary>
    public const int EmptyStack = 0;

    private const int Bad = -1;         // a frame that is not an object; a stack with a frame that is missing

    private readonly List<int> _frames = [];        // frame ids of the builder, Bad, or less for one that is left out
    private readonly StackInterner _interner = new();
    private readonly List<(int Parent, int Frame)> _stacks = [(0, 0)];
    private readonly List<int> _resolved = [0];     // the stack in the builder, by id; Bad
    private long[] _path = new long[64];            // the indices of the last stack, and the ids of the stacks that they lead to
    private int[] _pathStacks = new int[64];
    private int _pathLength;
    private int _length;
    private bool _isPrefix;
    private bool _isBad;

    /// <summary>The number of frames.</summary>
    public int Count => _frames.Count;

    /// <summary>Adds the next frame.</summary>
    public void Add(in Frame frame) => _frames.Add(builder.AddFrame(frame).Value);

    /// <summary>Adds the next frame, which is left out of stacks.</summary>
    public void AddOmitted() => _frames.Add(Bad - 1 - _frames.Count);

    /// <summary>Adds a frame that cannot be read, so that later ones keep their index.</summary>
    public void AddBad() => _frames.Add(Bad);

    /// <summary>Returns a frame; a negative one is not part of the stack.</summary>
    /// <returns><c>false</c> if there is no such frame.</returns>
    public bool TryGet(long index, out FrameId frame)
    {
        bool exists = (ulong)index < (ulong)_frames.Count && _frames[(int)index] != Bad;
        frame = exists ? new FrameId(_frames[(int)index]) : default;
        return exists;
    }

    /// <summary>Starts the stack of a sample.</summary>
    public void StartStack()
    {
        _length = 0;
        _isPrefix = true;
        _isBad = false;
    }

    /// <summary>Adds the next frames of the stack, callers first.</summary>
    public void AddToStack(ReadOnlySpan<long> indices)
    {
        context.CheckFrames(_length + indices.Length);
        while (_length + indices.Length > _path.Length)
        {
            Array.Resize(ref _path, _path.Length * 2);
            Array.Resize(ref _pathStacks, _path.Length);
        }
        int at = _length;
        int stack = at == 0 ? 0 : _pathStacks[at - 1];
        bool isPrefix = _isPrefix;
        foreach (long index in indices)
        {
            // Most samples start as the previous one does.
            if (isPrefix && at < _pathLength && _path[at] == index)
            {
                stack = _pathStacks[at++];
                continue;
            }
            isPrefix = false;
            if ((ulong)index >= int.MaxValue - 1)
            {
                _isBad = true;
                break;
            }
            stack = Push(stack, (int)index);
            _path[at] = index;
            _pathStacks[at++] = stack;
        }
        _length = at;
        _isPrefix = isPrefix;
    }

    /// <summary>Ends the stack.</summary>
    /// <returns>The id of the stack, for <see cref="TryGetStack"/>.</returns>
    public int EndStack()
    {
        _pathLength = _length;
        if (_isBad) return NoStack;
        return _length == 0 ? EmptyStack : _pathStacks[_length - 1];
    }

    /// <summary>Adds the stacks to the builder. It is called when all frames are known.</summary>
    public void Resolve()
    {
        for (int id = _resolved.Count; id < _stacks.Count; id++)
        {
            (int parent, int index) = _stacks[id];
            int stack = _resolved[parent];
            if (!TryGet(index, out FrameId frame)) stack = Bad;
            else if (stack != Bad && frame.Value >= 0) stack = builder.AddStack(new StackId(stack), frame).Value;
            _resolved.Add(stack);
        }
    }

    /// <summary>Returns the stack in the builder; <c>false</c> if one of its frames is missing.</summary>
    public bool TryGetStack(int id, out StackId stack)
    {
        int resolved = id == NoStack ? Bad : _resolved[id];
        stack = resolved == Bad ? StackId.Empty : new StackId(resolved);
        return resolved != Bad;
    }

    private int Push(int parent, int index)
    {
        int id = _interner.GetOrAdd(new StackId(parent), new FrameId(index)).Value;
        if (id == _stacks.Count) _stacks.Add((parent, index));
        return id;
    }
}
