using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The threads seen last, a slot a thread id: spares the look-up of a thread's name. Threads that share a slot are slower, not wrong.
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
    }

    /// <summary>The thread of an event.</summary>
    public ThreadId GetOrAdd(in PerfEventLine e)
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
        return slot.Thread;
    }
}
