using System.Buffers.Binary;
using FlameScope.Model;
using Xunit;
using static FlameScope.Parsing.Tests.NetTraceFile;
using static FlameScope.Parsing.Tests.NetTraceSampleTests;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of recordings that are cut, damaged or made to harm.</summary>
public class NetTraceHostileTests
{
    [Theory]
    [MemberData(nameof(Encodings), MemberType = typeof(NetTraceSampleTests))]
    public void A_recording_cut_at_any_byte_gives_the_samples_before(int version, bool isCompressed)
    {
        byte[] bytes = Shop(version, isCompressed).ToArray();
        Profile whole = ProfileFormats.Default.Parse(bytes);
        int most = 0;
        for (int cut = 8; cut < bytes.Length; cut++)
        {
            Profile profile;
            try
            {
                profile = ProfileFormats.Default.Parse(bytes.AsMemory(0, cut));
            }
            catch (ProfileFormatException exception)
            {
                Assert.Equal(ProfileReadError.Truncated, exception.Error);
                Assert.Equal(0, most);
                continue;
            }
            // The last event block of samples has the time 700, which precedes the fourth sample of the first block.
            Assert.True(profile.Samples.Count >= most);
            most = profile.Samples.Count;
            Assert.Subset(whole.Samples.Times.ToArray().ToHashSet(), profile.Samples.Times.ToArray().ToHashSet());
            Assert.Contains(profile.Diagnostics, diagnostic => diagnostic.Reason == "recording without an end");
        }
        Assert.Equal(whole.Samples.Count, most);
    }

    [Theory]
    [MemberData(nameof(Encodings), MemberType = typeof(NetTraceSampleTests))]
    public void A_damaged_recording_gives_a_profile_or_the_exception_of_the_format(int version, bool isCompressed)
    {
        byte[] bytes = Shop(version, isCompressed).ToArray();
        var random = new Random(version);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = (byte[])bytes.Clone();
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                int at = random.Next(8, damaged.Length);
                damaged[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 0xFF, _ => (byte)(damaged[at] ^ (1 << random.Next(8))) };
            }
            try
            {
                Profile profile = ProfileFormats.Default.Parse(damaged);
                Assert.InRange(profile.Samples.Count, 0, damaged.Length);
            }
            catch (ProfileFormatException)
            {
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_machine_wide_recording_gives_a_profile_or_the_exception_of_the_format(bool isCompressed)
    {
        var file = new NetTraceFile(6, hasTypes: false) { IsCompressed = isCompressed };
        file.Types((1, "Universal.System", 0, "ProcessMapping"), (2, "Universal.System", 0, "ProcessSymbol"), (3, "Universal.Events", 0, "cpu"));
        file.Threads((1, 70, 71, "web"), (2, 80, 81, "db"));
        file.Block(8, new NetTracePayload().Int(1).Int(1).Byte(0x85).Text("tenant").Text("blue").ToArray());
        file.Stacks(1, [0x2010, 0x20010], [0x2010]);
        file.Events(
            new NetTraceEvent(1, 1200) { Payload = new NetTracePayload().VarInt(1).VarInt(0).VarInt(0x1000).VarInt(0x9000).VarInt(0).ShortText("libc").ToArray() },
            new NetTraceEvent(2, 1300) { Payload = new NetTracePayload().VarInt(1).VarInt(1).VarInt(0x2000).VarInt(0x2100).ShortText("memcpy").ToArray() },
            new NetTraceEvent(3, 1500) { Thread = 2, Stack = 1, Labels = 1, Payload = [1] },
            new NetTraceEvent(3, 1600) { Stack = 2, Payload = [1] });
        byte[] bytes = file.SequencePoint(2000, flags: 3, [(1, 3)]).End().ToArray();
        Assert.Equal(2, ProfileFormats.Default.Parse(bytes).Samples.Count);
        for (int at = 8; at < bytes.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = (byte[])bytes.Clone();
                damaged[at] ^= (byte)(1 << bit);
                try
                {
                    ProfileFormats.Default.Parse(damaged);
                }
                catch (ProfileFormatException)
                {
                }
            }
        }
    }

    [Fact]
    public void A_damaged_object_ends_the_reading_and_what_precedes_it_is_kept()
    {
        var file = new NetTraceFile();
        file.Events(new NetTraceEvent(ThreadSample, 1500) { Payload = ManagedSample }).Write([9]).Events(new NetTraceEvent(ThreadSample, 1600) { Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("object without a begin (1)", profile.Diagnostics.Single().ToString());
    }

    [Fact]
    public void A_block_with_a_damaged_event_keeps_the_events_before_and_the_next_blocks()
    {
        var file = new NetTraceFile(6);
        file.Threads((1, 7, 8, ""));
        file.Block(2, new NetTracePayload().Short(20).Short(1).Long(0).Long(0).Bytes(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }).ToArray());
        file.Events(new NetTraceEvent(ThreadSample, 1600) { Payload = ManagedSample });
        Profile profile = Read(file.End());
        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("block with an invalid row (1)", profile.Diagnostics.Single().ToString());
    }

    [Fact]
    public void A_block_that_claims_to_be_huge_allocates_nothing()
    {
        byte[] bytes = new NetTraceFile().Events(new NetTraceEvent(ThreadSample, 1500) { Payload = ManagedSample }).ToArray();
        byte[] huge = [.. bytes, .. new NetTraceFile().Stacks(1, [0x1010]).ToArray()[new NetTraceFile().ToArray().Length..]];
        int size = bytes.Length + 3 + 12 + "StackBlock".Length + 1;
        BinaryPrimitives.WriteInt32LittleEndian(huge.AsSpan(size), int.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Profile profile = ProfileFormats.Default.Parse(huge);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(1, profile.Samples.Count);
        Assert.Contains(profile.Diagnostics, diagnostic => diagnostic.Reason == "block that is larger than 128 MiB");
    }

    [Fact]
    public void A_stack_with_more_frames_than_the_limit_throws()
    {
        byte[] bytes = new NetTraceFile().Stacks(1, [1, 2, 3]).End().ToArray();
        var exception = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(bytes, new ProfileReadOptions { MaximumFrames = 2 }));
        Assert.Equal(ProfileReadError.LimitExceeded, exception.Error);
    }

    [Fact]
    public void A_name_longer_than_the_limit_throws()
    {
        byte[] bytes = Shop(4, true).ToArray();
        var exception = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(bytes, new ProfileReadOptions { MaximumSymbolLength = 10 }));
        Assert.Equal(ProfileReadError.LimitExceeded, exception.Error);
    }

    [Fact]
    public void Many_overlapping_methods_do_not_make_the_search_slow()
    {
        var file = new NetTraceFile();
        file.Events([.. Enumerable.Range(1, 30_000).Select(i =>
            new NetTraceEvent(MethodLoad, 1200 + (ulong)i) { Payload = Method(0x1000, 0x4000_0000, $"M{i}", "T", "()", id: (ulong)i) })]);
        file.Stacks(1, [.. Enumerable.Range(1, 2000).Select(i => (ulong[])[(ulong)(0x2000 + i), (ulong)(0x8000 + i)])]);
        file.Events([.. Enumerable.Range(1, 20_000).Select(i =>
            new NetTraceEvent(ThreadSample, 1200 + (ulong)i) { Thread = 2, Stack = (uint)(i % 2000) + 1, Payload = ManagedSample })]);
        Profile profile = Read(file.End());
        Assert.Equal(20_000, profile.Samples.Count);
        Assert.Contains(profile.Diagnostics, diagnostic => diagnostic.Reason == "methods of one address that were not told apart by time");
    }

    [Fact]
    public void Strict_reading_throws_at_the_first_fault_with_its_position()
    {
        var file = new NetTraceFile();
        file.Events(new NetTraceEvent(99, 1500));
        var exception = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(file.End().ToArray(), new ProfileReadOptions { Strict = true }));
        Assert.NotNull(exception.Position.ByteOffset);
    }
}
