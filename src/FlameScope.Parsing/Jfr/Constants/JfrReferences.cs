using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves what an event refers to besides its stack: threads, thread states and classes. Each constant is resolved once per chunk.
/// </summary>
internal sealed class JfrReferences(ProfileBuilder builder, JfrTexts texts, bool normalizeHiddenClasses)
{
    private readonly List<byte> _name = [];
    private ThreadId? _none;

    /// <summary>The process of all threads; <c>null</c> if it is unknown.</summary>
    public long? Pid { get; set; }

    /// <summary>Returns a thread.</summary>
    /// <returns><c>false</c> if there is no such thread.</returns>
    public bool TryResolve(in JfrChunk chunk, JfrField? field, long id, out ThreadId thread)
    {
        JfrIdTable? constants = field?.Type?.Constants;
        int slot = constants?.Find(id) ?? -1;
        if (slot < 0)
        {
            thread = _none ??= builder.AddThread(Pid, null, "");
            return field is null || id == 0;
        }
        ref int resolved = ref constants!.Resolved(slot);
        if (resolved == JfrIdTable.Unresolved) resolved = Read(chunk, field!.Type!, constants.OffsetOf(slot)).Value;
        thread = new ThreadId(resolved);
        return true;
    }

    /// <summary>Indicates whether a thread in a state is idle: it sleeps, or waits for another thread to wake it.</summary>
    /// <remarks>A thread that waits to enter a monitor is not idle.</remarks>
    public bool IsIdle(in JfrChunk chunk, JfrField? field, long id)
    {
        JfrIdTable? constants = field?.Type?.Constants;
        int slot = constants?.Find(id) ?? -1;
        if (slot < 0) return false;
        ref int resolved = ref constants!.Resolved(slot);
        if (resolved == JfrIdTable.Unresolved)
        {
            resolved = IsIdle(texts.ReadConstant(chunk, field!.Type!, constants.OffsetOf(slot))) ? 1 : 0;
        }
        return resolved != 0;
    }

    /// <summary>Returns the labels of a sample of a class: of the object, the monitor or the exception.</summary>
    public LabelSetId LabelsOf(in JfrChunk chunk, JfrField? field, long id)
    {
        JfrIdTable? constants = field?.Type?.Constants;
        int slot = constants?.Find(id) ?? -1;
        if (slot < 0) return LabelSetId.None;
        ref int resolved = ref constants!.Resolved(slot);
        if (resolved == JfrIdTable.Unresolved)
        {
            _name.Clear();
            ReadOnlySpan<byte> name = texts.ReadConstant(chunk, field!.Type!, constants.OffsetOf(slot));
            JfrClassNames.Append(_name, normalizeHiddenClasses ? HiddenClassNames.Normalize(name) : name);
            resolved = _name.Count == 0
                ? LabelSetId.None.Value
                : builder.AddLabelSet([builder.AddLabel("class"u8, CollectionsMarshal.AsSpan(_name))]).Value;
        }
        return new LabelSetId(resolved);
    }

    // Virtual threads have no id of the operating system.
    private ThreadId Read(in JfrChunk chunk, JfrType type, int offset)
    {
        JfrLayout layout = chunk.Metadata.GetLayout(type);
        Span<long> slots = stackalloc long[JfrSlots.Count];
        JfrCursor cursor = chunk.At(offset);
        layout.Read(ref cursor, slots);
        long id = slots[JfrSlots.OsThreadId] > 0 ? slots[JfrSlots.OsThreadId] : slots[JfrSlots.JavaThreadId];
        ReadOnlySpan<byte> name = texts.Read(chunk, layout.FieldOf(JfrSlots.JavaName), slots[JfrSlots.JavaName]);
        if (name.IsEmpty) name = texts.Read(chunk, layout.FieldOf(JfrSlots.OsName), slots[JfrSlots.OsName]);
        return builder.AddThread(Pid, id > 0 ? id : null, name);
    }

    private static bool IsIdle(ReadOnlySpan<byte> state)
    {
        if (state.StartsWith("STATE_"u8)) state = state["STATE_".Length..];
        return state.StartsWith("SLEEPING"u8) || state.StartsWith("IN_OBJECT_WAIT"u8) || state.StartsWith("PARKED"u8)
            || state.StartsWith("WAITING"u8) || state.StartsWith("TERMINATED"u8);
    }
}
