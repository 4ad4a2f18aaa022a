using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The threads seen last, a slot a thread id: spares the look-up of a thread's name, and keeps its call chain. Threads that share a slot
/// are slower, not wrong.
/// </summary>
internal sealed class ThreadCache(ProfileBuilder builder)
{
    private const int SlotCount = 256;

    private readonly Slot[] _slots = new Slot[SlotCount];

    private sealed class Slot
    {
        public int? Pid;
        public int? Tid;
        public byte[] Comm = [];
        public ThreadId Thread;
        public readonly CallchainMemo Callchain = new();
    }

    /// <summary>The thread of an event, and the call chain last seen in its slot.</summary>
    public ThreadId GetOrAdd(in PerfEventLine e, out CallchainMemo callchain)
    {
        // The idle tasks of all processors are thread 0: each gets a slot of its own.
        int key = e.Tid is null or 0 ? ~(e.Cpu ?? 0) : e.Tid.Value;
        ref Slot? slot = ref _slots[key & (SlotCount - 1)]!;
        if (slot is null || slot.Pid != e.Pid || slot.Tid != e.Tid || !e.Comm.SequenceEqual(slot.Comm))
        {
            slot ??= new Slot();
            slot.Pid = e.Pid;
            slot.Tid = e.Tid;
            slot.Comm = e.Comm.ToArray();
            slot.Thread = builder.AddThread(e.Pid, e.Tid, e.Comm);
        }
        callchain = slot.Callchain;
        return slot.Thread;
    }
}
