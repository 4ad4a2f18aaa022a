using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The CPU profiles of a trace. A <c>Profile</c> event says when a profile started and of which thread it is; <c>ProfileChunk</c> events of the same
/// process and id, which another thread writes, have its nodes and samples. A <c>CpuProfile</c> event is a profile of its own.
/// </summary>
internal sealed class TraceProfiles(ProfileBuilder builder, ReadContext context)
{
    private readonly Dictionary<(TraceId Pid, TraceId Id), Group> _groups = [];
    private readonly List<Group> _all = [];

    public bool IsEmpty => _all.Count == 0;

    /// <summary>The profiles with one process and id, and their chunks.</summary>
    private sealed class Group(TraceId pid)
    {
        public readonly TraceId Pid = pid;
        public readonly List<Profile> Profiles = [];
        public readonly List<Chunk> Chunks = [];
        public readonly List<TraceProfileData.Node> Nodes = [];
        public readonly List<(int Parent, long Child)> Links = [];

        /// <summary>The ids of the nodes of the samples.</summary>
        public V8NodeIds Samples = new();

        public SlicedColumn<long> Deltas = new();

        public void Clear()
        {
            Samples = new V8NodeIds();
            Deltas = new SlicedColumn<long>();
        }
    }

    private readonly record struct Profile(int Thread, long Time, long Start, bool HasTimestamps);

    // The parts of the group's lists start where those of the previous chunk of the file end.
    private readonly record struct Chunk(
        long Time, int Order, int Nodes, int NodesEnd, int Links, int LinksEnd, int Samples, int Count, long Rest, long? End);

    public void AddProfile(TraceEvent e, int thread, TraceProfileData data)
    {
        Group group = GetGroup(e);
        long time = e.HasTime ? e.Time.Nanoseconds : data.Start ?? 0;
        var profile = new Profile(thread, time, data.Start ?? time, HasTimestamps: false);
        foreach (Profile known in group.Profiles)
        {
            if (known.Thread == profile.Thread && known.Start == profile.Start) return; // written again
        }
        group.Profiles.Add(profile);
    }

    public void AddChunk(TraceEvent e, TraceProfileData data) => AddChunk(GetGroup(e), e.HasTime ? e.Time.Nanoseconds : 0, data, data.Deltas);

    /// <summary>Adds an event with a complete profile.</summary>
    public void AddWhole(TraceEvent e, int thread, TraceProfileData data)
    {
        if (data.Samples.IsEmpty && data.Nodes.IsEmpty) return;
        var group = new Group(e.Pid);
        _all.Add(group);
        long time = e.HasTime ? e.Time.Nanoseconds : 0;
        bool hasTimestamps = data.Deltas.IsEmpty && !data.Timestamps.IsEmpty;

        // Profiles with timestamps count their start in seconds, and on another clock.
        group.Profiles.Add(new Profile(thread, time, hasTimestamps ? 0 : data.Start ?? time, hasTimestamps));
        AddChunk(group, time, data, hasTimestamps ? data.Timestamps : data.Deltas);
    }

    /// <summary>Adds the samples of all profiles.</summary>
    public void AddSamples(TraceThreads threads)
    {
        foreach (Group group in _all)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (!group.Chunks.Exists(chunk => chunk.Count > 0)) continue;
            bool isInOrder = IsInOrder(group);
            if (!isInOrder) group.Chunks.Sort((x, y) => x.Time != y.Time ? x.Time.CompareTo(y.Time) : x.Order.CompareTo(y.Order));
            group.Profiles.Sort((x, y) => x.Time.CompareTo(y.Time));
            if (group.Profiles.Count == 0)
            {
                // The event that names the thread is missing, and so is the start.
                context.Report("chunk of a CPU profile without its start", count: group.Chunks.Count);
                long start = group.Chunks[0].Time;
                group.Profiles.Add(new Profile(threads.GetOrAdd(group.Pid, TraceId.None), start, start, HasTimestamps: false));
            }
            ReadOnlySpan<Chunk> chunks = CollectionsMarshal.AsSpan(group.Chunks);
            bool isTaken = isInOrder && group.Profiles.Count == 1 && !group.Profiles[0].HasTimestamps;
            for (int i = 0; i < group.Profiles.Count; i++)
            {
                // An id that is used again begins with another profile: chunks belong to the last one that started before them.
                int count = chunks.Length;
                if (i + 1 < group.Profiles.Count)
                {
                    long next = group.Profiles[i + 1].Time;
                    count = 0;
                    while (count < chunks.Length && chunks[count].Time < next) count++;
                }
                Add(group, group.Profiles[i], chunks[..count], threads.Resolve(group.Profiles[i].Thread, builder), isTaken);
                chunks = chunks[count..];
            }
            group.Clear();
        }
    }

    private static bool IsInOrder(Group group)
    {
        long last = long.MinValue;
        foreach (ref readonly Chunk chunk in CollectionsMarshal.AsSpan(group.Chunks))
        {
            if (chunk.Time < last) return false;
            last = chunk.Time;
        }
        return true;
    }

    private Group GetGroup(TraceEvent e)
    {
        if (_groups.TryGetValue((e.Pid, e.Id), out Group? group)) return group;
        group = new Group(e.Pid);
        _groups.Add((e.Pid, e.Id), group);
        _all.Add(group);
        return group;
    }

    private void AddChunk(Group group, long time, TraceProfileData data, ReadOnlySpan<long> times)
    {
        int count = Math.Min(data.Samples.Length, times.Length);
        if (data.Samples.Length != times.Length)
        {
            long difference = Math.Abs((long)data.Samples.Length - times.Length);
            context.Report("samples and time deltas of unequal number in a chunk of a CPU profile", count: difference);
        }

        // A delta without a sample still moves the clock.
        long rest = 0;
        foreach (long delta in times[count..])
        {
            if (delta != TraceProfileData.None) rest = unchecked(rest + delta);
        }
        int firstNode = group.Nodes.Count;
        int firstLink = group.Links.Count;
        int firstSample = group.Samples.Count;
        CollectionExtensions.AddRange(group.Nodes, data.Nodes);
        CollectionExtensions.AddRange(group.Links, data.Links);
        group.Samples.AddRange(data.Samples[..count]);
        group.Deltas.AddRange(times[..count]);
        group.Chunks.Add(new Chunk(
            time, group.Chunks.Count, firstNode, group.Nodes.Count, firstLink, group.Links.Count, firstSample, count, rest, data.End));
    }

    // The usual profile has all samples of its group, in the order of the file: it takes their memory instead of a copy.
    private void Add(Group group, in Profile profile, ReadOnlySpan<Chunk> chunks, ThreadId thread, bool isTaken)
    {
        var target = new V8ProfileBuilder(builder, context);
        long? end = null;
        long rest = 0;
        foreach (ref readonly Chunk chunk in chunks)
        {
            AddNodes(target.Nodes, group, chunk);
            if (chunk.End is { } chunkEnd && !profile.HasTimestamps) end = Math.Max(end ?? chunkEnd, chunkEnd);
            if (chunk.Count > 0 && rest != 0 && group.Deltas[chunk.Samples] != TraceProfileData.None)
            {
                group.Deltas[chunk.Samples] = unchecked(group.Deltas[chunk.Samples] + rest);
                rest = 0;
            }
            rest = unchecked(rest + chunk.Rest);
            if (!isTaken) AddSamples(target, group, profile, chunk);
        }
        if (isTaken) target.Take(group.Samples, group.Deltas);
        if (target.SampleCount > 0) target.Complete(thread, profile.Start, end);
    }

    private static void AddSamples(V8ProfileBuilder target, Group group, in Profile profile, in Chunk chunk)
    {
        for (int row = chunk.Samples; row < chunk.Samples + chunk.Count;)
        {
            // A chunk may start in one slice and end in another.
            ReadOnlySpan<long> times = group.Deltas.GetRows(row, chunk.Samples + chunk.Count - row);
            target.AddSamples(group.Samples, row, times.Length);
            if (profile.HasTimestamps) target.AddTimes(times);
            else target.AddDeltas(times);
            row += times.Length;
        }
    }

    private void AddNodes(V8NodeTree tree, Group group, in Chunk chunk)
    {
        int first = tree.Count;
        ReadOnlySpan<TraceProfileData.Node> nodes = CollectionsMarshal.AsSpan(group.Nodes)[chunk.Nodes..chunk.NodesEnd];
        foreach (ref readonly TraceProfileData.Node node in nodes)
        {
            int index = tree.Add(node.Parent >= 0 ? first + node.Parent : -1);
            if (node.Id != TraceProfileData.None && !tree.TrySetId(index, node.Id)) context.Report("node with an id that is already used");
            tree.SetFunction(index, node.Frame);
            if (node.ParentId != TraceProfileData.None && node.Id != TraceProfileData.None) tree.Link(node.ParentId, node.Id);
        }
        foreach ((int parent, long child) in CollectionsMarshal.AsSpan(group.Links)[chunk.Links..chunk.LinksEnd])
        {
            if (nodes[parent].Id != TraceProfileData.None) tree.Link(nodes[parent].Id, child);
        }
    }
}
