using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A thread at the current time.</summary>
internal sealed class RecordedThread(int pid, int tid)
{
    public int Pid { get; set; } = pid;

    public int Tid { get; } = tid;

    /// <summary>The name; <c>null</c> if no record has given one.</summary>
    public byte[]? Comm { get; set; }

    /// <summary>The thread of the profile with the current name; <c>null</c> if it has not been added.</summary>
    public ThreadId? Id { get; set; }

    /// <summary>The process id of <see cref="Id"/>.</summary>
    public int IdPid { get; set; }
}

/// <summary>The threads and processes at the current time. Records in the order of time change them as perf does.</summary>
internal sealed class ProcessTable
{
    private readonly ProfileBuilder _builder;
    private readonly MappingBudget _budget = new();
    private readonly NumberTable _threadIndexes = new(); // by thread id
    private readonly List<RecordedThread> _threads = [];
    private readonly NumberTable _spaceIndexes = new(); // by process id
    private readonly List<AddressSpace> _spaces = [];
    private readonly NumberTable _exited = new(); // indexes of spaces whose process has ended

    public ProcessTable(ProfileBuilder builder)
    {
        _builder = builder;
        Kernel = new AddressSpace(_budget);
        GetThread(0, 0).Comm = "swapper"u8.ToArray();
    }

    /// <summary>The mappings of the kernel's modules and programs.</summary>
    public AddressSpace Kernel { get; }

    /// <summary>Returns a thread. A thread that no record has announced has the name <c>:TID</c>.</summary>
    public RecordedThread GetThread(int pid, int tid)
    {
        if (_threadIndexes.TryGet((uint)tid, out int index))
        {
            RecordedThread known = _threads[index];
            if (known.Pid == -1) known.Pid = pid;
            return known;
        }
        return AddThread(pid, tid);
    }

    /// <summary>Returns the mappings of a process.</summary>
    public AddressSpace GetSpace(int pid)
    {
        if (_spaceIndexes.TryGet((uint)pid, out int index)) return _spaces[index];
        var space = new AddressSpace(_budget);
        SetSpace(pid, space);
        return space;
    }

    /// <summary>Returns the thread of the profile for a sample.</summary>
    public ThreadId GetProfileThread(RecordedThread thread, int pid, int tid)
    {
        if (thread.Id is { } id && thread.IdPid == pid) return id;
        byte[] comm = thread.Comm ?? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $":{thread.Tid}"));
        id = _builder.AddThread(pid == -1 ? null : pid, tid == -1 ? null : tid, comm);
        thread.Id = id;
        thread.IdPid = pid;
        return id;
    }

    /// <summary>Takes the name of a thread. A new program has no mappings of the old one.</summary>
    public void SetComm(int pid, int tid, ReadOnlySpan<byte> comm, bool isExec)
    {
        RecordedThread thread = GetThread(pid, tid);
        thread.Comm = comm.ToArray();
        thread.Id = null;
        if (isExec) GetSpace(pid).ClearOnNextMapping();
    }

    /// <summary>Adds a thread or process. It has the name of its parent; a process has a copy of the mappings of its parent, too.</summary>
    public void Fork(int pid, int tid, int parentPid, int parentTid, bool copiesMappings)
    {
        RecordedThread parent = GetThread(parentPid, parentTid);
        if (parent.Pid != parentPid) parent = AddThread(parentPid, parentTid);
        RecordedThread thread = AddThread(pid, tid);
        thread.Comm = parent.Comm;
        if (pid == parentPid) return;
        if (_spaceIndexes.TryGet((uint)pid, out int old)) _spaces[old].Clear();
        SetSpace(pid, copiesMappings ? GetSpace(parentPid).Clone() : new AddressSpace(_budget));
    }

    /// <summary>Takes the end of a thread. Samples may follow, so that it is kept until its id is used again.</summary>
    public void Exit(int pid, int tid)
    {
        if (pid == tid && _spaceIndexes.TryGet((uint)pid, out int index)) _exited.Set((uint)index, index);
    }

    /// <summary>Adds a mapping to a process.</summary>
    /// <returns><c>false</c> if there are too many mappings.</returns>
    public bool AddMapping(int pid, Mapping mapping)
    {
        AddressSpace space = GetSpace(pid);
        if (space.Add(mapping)) return true;
        if (_exited.Count == 0 || space.Count >= AddressSpace.MaximumMappings) return false;
        for (int i = 0; i < _spaces.Count; i++)
        {
            if (_exited.TryGet((uint)i, out _) && _spaces[i] != space) _spaces[i].Clear();
        }
        _exited.Clear();
        return space.Add(mapping);
    }

    private RecordedThread AddThread(int pid, int tid)
    {
        var thread = new RecordedThread(pid, tid);
        if (_threadIndexes.TryGet((uint)tid, out int index))
        {
            _threads[index] = thread;
            return thread;
        }
        _threadIndexes.Set((uint)tid, _threads.Count);
        _threads.Add(thread);
        return thread;
    }

    private void SetSpace(int pid, AddressSpace space)
    {
        if (_spaceIndexes.TryGet((uint)pid, out int index))
        {
            _spaces[index] = space;
            return;
        }
        _spaceIndexes.Set((uint)pid, _spaces.Count);
        _spaces.Add(space);
    }
}
