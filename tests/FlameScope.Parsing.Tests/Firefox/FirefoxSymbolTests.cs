using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.FormatText;

namespace FlameScope.Parsing.Tests;

/// <summary>Files of symbols that samply writes next to a profile whose functions are addresses.</summary>
public sealed class FirefoxSymbolTests : IDisposable
{
    private const string Strings = """["UNKNOWN","outer","inlined","a.c","b.c","next"]""";

    private const string Symbols = $$"""
        {"string_table":{{Strings}},"data":[{"debug_name":"libc.so.debug","debug_id":"eb6a9c9a-dfa5-7841-de16-8e26fe30ddcd","code_id":"",
        "symbol_table":[{"rva":4608,"size":256,"symbol":1,"frames":[{"function":2,"file":4,"line":9},{"function":1,"file":3,"line":3}]},{"rva":8192,"size":16,"symbol":5}],
        "known_addresses":[[4660,0],[8196,1]]}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    // A profile whose leaf function is an address in the library.
    private static string Profile => FirefoxTexts.OfThreads().Replace("\"name\":[0,1,2]", "\"name\":[0,1,6]", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Profile Open(string name, string symbolName, string symbols, bool reads = true)
    {
        File.WriteAllText(Path.Combine(_folder, name), Profile);
        File.WriteAllText(Path.Combine(_folder, symbolName), symbols);
        return ProfileFile.Open(
            Path.Combine(_folder, name), new ProfileReadOptions { Formats = ProfileFormats.Default.With(new FirefoxReader { ReadsSymbolFile = reads }) });
    }

    [Fact]
    public void Functions_without_symbols_are_addresses_with_their_library()
    {
        Profile profile = FormatText.Read("firefox", Profile);
        Assert.Equal("main;work;0x1234", Stack(profile, profile.Samples.Stacks[1]));
        Assert.Equal("/usr/lib/libc.so", profile.Modules[profile.Frames[profile.Stacks[profile.Samples.Stacks[1]].Frame!.Value].Module]);
        Assert.Empty(profile.Diagnostics);
    }

    [Theory]
    [InlineData("profile.json", "profile.syms.json")]
    [InlineData("profile.json", "profile.json.syms.json")]
    public void The_file_of_symbols_next_to_the_profile_is_read(string name, string symbolName)
    {
        Profile profile = Open(name, symbolName, Symbols);
        Assert.Equal("main;work;outer;inlined", Stack(profile, profile.Samples.Stacks[1]));
        Frame leaf = profile.Frames[profile.Stacks[profile.Samples.Stacks[1]].Frame!.Value];
        Assert.Equal(("b.c", 9, true, "/usr/lib/libc.so"), (profile.Sources[leaf.Source], leaf.Line, leaf.IsInlined, profile.Modules[leaf.Module]));
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void The_file_of_symbols_is_not_read_if_the_reader_is_told_so()
    {
        Profile profile = Open("profile.json", "profile.syms.json", Symbols, reads: false);
        Assert.Equal("main;work;0x1234", Stack(profile, profile.Samples.Stacks[1]));
    }

    [Fact]
    public void Inlined_functions_that_belong_to_another_address_are_not_used()
    {
        Profile profile = Open("profile.json", "profile.syms.json", Symbols.Replace("[[4660,0],", "[[4608,0],[4660,0],", StringComparison.Ordinal));
        Assert.Equal("main;work;outer", Stack(profile, profile.Samples.Stacks[1]));
    }

    [Fact]
    public void An_address_that_is_not_listed_is_found_by_the_range_of_its_function()
    {
        Profile profile = Open("profile.json", "profile.syms.json", Symbols.Replace("[4660,0],", "", StringComparison.Ordinal));
        Assert.Equal("main;work;outer", Stack(profile, profile.Samples.Stacks[1]));
    }

    [Fact]
    public void Addresses_with_their_symbol_are_read()
    {
        Profile profile = Open("profile.json", "profile.syms.json", $$"""
            {"data":[{"debug_id":"EB6A9C9ADFA57841DE168E26FE30DDCD0","known_addresses":[[4660,{"symbol":1,"frames":[{"function":2,"file":4,"line":9},{"function":1,"file":3,"line":3}]}]]}],"string_table":{{Strings}}}
            """);
        Assert.Equal("main;work;outer;inlined", Stack(profile, profile.Samples.Stacks[1]));
    }

    [Theory]
    [InlineData("{\"string_table\":[\"a\"],\"data\":[nonsense", "file of symbols that cannot be read 1")]
    [InlineData("{\"string_table\":[\"a\"],\"data\":[{\"debug_id\":\"EB6A9C9A-DFA5-7841-DE16-8E26FE30DDCD\",\"known_addresses\":[[4660,7]],\"symbol_table\":[]}]}", null)]
    [InlineData("[]", null)]
    public void A_file_of_symbols_that_cannot_be_used_leaves_the_addresses(string symbols, string? problem)
    {
        Profile profile = Open("profile.json", "profile.syms.json", symbols);
        Assert.Equal("main;work;0x1234", Stack(profile, profile.Samples.Stacks[1]));
        Assert.Equal(problem is null ? [] : [problem], Problems(profile));
    }

    [Fact]
    public void A_file_of_symbols_with_changed_bytes_never_stops_the_read()
    {
        var random = new Random(99);
        for (int i = 0; i < 300; i++)
        {
            char[] changed = Symbols.ToCharArray();
            for (int n = 0; n < 3; n++) changed[random.Next(changed.Length)] = "0123456789-,:[]{}\"x"[random.Next(19)];
            Assert.Equal(4, Open("profile.json", "profile.syms.json", new string(changed)).Samples.Count);
        }
    }
}
