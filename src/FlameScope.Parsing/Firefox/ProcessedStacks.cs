using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// The stacks of processed profiles. A table is per thread or shared by all threads, depending on the version, so that each is looked for in both.
/// </summary>
internal sealed class ProcessedStacks : FirefoxStacks
{
    private const long LibraryResource = 1;

    private readonly FirefoxCategories _categories;
    private readonly FirefoxSymbols? _symbols;
    private readonly List<FirefoxLib?> _libs;
    private readonly FirefoxTables _strings;
    private readonly FirefoxColumn _stackFrame;
    private readonly FirefoxColumn _stackPrefix;
    private readonly FirefoxColumn _stackPrefixOffset;
    private readonly FirefoxTables _frames;
    private readonly FirefoxTables _funcs;
    private readonly FirefoxTables _resources;
    private readonly FirefoxTables _nativeSymbols;
    private readonly FirefoxTables _sources;
    private readonly List<FrameId> _added = [];
    private FrameId[] _frame = new FrameId[1];

    public ProcessedStacks(
        ProfileBuilder builder,
        ReadContext context,
        FirefoxProfile profile,
        FirefoxThread? thread,
        FirefoxCategories categories,
        FirefoxSymbols? symbols)
        : base(builder, context, Find(profile, thread, FirefoxColumnId.StackFrame)[FirefoxColumnId.StackFrame].Count, FrameCount(profile, thread))
    {
        _categories = categories;
        _symbols = symbols;
        _libs = thread is { Libs.Count: > 0 } ? thread.Libs : profile.Libs;
        _strings = thread is { Tables.Strings.Count: > 0 } ? thread.Tables : profile.Shared;
        FirefoxTables stacks = Find(profile, thread, FirefoxColumnId.StackFrame);
        _stackFrame = stacks[FirefoxColumnId.StackFrame];
        _stackPrefix = stacks[FirefoxColumnId.StackPrefix];
        _stackPrefixOffset = stacks[FirefoxColumnId.StackPrefixOffset];
        _frames = Find(profile, thread, FirefoxColumnId.FrameFunc);
        _funcs = Find(profile, thread, FirefoxColumnId.FuncName);
        _resources = Find(profile, thread, FirefoxColumnId.ResourceName);
        _nativeSymbols = Find(profile, thread, FirefoxColumnId.NativeLib);
        _sources = Find(profile, thread, FirefoxColumnId.SourceFileName);
    }

    /// <summary>Returns whether the tables that every stack needs are there.</summary>
    public static bool HasTables(FirefoxProfile profile, FirefoxThread thread)
    {
        FirefoxTables stacks = Find(profile, thread, FirefoxColumnId.StackFrame);
        return stacks.Has(FirefoxColumnId.StackFrame)
            && (stacks.Has(FirefoxColumnId.StackPrefix) || stacks.Has(FirefoxColumnId.StackPrefixOffset))
            && Find(profile, thread, FirefoxColumnId.FrameFunc).Has(FirefoxColumnId.FrameFunc)
            && Find(profile, thread, FirefoxColumnId.FuncName).Has(FirefoxColumnId.FuncName);
    }

    /// <inheritdoc/>
    protected override long GetPrefix(int stack)
    {
        if (_stackPrefixOffset.Count == 0) return _stackPrefix[stack];
        long offset = _stackPrefixOffset[stack];
        if (offset is 0 or FirefoxColumn.None) return FirefoxColumn.None;
        return offset > 0 ? stack - offset : -1;
    }

    /// <inheritdoc/>
    protected override long GetFrame(int stack) => _stackFrame[stack];

    /// <inheritdoc/>
    protected override bool IsIdleFrame(int frame) => _categories.IsIdle(_frames[FirefoxColumnId.FrameCategory][frame]);

    /// <inheritdoc/>
    protected override ReadOnlySpan<FrameId> AddFrames(int frame)
    {
        long func = _frames[FirefoxColumnId.FrameFunc][frame];
        int row = (int)Math.Clamp(func, -1, int.MaxValue);
        ReadOnlySpan<byte> name = _strings.GetString(_funcs[FirefoxColumnId.FuncName][row]);
        CheckSymbol(name);
        FirefoxLib? lib = FindLib(frame, row, out ReadOnlySpan<byte> moduleName);
        ModuleId module = lib is not null ? Builder.AddModule(lib.FullName) : Builder.AddModule(moduleName);
        FrameKind kind = _categories.GetKind(
            _frames[FirefoxColumnId.FrameCategory][frame],
            _frames[FirefoxColumnId.FrameSubcategory][frame],
            _strings.GetString(_frames[FirefoxColumnId.FrameImplementation][frame]),
            module != ModuleId.None);

        long address = _frames[FirefoxColumnId.FrameAddress][frame];
        if (_symbols is not null && lib is not null && address >= 0 && name.StartsWith("0x"u8)
            && _symbols.TryAddFrames(Builder, lib, address, module, kind, _added))
        {
            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_added);
        }

        long line = _frames[FirefoxColumnId.FrameLine][frame];
        long column = _frames[FirefoxColumnId.FrameColumn][frame];
        if (line <= 0)
        {
            line = _funcs[FirefoxColumnId.FuncLine][row];
            column = _funcs[FirefoxColumnId.FuncColumn][row];
        }
        _frame[0] = Builder.AddFrame(new Frame
        {
            Symbol = Builder.AddSymbol(name),
            Module = module,
            Kind = kind,
            IsInlined = _frames[FirefoxColumnId.FrameInlineDepth][frame] > 0,
            Source = Builder.AddSource(FindFile(row)),
            Line = ToPosition(line),
            Column = ToPosition(column),
        });
        return _frame;
    }

    private static int ToPosition(long value) => value is > 0 and <= int.MaxValue ? (int)value : 0;

    private static FirefoxTables Find(FirefoxProfile profile, FirefoxThread? thread, FirefoxColumnId column) =>
        thread is not null && thread.Tables.Has(column) ? thread.Tables : profile.Shared;

    private static int FrameCount(FirefoxProfile profile, FirefoxThread? thread) =>
        Find(profile, thread, FirefoxColumnId.FrameFunc)[FirefoxColumnId.FrameFunc].Count;

    private ReadOnlySpan<byte> FindFile(int func)
    {
        long source = _funcs[FirefoxColumnId.FuncSource][func];
        if (source is >= 0 and <= int.MaxValue) return _strings.GetString(_sources[FirefoxColumnId.SourceFileName][(int)source]);
        return _strings.GetString(_funcs[FirefoxColumnId.FuncFileName][func]);
    }

    // The library of the frame (from version 70 on), of the function's resource, or of the native symbol.
    private FirefoxLib? FindLib(int frame, int func, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (GetLib(_frames[FirefoxColumnId.FrameLib][frame]) is { } ofFrame) return ofFrame;
        long resource = _funcs[FirefoxColumnId.FuncResource][func];
        if (resource is >= 0 and <= int.MaxValue)
        {
            int row = (int)resource;
            if (GetLib(_resources[FirefoxColumnId.ResourceLib][row]) is { } ofResource) return ofResource;
            bool isLibrary = _resources[FirefoxColumnId.ResourceType][row] == LibraryResource;
            if (isLibrary) name = _strings.GetString(_resources[FirefoxColumnId.ResourceName][row]);
            if (!name.IsEmpty) return null;
        }
        long symbol = _frames[FirefoxColumnId.FrameNativeSymbol][frame];
        return symbol is >= 0 and <= int.MaxValue ? GetLib(_nativeSymbols[FirefoxColumnId.NativeLib][(int)symbol]) : null;
    }

    private FirefoxLib? GetLib(long index) => index >= 0 && index < _libs.Count ? _libs[(int)index] : null;
}
