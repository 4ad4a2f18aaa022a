using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// The locations of stacks in formats in which a location is a function with those that were inlined into it. Locations get their numbers in the order
/// of their first use, from 1.
/// </summary>
/// <remarks>
/// A location is a node of a tree: its innermost frame, and the node of what is around that, which is 0 for a function that was not inlined. A node that
/// only others are inlined into is no location.
/// </remarks>
internal sealed class FrameLocations
{
    private readonly Profile _profile;
    private readonly int[] _ofStack; // 0 is not known yet
    private readonly Dictionary<(int Outer, FrameId Frame), int> _numbers = [];
    private readonly List<(int Outer, FrameId Frame, int Location)> _nodes = [default];
    private readonly List<int> _locations = [0]; // their nodes
    private readonly List<StackId> _path = [];

    public FrameLocations(Profile profile)
    {
        _profile = profile;
        _ofStack = new int[profile.Stacks.Count];
    }

    /// <summary>The number of locations, including number 0, which is none.</summary>
    public int Count => _locations.Count;

    /// <summary>Adds the locations of a stack to a list, leaf first.</summary>
    public void AddTo(StackId stack, List<int> locations)
    {
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        while (stack != StackId.Empty)
        {
            locations.Add(Use(Of(stack)));
            // The frame that the inlined ones are part of is in the same location.
            while (IsInlined(stack) && parents[stack.Value] != StackId.Empty) stack = parents[stack.Value];
            stack = parents[stack.Value];
        }
    }

    /// <summary>Adds the frames of a location to a list, the innermost first.</summary>
    public void AddFrames(int location, List<FrameId> frames)
    {
        for (int node = _locations[location]; node != 0; node = _nodes[node].Outer) frames.Add(_nodes[node].Frame);
    }

    private int Use(int node)
    {
        ref int location = ref CollectionsMarshal.AsSpan(_nodes)[node].Location;
        if (location == 0)
        {
            location = _locations.Count;
            _locations.Add(node);
        }
        return location;
    }

    private bool IsInlined(StackId stack) => _profile.Frames[_profile.Stacks.Frames[stack.Value]].IsInlined;

    private int Of(StackId stack)
    {
        if (_ofStack[stack.Value] != 0) return _ofStack[stack.Value];
        // There is no recursion: the inlined frames of one function can be many.
        ReadOnlySpan<StackId> parents = _profile.Stacks.Parents;
        _path.Clear();
        int outer = 0;
        for (StackId s = stack; ; s = parents[s.Value])
        {
            _path.Add(s);
            if (!IsInlined(s) || parents[s.Value] == StackId.Empty) break;
            outer = _ofStack[parents[s.Value].Value];
            if (outer != 0) break;
        }
        for (int i = _path.Count - 1; i >= 0; i--)
        {
            (int Outer, FrameId Frame) key = (outer, _profile.Stacks.Frames[_path[i].Value]);
            if (!_numbers.TryGetValue(key, out int number))
            {
                number = _nodes.Count;
                _numbers.Add(key, number);
                _nodes.Add((key.Outer, key.Frame, 0));
            }
            _ofStack[_path[i].Value] = outer = number;
        }
        return outer;
    }
}
