using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>Collects the names and modules of nodes, each distinct one once.</summary>
internal sealed class NodeColumns
{
    /// <summary>The kind of the root and of groups.</summary>
    public const int NoKind = -1;

    private readonly Dictionary<string, int> _nameIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _moduleIds = new(StringComparer.Ordinal);
    private readonly int[] _names;
    private readonly int[] _kinds;
    private readonly int[] _moduleOfNode;
    private int _count;

    public NodeColumns(int count)
    {
        _names = new int[count];
        _kinds = new int[count];
        _moduleOfNode = new int[count];
    }

    /// <summary>The distinct names.</summary>
    public string[] Names => [.. _nameIds.Keys];

    /// <summary>The distinct modules.</summary>
    public string[] Modules => [.. _moduleIds.Keys];

    /// <summary>For each node, its name.</summary>
    public int[] NameOfNode => _names;

    /// <summary>For each node, its kind.</summary>
    public int[] KindOfNode => _kinds;

    /// <summary>For each node, its module.</summary>
    public int[] ModuleOfNode => _moduleOfNode;

    /// <summary>Adds the next node.</summary>
    public void Add(string name, FrameKind kind, FrameId frame, Profile profile)
    {
        if (!_nameIds.TryGetValue(name, out int nameId)) _nameIds.Add(name, nameId = _nameIds.Count);
        bool isFrame = frame.Value >= 0;
        ModuleId module = isFrame ? profile.Frames[frame].Module : ModuleId.None;
        _names[_count] = nameId;
        _kinds[_count] = isFrame ? (int)kind : NoKind;
        _moduleOfNode[_count] = ModuleIdOf(module, profile);
        _count++;
    }

    // The profiles of a comparison have tables of their own, so the key is the text.
    private int ModuleIdOf(ModuleId module, Profile profile)
    {
        string text = profile.Modules[module];
        if (_moduleIds.TryGetValue(text, out int id)) return id;
        _moduleIds.Add(text, id = _moduleIds.Count);
        return id;
    }
}
