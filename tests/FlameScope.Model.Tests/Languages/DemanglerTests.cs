// cspell:disable
using System.Diagnostics;
using System.Text;
using Xunit;

namespace FlameScope.Model.Tests;

/// <summary>Names of C++ and Rust, as perf prints them.</summary>
public class DemanglerTests
{
    [Theory]
    [InlineData("_Z3foov", "foo")]
    [InlineData("_ZN3foo3barEi", "foo::bar")]
    [InlineData("_ZNSt6vectorIiSaIiEE9push_backERKi", "std::vector<int, std::allocator<int> >::push_back")]
    [InlineData("_ZNSt5ctypeIcEC1EPKtbm", "std::ctype<char>::ctype")]
    [InlineData("_ZN4node5StartEiPPc", "node::Start")]
    [InlineData("_ZN2v88internal12_GLOBAL__N_16InvokeEPNS0_7IsolateERKNS1_12InvokeParamsE", "v8::internal::(anonymous namespace)::Invoke")]
    [InlineData("_ZN3FooD2Ev", "Foo::~Foo")]
    [InlineData("_ZNK3FoocvbEv", "Foo::operator bool")]
    [InlineData("_ZlsRSoRK3Foo", "operator<<")]
    [InlineData("_ZN3FoolsI3BarEERS_T_", "Foo::operator<< <Bar>")]
    [InlineData("_ZNSs4dataEv", "std::string::data")]
    [InlineData("_ZNSsC1Ev", "std::basic_string<char, std::char_traits<char>, std::allocator<char> >::basic_string")]
    [InlineData("_ZZN3foo3barEvENKUlvE_clEv", "foo::bar()::{lambda()#1}::operator()")]
    [InlineData("_ZZN3foo3barEiENKUlRKT_E0_clIiEEDaS2_", "foo::bar(int)::{lambda(auto:1 const&)#2}::operator()<int>")]
    [InlineData("_ZNSt8functionIFviEEC1EOS1_", "std::function<void (int)>::function")]
    [InlineData("_ZN4llvm10make_errorINS_8DWPErrorEJRA53_KcEEENS_5ErrorEDpOT0_", "llvm::make_error<llvm::DWPError, char const (&) [53]>")]
    [InlineData("_Z1fIXadL_Z3fooiEEEvv", "f<&foo>")]
    [InlineData("_Z1fILi5ELb1ELj7EEvv", "f<5, true, 7u>")]
    [InlineData("_Z1fIPFviEMN1A1BEFvvEEvT_T0_", "f<void (*)(int), void (A::B::*)()>")]
    [InlineData("_ZN3fooILi3EE3barB5cxx11Ev", "foo<3>::bar[abi:cxx11]")]
    [InlineData("_ZTV3Foo", "vtable for Foo")]
    [InlineData("_ZThn16_N3Foo3barEv", "non-virtual thunk to Foo::bar()")]
    [InlineData("_ZGVZ3foovE1x", "guard variable for foo()::x")]
    [InlineData("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad")]
    [InlineData("_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE", "<Test + 'static as foo::Bar<Test>>::bar")]
    [InlineData("_RNvC6_123foo3bar", "123foo::bar")]
    [InlineData("_RNCNCNgCs6DXkGYLi8lr_2cc5spawn00B5_", "cc::spawn::{closure#0}::{closure#0}")]
    [InlineData("_RINvNtC3std3mem8align_ofjdE", "std::mem::align_of::<usize, f64>")]
    [InlineData("_RNvXs_C7mycrateNtB4_3FooNtNtC4core3fmt5Debug3fmt", "<mycrate::Foo as core::fmt::Debug>::fmt")]
    [InlineData("_RMCs4fqI2P2rA04_13const_genericINtB0_8UnsignedKhb_E", "<const_generic::Unsigned<11>>")]
    [InlineData("_RINvC3foo3barDINtC4core4IterpEp4ItemjEL_E", "foo::bar::<dyn core::Iter<_, Item = usize>>")]
    public void Names_are_those_of_the_source_code(string mangled, string name) => Assert.Equal(name, Demangle(mangled));

    [Theory]
    [InlineData("_Z")]
    [InlineData("_ZN3fooE3ba")]
    [InlineData("_ZN99foo3barEv")]
    [InlineData("_ZS_")]
    [InlineData("_ZN3fooIT9_EEvv")]
    [InlineData("_R")]
    [InlineData("_RNvC3foo9bar")]
    [InlineData("_RB_")]
    [InlineData("_RNvB1_3foo")]
    public void Names_that_are_not_valid_are_kept(string mangled)
    {
        string? name = Demangle(mangled);
        Assert.True(name is null || name.Length <= mangled.Length, name);
    }

    [Fact]
    public void Names_that_stand_for_very_long_ones_take_bounded_time()
    {
        var clock = Stopwatch.StartNew();
        string doubled = "_ZN1AI" + string.Concat(Enumerable.Range(0, 60).Select(_ => "1BIS_S_E")) + "EE1fEv";
        string nested = "_Z1f" + new string('P', 5000) + "i";
        string deep = "_ZN1aI" + string.Concat(Enumerable.Repeat("1aI", 2000)) + new string('E', 2001) + "1fEv";
        string types = "_Z1fI" + string.Concat(Enumerable.Range(0, 200).Select(i => i == 0 ? "1A" : $"St4pairIS{(i < 2 ? "" : Base36(i - 2))}_S{(i < 2 ? "" : Base36(i - 2))}_E")) + "EEvv";
        string rust = "_R" + string.Concat(Enumerable.Repeat("INvC1a1b", 500)) + "T" + string.Concat(Enumerable.Repeat("B0_", 500)) + new string('E', 501);
        foreach (string name in (string[])[doubled, nested, deep, types, rust])
        {
            for (int i = 0; i < 20; i++) _ = Demangle(name);
        }
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }

    [Fact]
    public void Changed_names_give_a_name_or_none()
    {
        string[] seeds = ["_ZNSt8functionIFviEEC1EOS1_", "_ZZN3foo3barEiENKUlRKT_E0_clIiEEDaS2_", "_RINvC3foo3barDINtC4core4IterpEp4ItemjEL_E", "_Z1fIPFviEMN1A1BEFvvEEvT_T0_"];
        const string Letters = "_ZNSTIEJLXRKPFAM0123456789abcdefghvwxyzDCUtlsB";
        var random = new Random(7);
        for (int i = 0; i < 50_000; i++)
        {
            char[] name = seeds[i % seeds.Length].ToCharArray();
            for (int changes = random.Next(1, 5); changes > 0; changes--) name[random.Next(2, name.Length)] = Letters[random.Next(Letters.Length)];
            _ = Demangle(new string(name, 0, random.Next(2, name.Length + 1)));
        }
    }

    private static string Base36(int value) => value < 10 ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : value < 36 ? ((char)('A' + value - 10)).ToString() : Base36(value / 36) + Base36(value % 36);

    private static string? Demangle(string name) => new Demangler().Demangle(Encoding.Latin1.GetBytes(name)) is { } text ? Encoding.Latin1.GetString(text) : null;
}
