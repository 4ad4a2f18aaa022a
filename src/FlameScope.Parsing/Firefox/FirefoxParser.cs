using System.Globalization;
using System.Text;
using System.Text.Json;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the tables of a profile as columns. The samples are added when the document is complete, because tables may follow the samples.
/// </summary>
internal sealed class FirefoxParser(ProfileBuilder builder, ReadContext context, bool readSymbolFile) : JsonProfileParser(context), IProfileParser
{
    // Screenshots and the text of scripts are skipped, but a token is not divided.
    private const int LongestText = 64 * 1024 * 1024;

    private readonly ReadContext _context = context;
    private readonly FirefoxProfile _root = new();
    private readonly Stack<FirefoxProfile> _processes = new();
    private FirefoxProfile _profile = new();
    private FirefoxThread? _thread;
    private FirefoxLib? _lib; // the last one of its list; null until it has a member
    private FirefoxRows? _rows;
    private int _table;
    private string _schemaName = "";
    private bool _isSlabs;

    /// <summary>The first bytes of the binary form that newer profilers write.</summary>
    public static ReadOnlySpan<byte> SlabMagic => "JSLB"u8;

    /// <inheritdoc/>
    protected override int MaximumTextLength => Math.Max(base.MaximumTextLength, LongestText);

    private FirefoxTables Tables => _thread?.Tables ?? _profile.Shared;

    int IProfileParser.Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (TokenOffset == 0 && block.StartsWith(SlabMagic)) _isSlabs = true;
        if (_isSlabs) throw _context.Unsupported("The profile is in the JsonSlabs form (JSLB), which is not supported. Save it as JSON.");
        return Parse(block, isFinal);
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        base.Complete();
        new FirefoxSamples(builder, _context, readSymbolFile).Add(_root);
    }

    /// <inheritdoc/>
    protected override int StartObject(int slot)
    {
        switch (slot)
        {
            case Root:
                _profile = _root;
                return FirefoxSlots.Profile;
            case FirefoxSlots.Processes:
                var process = new FirefoxProfile();
                _profile.Processes.Add(process);
                _processes.Push(_profile);
                _profile = process;
                return FirefoxSlots.Profile;
            case FirefoxSlots.Threads:
                _thread = new FirefoxThread();
                _profile.Threads.Add(_thread);
                return FirefoxSlots.Threads;
            case FirefoxSlots.Libs:
                _lib = null;
                LibsOf().Add(null);
                return slot;
            case FirefoxSlots.Categories:
                _profile.Categories.Add(new FirefoxCategory());
                return slot;
            case FirefoxSlots.Meta or FirefoxSlots.Shared or FirefoxSlots.SampleUnits or FirefoxSlots.Schema:
                return slot;
            case >= FirefoxSlots.Samples and <= FirefoxSlots.NativeAllocations:
                _table = slot;
                _rows = null;
                return slot;
            case >= FirefoxSlots.FirstColumn and < FirefoxSlots.FirstElement: // a typed array that was written as an object
                return FirefoxSlots.FirstElement + (slot - FirefoxSlots.FirstColumn);
            case FirefoxSlots.Row:
                _rows!.EndRow(); // not a row, but it has an index
                return Skip;
            default:
                return Skip;
        }
    }

    /// <inheritdoc/>
    protected override void EndObject(int scope)
    {
        if (scope == FirefoxSlots.Threads)
        {
            // A thread without samples is not kept, so that the memory is bounded by what is.
            if (_thread is { HasSamples: false }) _profile.Threads.RemoveAt(_profile.Threads.Count - 1);
            _thread = null;
        }
        else if (scope == FirefoxSlots.Profile && _processes.Count > 0)
        {
            bool isEmpty = _profile.Threads.Count == 0 && _profile.Processes.Count == 0;
            _profile = _processes.Pop();
            if (isEmpty) _profile.Processes.RemoveAt(_profile.Processes.Count - 1);
        }
    }

    /// <inheritdoc/>
    protected override int StartArray(int slot) => slot switch
    {
        FirefoxSlots.Rows when _rows is not null => FirefoxSlots.Row,
        FirefoxSlots.Row => FirefoxSlots.RowElement,
        FirefoxSlots.Libs or FirefoxSlots.Threads or FirefoxSlots.Processes or FirefoxSlots.Categories or FirefoxSlots.Subcategories or FirefoxSlots.Strings
            => slot,
        >= FirefoxSlots.FirstColumn and < FirefoxSlots.FirstElement => slot,
        _ => Skip,
    };

    /// <inheritdoc/>
    protected override void EndArray(int elementSlot)
    {
        if (elementSlot == FirefoxSlots.RowElement) _rows!.EndRow();
    }

    /// <inheritdoc/>
    protected override int Member(int scope, ReadOnlySpan<byte> name)
    {
        switch (scope)
        {
            case FirefoxSlots.Profile:
                return FirefoxSlots.OfProfile(name);
            case FirefoxSlots.Meta:
                return FirefoxSlots.OfMeta(name);
            case FirefoxSlots.SampleUnits:
                return name.SequenceEqual("time"u8) ? FirefoxSlots.TimeUnit : Skip;
            case FirefoxSlots.Categories:
                if (name.SequenceEqual("subcategories"u8)) return FirefoxSlots.Subcategories;
                return name.SequenceEqual("name"u8) ? FirefoxSlots.CategoryName : Skip;
            case FirefoxSlots.Libs:
                return FirefoxSlots.OfLib(name);
            case FirefoxSlots.Threads or FirefoxSlots.Shared:
                return FirefoxSlots.OfThread(name);
            case FirefoxSlots.Schema:
                _schemaName = Encoding.UTF8.GetString(name);
                return FirefoxSlots.SchemaPosition;
            case >= FirefoxSlots.FirstElement:
                return name.Length > 0 && char.IsAsciiDigit((char)name[0]) ? scope : Skip;
            case >= FirefoxSlots.Samples and <= FirefoxSlots.NativeAllocations:
                return OfTable(scope, name);
            default:
                return Skip;
        }
    }

    /// <inheritdoc/>
    protected override int GetScale(int elementSlot) => elementSlot switch
    {
        FirefoxSlots.RowElement => FirefoxRows.Scale,
        >= FirefoxSlots.FirstColumn => FirefoxColumn.GetScale(Column(elementSlot)),
        _ => -1,
    };

    /// <inheritdoc/>
    protected override void Numbers(int elementSlot, ReadOnlySpan<long> values)
    {
        if (elementSlot == FirefoxSlots.RowElement) _rows!.Add(values);
        else Tables.GetOrAdd(Column(elementSlot)).Add(values);
    }

    /// <inheritdoc/>
    protected override void String(int slot, ReadOnlySpan<byte> utf8)
    {
        if (slot == FirefoxSlots.Strings)
        {
            // Pictures are texts, too. One that is longer than a symbol can be is cut to a length that is refused if it is used as a symbol.
            long length = Math.Min(utf8.Length, _context.Options.MaximumSymbolLength + 1L);
            Tables.Strings.Add(utf8[..(int)length]);
            return;
        }
        string text = Encoding.UTF8.GetString(utf8);
        switch (slot)
        {
            case FirefoxSlots.CategoryName:
                _profile.Categories[^1].Name = text;
                break;
            case FirefoxSlots.Subcategories:
                (_profile.Categories[^1].Subcategories ??= []).Add(text);
                break;
            case FirefoxSlots.TimeUnit:
                _profile.TimeUnit = text;
                break;
            case FirefoxSlots.Product:
                _profile.Product = text;
                break;
            case FirefoxSlots.CpuName:
                _profile.CpuName = text;
                break;
            case FirefoxSlots.OsName:
                _profile.OsName = text;
                break;
            case FirefoxSlots.Abi:
                _profile.Abi = text;
                break;
            case FirefoxSlots.LibName:
                CurrentLib().Name = text;
                break;
            case FirefoxSlots.LibPath:
                CurrentLib().Path = text;
                break;
            case FirefoxSlots.LibDebugName:
                CurrentLib().DebugName = text;
                break;
            case FirefoxSlots.LibBreakpadId:
                CurrentLib().BreakpadId = text;
                break;
            case FirefoxSlots.ThreadName when _thread is not null:
                _thread.Name = text;
                break;
            case FirefoxSlots.ProcessName when _thread is not null:
                _thread.ProcessName = text;
                break;
            case FirefoxSlots.ThreadPid when _thread is not null:
                _thread.Pid = text;
                break;
            case FirefoxSlots.ThreadTid when _thread is not null:
                _thread.Tid = text;
                break;
            case FirefoxSlots.WeightType when _thread is not null:
                _thread.WeightType = text;
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Number(int slot, ReadOnlySpan<byte> text)
    {
        switch (slot)
        {
            case >= FirefoxSlots.FirstElement:
                if (!DecimalNumber.TryScale(text, FirefoxColumn.GetScale(Column(slot)), out long value)) value = NoNumber;
                Tables.GetOrAdd(Column(slot)).Add([value]);
                break;
            case FirefoxSlots.SchemaPosition:
                bool isPosition = DecimalNumber.TryScale(text, 0, out long position) && position is >= 0 and <= int.MaxValue;
                if (isPosition) _rows!.Schema[_schemaName] = (int)position;
                break;
            case FirefoxSlots.Version:
                _profile.Version = ReadVersion(text);
                break;
            case FirefoxSlots.ProcessedVersion:
                _profile.ProcessedVersion = ReadVersion(text);
                break;
            case FirefoxSlots.StartTime:
                if (DecimalNumber.TryScale(text, 6, out long startTime)) _profile.StartTime = startTime;
                break;
            case FirefoxSlots.LogicalCpus:
                if (DecimalNumber.TryScale(text, 0, out long cpus) && cpus is > 0 and <= int.MaxValue) _profile.LogicalCpus = (int)cpus;
                break;
            case FirefoxSlots.LibStart:
                CurrentLib().Start = ReadAddress(text);
                break;
            case FirefoxSlots.LibEnd:
                CurrentLib().End = ReadAddress(text);
                break;
            case FirefoxSlots.ThreadPid or FirefoxSlots.ThreadTid:
                String(slot, text);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Literal(int slot, JsonTokenType kind)
    {
        if (slot == FirefoxSlots.Strings) Tables.Strings.Add(default);
        else if (slot == FirefoxSlots.Row) _rows!.EndRow();
        else if (slot >= FirefoxSlots.FirstElement) Tables.GetOrAdd(Column(slot)).Add([NoNumber]);
    }

    private List<FirefoxLib?> LibsOf() => _thread?.Libs ?? _profile.Libs;

    private FirefoxLib CurrentLib()
    {
        if (_lib is not null) return _lib;
        List<FirefoxLib?> libs = LibsOf();
        return libs[^1] = _lib = new FirefoxLib();
    }

    private static FirefoxColumnId Column(int slot) =>
        (FirefoxColumnId)(slot - (slot >= FirefoxSlots.FirstElement ? FirefoxSlots.FirstElement : FirefoxSlots.FirstColumn));

    private static long ReadVersion(ReadOnlySpan<byte> text) => DecimalNumber.TryScale(text, 0, out long version) ? version : -1;

    private static ulong ReadAddress(ReadOnlySpan<byte> text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong address) ? address : 0;

    private int OfTable(int table, ReadOnlySpan<byte> name)
    {
        if (FirefoxColumn.Find(table, name) is { } column) return FirefoxSlots.FirstColumn + (int)column;
        if (table == FirefoxSlots.Samples && name.SequenceEqual("weightType"u8)) return FirefoxSlots.WeightType;
        bool isSchema = name.SequenceEqual("schema"u8);
        if (!isSchema && !name.SequenceEqual("data"u8)) return Skip;
        switch (table)
        {
            case FirefoxSlots.Samples:
                _rows = Tables.Samples ??= new FirefoxRows();
                break;
            case FirefoxSlots.Stacks:
                _rows = Tables.Stacks ??= new FirefoxRows();
                break;
            case FirefoxSlots.Frames:
                _rows = Tables.Frames ??= new FirefoxRows();
                break;
            default:
                return Skip;
        }
        return isSchema ? FirefoxSlots.Schema : FirefoxSlots.Rows;
    }
}
