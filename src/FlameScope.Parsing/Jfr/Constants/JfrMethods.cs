using System.Runtime.InteropServices;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Resolves the methods of a chunk to symbols, each once. The name is <c>type.method</c>. A native frame of async-profiler has its library as type,
/// which is also its module.
/// </summary>
internal sealed class JfrMethods(ProfileBuilder builder, ReadContext context, JfrTexts texts, bool normalizeHiddenClasses)
{
    // Each name is at most as long as two texts of the file, but a file can combine a few long texts to very many names. In real files the names take
    // a few times the bytes of their chunk at most, since symbols are shared.
    private const long MinimumNameBytes = 64 * 1024 * 1024;
    private const int MaximumNameRatio = 64;

    private readonly List<byte> _name = [];
    private readonly List<Row> _rows = [];
    private long _nameBytes;

    /// <summary>Forgets the methods of the previous chunk.</summary>
    public void Clear()
    {
        _rows.Clear();
        _nameBytes = 0;
    }

    /// <summary>Returns the symbol of a method, and its library.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="type">The type of methods.</param>
    /// <param name="slot">The slot of the method among the constants of the type.</param>
    /// <param name="isNative">Indicates whether the frame is of a library.</param>
    public (SymbolId Symbol, ModuleId Module) Resolve(in JfrChunk chunk, JfrType type, int slot, bool isNative)
    {
        ref int resolved = ref type.Constants!.Resolved(slot);
        if (resolved == JfrIdTable.Unresolved)
        {
            resolved = _rows.Count;
            _rows.Add(Read(chunk, type, type.Constants.OffsetOf(slot)));
        }
        ref Row row = ref CollectionsMarshal.AsSpan(_rows)[resolved];
        if (!isNative) return (row.Symbol, ModuleId.None);
        row.Module ??= builder.AddModule(texts.Read(chunk, row.ClassField, row.Class));
        return (row.Symbol, row.Module.Value);
    }

    private Row Read(in JfrChunk chunk, JfrType type, int offset)
    {
        JfrLayout layout = chunk.Metadata.GetLayout(type);
        Span<long> slots = stackalloc long[JfrSlots.Count];
        JfrCursor cursor = chunk.At(offset);
        layout.Read(ref cursor, slots);
        var row = new Row { ClassField = layout.FieldOf(JfrSlots.MethodClass), Class = slots[JfrSlots.MethodClass] };
        _name.Clear();
        ReadOnlySpan<byte> className = texts.Read(chunk, row.ClassField, row.Class);
        if (normalizeHiddenClasses) className = HiddenClassNames.Normalize(className);
        JfrClassNames.AppendDotted(_name, className);
        ReadOnlySpan<byte> method = texts.Read(chunk, layout.FieldOf(JfrSlots.MethodName), slots[JfrSlots.MethodName]);
        if (_name.Count > 0 && !method.IsEmpty) _name.Add((byte)'.');
        _name.AddRange(method);

        InputPosition position = chunk.PositionOf(offset);
        context.CheckSymbol(_name.Count, builder.SymbolCount, position);
        _nameBytes += _name.Count;
        if (_nameBytes > MinimumNameBytes && _nameBytes > (long)MaximumNameRatio * chunk.Bytes.Length)
        {
            throw context.Malformed("the names of the methods take many times the bytes of their chunk", position);
        }
        row.Symbol = builder.AddSymbol(CollectionsMarshal.AsSpan(_name));
        return row;
    }

    private struct Row
    {
        public SymbolId Symbol;
        public ModuleId? Module;
        public JfrField? ClassField;
        public long Class;
    }
}
