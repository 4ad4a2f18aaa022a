using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of the texts of the bits of a field.</summary>
public class TracepointFlagsTests
{
    private const string Linux6 = "print fmt: \"prev_pid=%d prev_state=%s%s ==> next_comm=%s\", REC->prev_pid, "
        + "(REC->prev_state & ((((0x00000000 | 0x00000001 | 0x00000040) + 1) << 1) - 1)) ? "
        + "__print_flags(REC->prev_state & ((((0x00000000 | 0x00000001 | 0x00000040) + 1) << 1) - 1), \"|\", "
        + "{ 0x00000001, \"S\" }, { 0x00000002, \"D\" }, { 0x00000040, \"P\" }, { 0x00000080, \"I\" }) : \"R\", "
        + "REC->prev_state & (((0x00000000 | 0x00000001 | 0x00000040) + 1) << 1) ? \"+\" : \"\", REC->next_comm";

    private const string Linux3 = "print fmt: \"prev_state=%s%s\", REC->prev_state & (2048-1) ? __print_flags(REC->prev_state & (2048-1), \"|\", "
        + "{ 1, \"S\"} , { 2, \"D\" }, { 1024, \"N\" }) : \"R\", REC->prev_state & 2048 ? \"+\" : \"\"";

    [Theory]
    [InlineData(Linux6, 0, "R")]
    [InlineData(Linux6, 1, "S")]
    [InlineData(Linux6, 2, "D")]
    [InlineData(Linux6, 0x80, "I")]
    [InlineData(Linux6, 0x41, "S|P")]
    [InlineData(Linux6, 0x100, "R+")]
    [InlineData(Linux6, 0x101, "S+")]
    [InlineData(Linux3, 0, "R")]
    [InlineData(Linux3, 3, "S|D")]
    [InlineData(Linux3, 1024, "N")]
    [InlineData(Linux3, 2049, "S+")]
    public void Bits_are_printed_as_the_kernel_prints_them(string format, ulong number, string text) =>
        Assert.Equal(text, TracepointFlags.TryRead(format, "prev_state")!.ToText(number));

    [Fact]
    public void A_field_that_is_printed_in_another_way_is_a_number()
    {
        Assert.Null(TracepointFlags.TryRead(Linux6, "prev_pid"));
        Assert.Null(TracepointFlags.TryRead(Linux6, "next_state"));
        Assert.Null(TracepointFlags.TryRead("print fmt: \"%s\", __print_flags(REC->state , \"|\", { 1, \"S\" })", "state"));
        Assert.Null(TracepointFlags.TryRead("print fmt: \"%s\", __print_flags(REC->state , \"|\", { A | B, \"S\" }) : \"R\"", "state"));
        Assert.Null(TracepointFlags.TryRead("print fmt: \"%s\", __print_flags(REC->state , \"|\") : \"R\"", "state"));
    }

    [Fact]
    public void A_format_that_is_cut_is_no_fault()
    {
        for (int length = 0; length < Linux6.Length; length++) _ = TracepointFlags.TryRead(Linux6.AsSpan(0, length), "prev_state")?.ToText(3);
    }
}
