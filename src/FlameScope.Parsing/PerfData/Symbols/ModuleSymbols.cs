namespace FlameScope.Parsing;

/// <summary>The functions of a module of the recording, found by place.</summary>
/// <param name="Table">The functions; <c>null</c> if there are none.</param>
/// <param name="MissingReason">Why there are no functions, or not all of them.</param>
internal sealed record ModuleSymbols(SymbolTable? Table, string MissingReason)
{
    public const string NoFile = "no file was found";
    public const string OtherBuild = "the file has another build identifier";
    public const string Stripped = "the file has no symbol table";
    public const string NotLookedUp = "symbols are not looked up";
    public const string NoFunction = "no function is at the address";

    /// <summary>The file that maps offsets to addresses; <c>null</c> if places are addresses.</summary>
    public ElfModule? File { get; init; }

    /// <summary>The symbols of simpleperf; <c>null</c> for other recordings.</summary>
    public SimpleperfFile? Simpleperf { get; init; }

    /// <summary>The number that is added to an address of the recording to get an address of the table.</summary>
    public ulong Shift { get; init; }

    /// <summary>Finds the function at a place.</summary>
    /// <param name="place">The offset in the file, or the address.</param>
    /// <param name="table">Receives the table with the function.</param>
    /// <param name="symbol">Receives the index of the function in the table.</param>
    public bool TryFind(ulong place, out SymbolTable table, out int symbol)
    {
        symbol = -1;
        table = File?.Stubs!; // an entry code before them may have no length
        if (Simpleperf is not null) place = Simpleperf.ToAddress(place);
        else if (File is not null && !File.TryGetAddress(place, out place)) return false;
        if (table is not null && table.TryFind(place, out symbol)) return true;
        table = Table!;
        return table is not null && table.TryFind(unchecked(place + Shift), out symbol);
    }
}
