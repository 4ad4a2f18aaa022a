using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.PerfDataFile;

namespace FlameScope.Parsing.Tests;

/// <summary>A recording that is cut or changed gives a part of its samples or a <see cref="ProfileFormatException"/>.</summary>
public class PerfDataDamageTests
{
    private static PerfDataFile Recording(bool isBigEndian = false)
    {
        PerfDataFile file = new PerfDataFile(isBigEndian).Event(ids: [1, 2]).Comm(1, 10, 10, "app").Fork(2, 10, 11, 10, 10).Mmap2(3, 10, 0x1000, 0x1000, 0, "/bin/app")
            .Mmap(0, -1, 0xffffffff81000000, 0x100000, 0xffffffff81000000, "[kernel.kallsyms]_text", KernelMode);
        for (int i = 0; i < 12; i++) file.Sample((ulong)(100 + i), 10 + (i % 2), 0x1010, [KernelMark, 0xffffffff81000010, UserMark, 0x1010, (ulong)(0x1020 + i)]);
        file.Round().KernelSymbol(50, 0xffffffffc1000000, 64, "bpf_prog_x").Exit(500, 10, 11);
        return file.Feature(2, file.New().Bytes(file.Encode(67, 0, file.New().UInt32(-1).Bytes(new byte[24]).Text("/bin/app"))))
            .Feature(3, file.New().CountedText("host")).Feature(12, file.New().UInt32(1).UInt32(136).Bytes(new byte[136]).UInt32(1).CountedText("name").UInt64(1));
    }

    public static TheoryData<string> Forms => new("file", "pipe", "big-endian", "compressed", "compressed2");

    private static byte[] Make(string form) => form switch
    {
        "file" => Recording().ToFile(),
        "pipe" => Recording().ToPipe(),
        "big-endian" => Recording(isBigEndian: true).ToFile(),
        "compressed" => Recording().Compress(81, part: 90).ToFile(),
        _ => Recording().Compress(83, part: 90).ToPipe(),
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Input_that_is_cut_at_any_byte_gives_its_first_samples(string form)
    {
        byte[] whole = Make(form);
        Profile all = Read(whole, isStrict: true);
        Assert.Equal(12, all.Samples.Count);
        int last = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            int count = Count(whole[..length], out Profile? part);
            Assert.True(count >= last || form.StartsWith("comp", StringComparison.Ordinal), $"{count} samples at {length}, {last} before");
            last = count;
            if (part is not null) Assert.Equal(all.Samples.Times[..count].ToArray(), part.Samples.Times.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Any_block_size_gives_the_same_profile(string form)
    {
        byte[] whole = Make(form);
        string expected = Describe(Read(whole));
        foreach (int size in (int[])[1, 2, 7, 64, 200, 1000, 65536]) Assert.Equal(expected, Describe(ProfileFile.Open(new MemoryStream(whole), new ProfileReadOptions { BlockSize = size })));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Changed_input_throws_nothing_but_a_format_exception(string form)
    {
        byte[] whole = Make(form);
        var random = new Random(20);
        for (int i = 0; i < 1500; i++)
        {
            byte[] changed = (byte[])whole.Clone();
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                int at = random.Next(16, changed.Length);
                changed[at] = random.Next(4) switch { 0 => 0, 1 => 255, 2 => (byte)(changed[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }
            Assert.InRange(Count(changed, out _), 0, 1000);
        }
    }

    [Fact]
    public void A_cut_is_reported_with_its_position()
    {
        byte[] whole = new PerfDataFile().Event().Sample(1, 1, 1).Sample(2, 1, 1).ToFile();
        ReadDiagnostic cut = Assert.Single(Read(whole[..^3]).Diagnostics);
        Assert.Equal("the recording is cut (1)", cut.ToString());
        Assert.Throws<ProfileFormatException>(() => Read(whole[..^3], isStrict: true));
    }

    [Theory]
    [InlineData(8, 20ul)] // header length
    [InlineData(16, 10ul)] // length of an event
    [InlineData(16, ulong.MaxValue)]
    [InlineData(24, ulong.MaxValue)] // offset of the events
    [InlineData(32, ulong.MaxValue - 7)]
    [InlineData(40, ulong.MaxValue)] // offset of the records
    [InlineData(40, 1ul << 40)]
    public void A_header_that_contradicts_itself_is_refused(int offset, ulong value)
    {
        byte[] file = new PerfDataFile().Event().Sample(1, 1, 1).ToFile();
        BitConverter.TryWriteBytes(file.AsSpan(offset), value);
        Assert.Throws<ProfileFormatException>(() => Read(file));
    }

    [Fact]
    public void Periods_and_times_out_of_range_are_counted()
    {
        PerfDataFile file = new PerfDataFile().Event().Sample(5, 1, 1, period: ulong.MaxValue).Sample(6, 1, 1, period: long.MaxValue)
            .Sample(7, 1, 1, period: 9).Sample(ulong.MaxValue - 3, 1, 1);
        Profile profile = Read(file.ToFile());
        Assert.Equal(4, profile.Samples.Count);
        Assert.Equal(["period out of range", "time out of range"], profile.Diagnostics.Select(d => d.Reason).Order());
    }

    [Fact]
    public void A_call_chain_beyond_the_limit_of_frames_throws() => Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(
        new PerfDataFile().Event().Sample(5, 1, 1, [UserMark, 1, 2, 3, 4]).ToFile(), new ProfileReadOptions { MaximumFrames = 3 }));

    private static int Count(byte[] input, out Profile? profile)
    {
        profile = null;
        try
        {
            profile = Read(input);
            return profile.Samples.Count;
        }
        catch (ProfileFormatException)
        {
            return 0;
        }
    }

    private static string Describe(Profile profile) => string.Join('\n', Enumerable.Range(0, profile.Samples.Count).Select(i =>
        $"{profile.Samples.Times[i]} {Comm(profile, i)} {Stack(profile, i)} {profile.Samples.Periods[i]} {profile.Events[profile.Samples.Events[i]]}")) + profile.Header.HostName;
}
