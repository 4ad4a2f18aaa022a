using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of recordings that are cut, changed, or made to exhaust the reader.</summary>
public sealed class JfrHostileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_recording_cut_at_any_byte_has_only_samples_of_the_whole_one(bool isCompressed)
    {
        byte[] recording = JfrRecordings.Whole(isCompressed);
        string[] whole = JfrRecordings.Lines(JfrRecordings.Parse(recording));
        for (int cut = 0; cut < recording.Length; cut++)
        {
            Profile profile;
            try
            {
                profile = ProfileFormats.Default.Parse(recording.AsMemory(0, cut), new ProfileReadOptions { Format = "jfr" });
            }
            catch (ProfileFormatException)
            {
                continue;
            }
            Assert.Empty(JfrRecordings.Lines(profile).Except(whole));
            Assert.True(profile.Samples.Count == whole.Length || profile.Diagnostics.Count > 0 || IsBetweenChunks(recording, cut), $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(1_000)]
    public async Task Every_block_size_gives_the_same_profile(int blockSize)
    {
        byte[] chunk = JfrRecordings.Whole();
        byte[] recording = [.. chunk, 9, 9, .. chunk, .. JfrRecordings.Start().Event(JfrRecordings.Execution, 1, 1, 1, 1).ToUnclosed()];
        Profile whole = JfrRecordings.Parse(recording);
        Profile profile = await ProfileFile.OpenAsync(new MemoryStream(recording), new ProfileReadOptions { BlockSize = blockSize });
        Assert.Equal(JfrRecordings.Lines(whole), JfrRecordings.Lines(profile));
        Assert.Equal(whole.Diagnostics.Select(d => (d.Reason, d.Count)), profile.Diagnostics.Select(d => (d.Reason, d.Count)));
    }

    [Fact]
    public void A_changed_recording_gives_a_profile_or_the_exception_of_the_format()
    {
        byte[] original = JfrRecordings.Whole();
        var random = new Random(5);
        for (int i = 0; i < 8_000; i++)
        {
            byte[] recording = [.. original];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                recording[random.Next(4, recording.Length)] = random.Next(4) switch { 0 => 0, 1 => 0xff, 2 => 0x7f, _ => (byte)random.Next(256) };
            }
            try
            {
                JfrRecordings.Parse(recording);
            }
            catch (ProfileFormatException)
            {
                // Refused.
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Metadata_whose_size_is_less_than_its_own_bytes_is_not_read(byte size)
    {
        JfrChunkWriter chunk = JfrRecordings.Start(isCompressed: false).AddConstants();
        byte[] bytes = chunk.Close();
        bytes.AsSpan(chunk.Metadata, sizeof(int)).Clear();
        bytes[chunk.Metadata + 3] = size;
        Assert.Throws<ProfileFormatException>(() => JfrRecordings.Parse(bytes));
    }

    [Fact]
    public void Types_that_contain_themselves_are_not_read()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().Type("test.Loop", "test.Loop a", "test.Loop b").Type("jdk.ThreadSleep", "long startTime", "test.Loop loop");
        chunk.AddConstants().Raw(3, (byte)chunk.TypeId("jdk.ThreadSleep"), 1);
        Profile profile = JfrRecordings.Parse(chunk.Event(JfrRecordings.Execution, 5, 1, 3, 1).Close());
        Assert.Equal(1, profile.Samples.Count);
    }

    [Fact]
    public void Types_that_double_at_every_level_are_not_read()
    {
        JfrChunkWriter chunk = JfrRecordings.Start();
        for (int i = 0; i < 40; i++) chunk.Type($"test.T{i}", $"test.T{i + 1} a", $"test.T{i + 1} b");
        chunk.Type("test.T40").Type("jdk.ThreadSleep", "long startTime", "test.T0 many").AddConstants().Event("jdk.ExecutionSample", 5, 1, 3, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal(1, profile.Samples.Count);
    }

    [Fact]
    public void An_array_whose_count_exceeds_its_bytes_allocates_nothing()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().WriteMetadata().AddConstants().WriteConstants();
        byte[] recording = chunk.Event(JfrRecordings.Execution, 5, 1, 1, 1).Close();
        int frames = recording.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0, 1, 1, 0xc8, 6]); // the stack of one frame at line 840
        Assert.True(frames > 0);
        recording[frames + 1] = 0x7f;
        long before = GC.GetAllocatedBytesForCurrentThread();
        JfrRecordings.Parse(recording);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16_000_000);
    }

    [Fact]
    public void Names_that_multiply_the_bytes_of_the_chunk_are_refused()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants().Constant("jdk.types.Symbol", 50, new string('x', 100_000)).Constant("java.lang.Class", 50, 0, 50, 0);
        for (int i = 0; i < 1_000; i++)
        {
            chunk.Constant("jdk.types.Symbol", 1_000 + i, $"m{i}").Constant("jdk.types.Method", 1_000 + i, 50, 1_000 + i, 0, 0, 0);
            chunk.Constant("jdk.types.StackTrace", 1_000 + i, false, new object?[] { new object?[] { 1_000 + i, 0, 0, 1 } });
            chunk.Event(JfrRecordings.Execution, i, 1, 1_000 + i, 1);
        }
        Assert.Throws<ProfileFormatException>(() => JfrRecordings.Parse(chunk.Close()));
    }

    [Fact]
    public void Too_many_kinds_of_events_are_refused()
    {
        // A type and an event of it have about 20 bytes in a file; the builder has a limit of its own that must not be reached.
        const int PerChunk = 500;
        var recording = new List<byte>();
        for (int i = 0; i <= 32_000 / PerChunk; i++)
        {
            var chunk = new JfrChunkWriter();
            for (int k = 0; k < PerChunk; k++) chunk.Type($"app.E{(i * PerChunk) + k}", "long startTime", "StackTrace* stackTrace");
            for (int k = 0; k < PerChunk; k++) chunk.Event($"app.E{(i * PerChunk) + k}", 1, 0);
            recording.AddRange(chunk.Close());
        }
        var fault = Assert.Throws<ProfileFormatException>(() => JfrRecordings.Parse(recording.ToArray()));
        Assert.Equal(ProfileReadError.LimitExceeded, fault.Error);
    }

    [Fact]
    public void A_stack_with_more_frames_than_the_limit_is_refused()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants();
        chunk.Constant("jdk.types.StackTrace", 9, false, Enumerable.Repeat((object?)new object?[] { 1, 0, 0, 1 }, 11).ToArray());
        byte[] recording = chunk.Event(JfrRecordings.Execution, 1, 1, 9, 1).Close();
        Assert.Throws<ProfileFormatException>(() => JfrRecordings.Parse(recording, new ProfileReadOptions { MaximumFrames = 10 }));
        Assert.Equal(1, JfrRecordings.Parse(recording, new ProfileReadOptions { MaximumFrames = 11 }).Samples.Count);
    }

    private static bool IsBetweenChunks(byte[] recording, int cut) => recording.AsSpan(cut).StartsWith("FLR\0"u8);
}
