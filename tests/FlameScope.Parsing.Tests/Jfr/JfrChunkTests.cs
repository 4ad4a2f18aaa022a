using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Tests of chunks: their metadata, constants, and what can be read of those that were not closed.</summary>
public sealed class JfrChunkTests
{
    private const string Sample = "5 jdk.ExecutionSample 1*1 main/101 java.lang.Thread.run:840;Shop.hash:20";

    [Fact]
    public void Integers_of_full_width_are_read_like_compressed_ones() =>
        Assert.Equal(JfrRecordings.Lines(JfrRecordings.Parse(JfrRecordings.Whole())), JfrRecordings.Lines(JfrRecordings.Parse(JfrRecordings.Whole(isCompressed: false))));

    [Fact]
    public void Each_chunk_is_read_by_its_own_metadata_and_constants()
    {
        var second = new JfrChunkWriter(firstType: 700);
        second.Type("jdk.ExecutionSample", "StackTrace* stackTrace", "long contextId", "Thread* sampledThread", "long startTime");
        second.Constant("java.lang.Thread", 1, "other", 900, "other", 9).Constant("jdk.types.Symbol", 1, "go").Constant("jdk.types.Method", 1, 0, 1, 0, 0, 0);
        second.Constant("jdk.types.StackTrace", 1, false, new object?[] { new object?[] { 1, 0, 0, 0 } });
        byte[] recording =
        [
            .. JfrRecordings.Start().AddConstants().Event(JfrRecordings.Execution, 5, 1, 1, 1).Close(),
            .. second.Event("jdk.ExecutionSample", 1, 123, 1, 6).Close(),
        ];
        Assert.Equal([Sample, "6 jdk.ExecutionSample 1*1 other/900 go"], JfrRecordings.Lines(JfrRecordings.Parse(recording)));
    }

    [Fact]
    public void Constants_may_precede_or_follow_the_events_and_constants_that_refer_to_them()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().WriteMetadata();
        chunk.Constant("jdk.types.StackTrace", 7, false, new object?[] { new object?[] { 2, 1, 0, 2 } }).WriteConstants();
        chunk.Event(JfrRecordings.Execution, 5, 1, 7, 1).AddConstants().WriteConstants();
        chunk.Event(JfrRecordings.Execution, 6, 8, 1, 1).Constant("java.lang.Thread", 8, "late", 8, "late", 8);
        Assert.Equal(
            ["5 jdk.ExecutionSample 1*1 main/101 Shop.hash:1", "6 jdk.ExecutionSample 1*1 late/8 java.lang.Thread.run:840;Shop.hash:20"],
            JfrRecordings.Lines(JfrRecordings.Parse(chunk.Close())));
    }

    [Fact]
    public void A_chain_of_constants_with_a_cycle_ends_and_all_constants_are_found()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().WriteMetadata().Constant("jdk.types.ThreadState", 9, "x");
        int first = chunk.Offset;
        chunk.WriteConstants(distance: 0).Event(JfrRecordings.Execution, 5, 1, 1, 1).AddConstants();
        chunk.WriteConstants(distance: 0);
        byte[] cycle = [.. chunk.ToArray(chunk.Offset, chunk.LastConstants, chunk.Metadata)];
        Profile profile = JfrRecordings.Parse(cycle);
        Assert.Equal([Sample], JfrRecordings.Lines(profile));
        Assert.Empty(profile.Diagnostics);

        JfrChunkWriter other = JfrRecordings.Start().WriteMetadata().Event(JfrRecordings.Execution, 5, 1, 1, 1).AddConstants();
        other.WriteConstants(distance: -1_000_000);
        profile = JfrRecordings.Parse(other.ToArray(other.Offset, other.LastConstants, other.Metadata));
        Assert.Equal([Sample], JfrRecordings.Lines(profile));
        Assert.Equal(JfrProblem.BrokenChain, Assert.Single(profile.Diagnostics).Reason);
        Assert.True(first > 0);
    }

    [Theory]
    [InlineData(JfrTextEncoding.Utf8)]
    [InlineData(JfrTextEncoding.Utf16)]
    [InlineData(JfrTextEncoding.Latin1)]
    internal void Texts_of_every_encoding_are_read(JfrTextEncoding encoding)
    {
        foreach (bool isCompressed in (bool[])[true, false])
        {
            JfrChunkWriter chunk = JfrRecordings.Start(isCompressed, encoding: encoding).AddConstants().Constant("java.lang.Thread", 9, "x", 9, "größe", 9);
            Profile profile = JfrRecordings.Parse(chunk.Event(JfrRecordings.Execution, 1, 9, 1, 1).Close());
            Assert.Equal(["1 jdk.ExecutionSample 1*1 größe/9 java.lang.Thread.run:840;Shop.hash:20"], JfrRecordings.Lines(profile));
        }
    }

    [Fact]
    public void A_text_may_be_a_constant()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants().Constant("java.lang.String", 3, new JfrText("shared \U0001F600", JfrTextEncoding.Utf16));
        chunk.Constant("java.lang.Thread", 9, null, 9, new JfrConstantText(3), 9);
        Profile profile = JfrRecordings.Parse(chunk.Event(JfrRecordings.Execution, 1, 9, 3, 1).Close());
        Assert.Equal(["1 jdk.ExecutionSample 1*1 shared \U0001F600/9 java.lang.Thread.run:840"], JfrRecordings.Lines(profile));
    }

    [Fact]
    public void A_text_that_refers_to_itself_is_empty()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants().Constant("java.lang.String", 3, new JfrConstantText(3));
        chunk.Constant("java.lang.Thread", 9, null, 9, new JfrConstantText(3), 9);
        Profile profile = JfrRecordings.Parse(chunk.Event(JfrRecordings.Execution, 1, 9, 3, 1).Close());
        Assert.Equal(["1 jdk.ExecutionSample 1*1 /9 java.lang.Thread.run:840"], JfrRecordings.Lines(profile));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x7f)]
    [InlineData(0x80)]
    [InlineData(0x0123_4567_89ab_cdef)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Compressed_integers_have_up_to_nine_bytes(long value)
    {
        var bytes = new JfrBytes(isCompressed: true);
        bytes.Integer(value, sizeof(long));
        byte[] alone = bytes.ToArray();
        bytes.Raw(new byte[16]);
        foreach (byte[] input in (byte[][])[alone, bytes.ToArray()])
        {
            var cursor = new JfrCursor(input, 0, isCompressed: true);
            Assert.Equal(value, cursor.ReadInteger(sizeof(long)));
            Assert.Equal(alone.Length, cursor.Position);
            Assert.False(cursor.IsBroken);
        }
    }

    [Fact]
    public void A_chunk_that_was_not_closed_is_read_as_far_as_its_constants_were_written()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().WriteMetadata().Event(JfrRecordings.Execution, 5, 1, 1, 1).AddConstants().WriteConstants();
        chunk.Event(JfrRecordings.Execution, 6, 1, 1, 1).Event(JfrRecordings.Execution, 7, 1, 55, 1);
        Profile profile = JfrRecordings.Parse(chunk.ToUnclosed());
        Assert.Equal([Sample, Sample.Replace("5 jdk", "6 jdk", StringComparison.Ordinal)], JfrRecordings.Lines(profile));
        Assert.Equal([JfrProblem.NotClosed, JfrProblem.LostConstants], profile.Diagnostics.Select(diagnostic => diagnostic.Reason));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void The_samples_of_all_chunks_are_counted_before_they_are_read(bool isCompressed, bool hasShortSizes)
    {
        JfrChunkWriter first = JfrRecordings.Start(isCompressed, hasShortSizes: hasShortSizes).AddConstants();
        first.Event(JfrRecordings.Execution, 5, 1, 1, 1).Event(JfrRecordings.Wall, 7, 1, 1, 1, 3).Event("jdk.ObjectAllocationSample", 8, 1, 1, 1, 1L << 50);
        JfrChunkWriter second = JfrRecordings.Start(isCompressed, firstType: 200, hasShortSizes: hasShortSizes).AddConstants();
        second.Event(JfrRecordings.Execution, 9, 1, 1, 1);
        byte[] one = first.Close(), two = second.Close();
        byte[] open = JfrRecordings.Start(isCompressed).WriteMetadata().Event(JfrRecordings.Execution, 5, 1, 1, 1).ToUnclosed();
        Assert.Equal(3, JfrSurvey.CountSamples(one));
        Assert.Equal(4, JfrSurvey.CountSamples((byte[])[.. one, .. two]));
        Assert.Equal(4, JfrSurvey.CountSamples((byte[])[.. one, .. two, .. open, .. one]));
        Assert.Equal(3, JfrSurvey.CountSamples((byte[])[.. one, .. two.AsSpan(0, two.Length - 1)]));
        Assert.Equal(0, JfrSurvey.CountSamples((byte[])[1, 2, 3]));
        Assert.Equal(8, JfrRecordings.Parse((byte[])[.. one, .. two, .. two, .. one]).Samples.Count);
    }

    [Fact]
    public void A_chunk_without_metadata_is_skipped_and_the_others_are_read()
    {
        byte[] closed = JfrRecordings.Start().AddConstants().Event(JfrRecordings.Execution, 5, 1, 1, 1).Close();
        byte[] unclosed = JfrRecordings.Start().Event(JfrRecordings.Execution, 6, 1, 1, 1).ToUnclosed();
        foreach (byte[] recording in (byte[][])[[.. closed, .. unclosed], [.. unclosed, .. closed]])
        {
            Profile profile = JfrRecordings.Parse(recording);
            Assert.Equal([Sample], JfrRecordings.Lines(profile));
            Assert.Contains(profile.Diagnostics, diagnostic => diagnostic.Reason == JfrProblem.NotClosed);
        }
    }

    [Fact]
    public void A_recording_without_any_metadata_is_refused_with_a_sentence()
    {
        byte[] unclosed = JfrRecordings.Start().Event(JfrRecordings.Execution, 6, 1, 1, 1).ToUnclosed();
        var fault = Assert.Throws<ProfileFormatException>(() => JfrRecordings.Parse(unclosed));
        Assert.Contains("was not closed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_size_0_is_counted_and_the_events_after_it_are_read()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().AddConstants().Raw(0, 0, 0).Event(JfrRecordings.Execution, 5, 1, 1, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal([Sample], JfrRecordings.Lines(profile));
        Assert.Equal(JfrProblem.NoSize, Assert.Single(profile.Diagnostics).Reason);
    }

    [Fact]
    public void After_an_event_that_cannot_be_skipped_reading_continues_at_the_next_constants()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().WriteMetadata().AddConstants();
        chunk.Raw([0, .. Enumerable.Repeat((byte)0xff, 40)]).WriteConstants().Event(JfrRecordings.Execution, 5, 1, 1, 1);
        Profile profile = JfrRecordings.Parse(chunk.Close());
        Assert.Equal([Sample], JfrRecordings.Lines(profile));
        Assert.Equal(JfrProblem.NoSize, Assert.Single(profile.Diagnostics).Reason);
    }

    [Fact]
    public void An_event_longer_than_the_chunk_is_counted()
    {
        JfrChunkWriter chunk = JfrRecordings.Start().WriteMetadata().AddConstants().WriteConstants().Event(JfrRecordings.Execution, 5, 1, 1, 1);
        Profile profile = JfrRecordings.Parse(chunk.Raw(0xff, 0xff, 0x7f, 22, 1).Close());
        Assert.Equal([Sample], JfrRecordings.Lines(profile));
        Assert.Equal(JfrProblem.WrongSize, Assert.Single(profile.Diagnostics).Reason);
    }

    [Fact]
    public void Bytes_between_chunks_are_counted_once()
    {
        byte[] chunk = JfrRecordings.Start().AddConstants().Event(JfrRecordings.Execution, 5, 1, 1, 1).Close();
        Profile profile = JfrRecordings.Parse((byte[])[.. chunk, 1, 2, 3, (byte)'F', (byte)'L', .. chunk, 0, 0]);
        Assert.Equal([Sample, Sample], JfrRecordings.Lines(profile));
        ReadDiagnostic diagnostic = Assert.Single(profile.Diagnostics);
        Assert.Equal((JfrProblem.NotAChunk, 2L), (diagnostic.Reason, diagnostic.Count));
    }

    [Fact]
    public void A_version_that_is_not_supported_is_refused_with_both_versions()
    {
        byte[] recording = new JfrChunkWriter { Major = 1 }.Close();
        var fault = Assert.Throws<ProfileFormatException>(() => JfrRecordings.Parse(recording));
        Assert.Contains("1.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("version 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_without_a_clock_frequency_has_samples_without_times()
    {
        var chunk = new JfrChunkWriter { TicksPerSecond = 0 };
        JfrRecordings.DefineEvents(chunk);
        Profile profile = JfrRecordings.Parse(chunk.AddConstants().Event(JfrRecordings.Execution, 5, 1, 3, 1).Close());
        Assert.Equal(["- jdk.ExecutionSample 1*1 main/101 java.lang.Thread.run:840"], JfrRecordings.Lines(profile));
        Assert.Equal(JfrProblem.NoClock, Assert.Single(profile.Diagnostics).Reason);
    }

    [Fact]
    public void Strict_mode_throws_at_the_first_fault()
    {
        byte[] recording = JfrRecordings.Start().AddConstants().Event(JfrRecordings.Execution, 1, 1, 99, 1).Close();
        Assert.Throws<ProfileFormatException>(() => JfrRecordings.Parse(recording, new ProfileReadOptions { Strict = true }));
    }
}
