using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Caches the threads by thread id, to avoid looking up their names. Threads that share a slot are slower, not wrong.
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

    /// <summary>Returns the thread of an event.</summary>
    public ThreadId GetOrAdd(in PerfEventLine e)
    {
        // The idle tasks of all processors have thread id 0, so the processor selects their slot.
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
