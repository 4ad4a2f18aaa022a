using System.Buffers.Binary;
using System.IO.Compression;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class OtlpReaderTests
{
    private static Profile Read(OtlpFile file) => ProfileFormats.Default.Parse(file.ToArray());

    private static string Problems(Profile profile) => string.Join("; ", profile.Diagnostics.Select(d => $"{d.Reason} {d.Count}"));

    private static string Only(OtlpFile file) => ProfileText.OfSample(Read(file), 0);

    private static OtlpFile Small(Action<OtlpFile, Proto> add)
    {
        var file = new OtlpFile();
        Proto profile = new Proto().Message(1, file.Type("samples", "count"));
        add(file, profile);
        return file.Profile(profile);
    }

    [Fact]
    public void All_parts_of_a_request_are_read()
    {
        Profile profile = Read(OtlpFile.Example());

        const string Main = "main@/usr/bin/app(main.c:10:5)<User>;work@/usr/bin/app(work.c:7)<User>;inner@/usr/bin/app(lib.h:3)<User><inlined>";
        const string Link = "span_id=01020304050607ff,trace_id=0102030405060708090a0b0c0d0e0f10";
        const string Labels = "build=true,otel.scope.name=profiler,otel.scope.version=1.2,profile.kind=on-cpu,service.name=shop";
        Assert.Equal("otlp", profile.Format);
        Assert.Equal(
            $$"""
            - samples x1 [cpu/nanoseconds=30] 99// cpu {{{Labels}},size=5 bytes} {{Main}}
            1700000000000000001 samples x1 [cpu/nanoseconds=1] 99/12/worker cpu {{{Labels}}} {{Main}}
            1700000000000000005 samples x1 [cpu/nanoseconds=7] 99//worker cpu {{{Labels}},{{Link}}} {{Main}};read<Kernel>
            1700000000000000006 samples x1 [cpu/nanoseconds=8] 99//worker cpu {{{Labels}},{{Link}}} {{Main}};read<Kernel>
            1700000000000000009 samples x1 [cpu/nanoseconds=1] 99/12/worker cpu {{{Labels}}} {{Main}}
            time_unix_nano: 1700000000000000000
            duration_nano: 5000
            period_type: cpu/nanoseconds
            period: 1000

            """,
            ProfileText.Of(profile),
            ignoreLineEndingDifferences: true);
        Assert.Equal(new WallClock(0, 0, IsExact: true), profile.Header.Clock);
    }

    [Fact]
    public void The_dictionary_may_precede_or_follow_the_profiles()
    {
        OtlpFile file = OtlpFile.Example();
        byte[] first = new Proto().Message(2, file.Dictionary).Append(file.Resources).ToArray();

        Assert.Equal(ProfileText.Of(Read(file)), ProfileText.Of(ProfileFormats.Default.Parse(first)));
    }

    [Fact]
    public void Times_only_count_one_each()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(file.Stack(file.Location("f")), [], [5, 3, 9]))));

        Assert.Equal([3, 5, 9], profile.Samples.Times);
        Assert.Equal(3, profile.Samples.Count);
        Assert.All(profile.Samples, sample => Assert.Equal((1L, 1L), (sample.Period, sample.Count)));
    }

    [Fact]
    public void Values_only_are_samples_without_a_time()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(file.Stack(file.Location("f")), [606], []))));

        Assert.False(profile.HasTimes);
        Assert.Equal((606L, 606L), (profile.Samples[0].Period, profile.Samples[0].Count));
        Assert.Null(profile.Header.Clock);
    }

    [Fact]
    public void Values_and_times_belong_together_by_their_index()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(file.Stack(file.Location("f")), [2, 3], [9, 5]))));

        Assert.Equal([(5L, 3L), (9L, 2L)], profile.Samples.Select(sample => (sample.Time!.Value, sample.Period)));
    }

    [Fact]
    public void Values_and_times_of_different_counts_are_kept_without_times_and_counted()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(file.Stack(file.Location("f")), [10], [5, 6, 7]))));

        Assert.Equal(10, Assert.Single(profile.Samples).Period);
        Assert.False(profile.HasTimes);
        Assert.Equal("a sample with another number of values than of times 1", Problems(profile));
    }

    [Fact]
    public void A_sample_without_values_and_times_is_counted()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(file.Stack(file.Location("f")), [], []))));

        Assert.Empty(profile.Samples);
        Assert.Equal("a sample without values and times 1", Problems(profile));
    }

    [Fact]
    public void Index_0_of_every_table_is_none()
    {
        string text = Only(Small((file, profile) =>
        {
            file.Stack(file.Location(0, 0x99, [], (0, 0, 0)));
            profile.Message(2, OtlpFile.Sample(1, [1], [], 0).Varint(3, 0)).Message(2, OtlpFile.Sample(0, [1], []));
        }));

        Assert.EndsWith("{} 0x99", text);
    }

    [Fact]
    public void Times_beyond_53_bits_are_exact()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(0, [], [1_795_882_803_447_519_887]))));

        Assert.Equal([1_795_882_803_447_519_887], profile.Samples.Times);
    }

    [Fact]
    public void A_time_that_is_out_of_range_is_counted_and_the_sample_is_untimed()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(0, [], [0, ulong.MaxValue, 5]))));

        Assert.Equal(2, profile.Samples.UntimedCount);
        Assert.Equal("a time that is out of range 2", Problems(profile));
    }

    [Fact]
    public void The_thread_id_in_a_name_of_async_profiler_is_read()
    {
        string text = Only(Small((file, profile) =>
            profile.Message(2, OtlpFile.Sample(0, [1], [], file.Attribute("thread.name", "[C1 CompilerTask tid=24216]")))));

        Assert.Contains("/24216/[C1 CompilerTask tid=24216]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tid=5")]
    [InlineData("[worker tid=x]")]
    [InlineData("[worker] tid=5")]
    public void Other_names_have_no_thread_id(string name)
    {
        string text = Only(Small((file, profile) => profile.Message(2, OtlpFile.Sample(0, [1], [], file.Attribute("thread.name", name)))));

        Assert.Contains($" //{name} ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_of_all_types_are_labels()
    {
        Proto list = new Proto().Message(1, new Proto().Text(1, "a")).Message(1, new Proto().Varint(3, 2));
        Proto map = new Proto().Message(1, OtlpFile.KeyValue("k", new Proto().Varint(3, 1)));
        string text = Only(Small((file, profile) => profile.Message(2, OtlpFile.Sample(
            0, [1], [],
            file.Attribute("int", -5, "ms"), file.Attribute("double", new Proto().Double(4, 1.5)), file.Attribute("bool", new Proto().Varint(2, 0)),
            file.Attribute("bytes", new Proto().Bytes(7, [0xAB, 1])), file.Attribute("list", new Proto().Message(5, list)),
            file.Attribute("map", new Proto().Message(6, map)), file.Attribute("ref", new Proto().Varint(8, file.Text("shared"))),
            file.Attribute("none", new Proto())))));

        Assert.Contains("{bool=false,bytes=ab01,double=1.5,int=-5 ms,list=[a, 2],map={k=1},none=,ref=shared}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Deeply_nested_values_are_shortened()
    {
        Proto value = new Proto().Text(1, "deep");
        for (int i = 0; i < 1000; i++) value = new Proto().Message(5, new Proto().Message(1, value));

        Assert.Contains("{x=[[[[…]]]]}", Only(Small((file, profile) => profile.Message(2, OtlpFile.Sample(0, [1], [], file.Attribute("x", value))))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_process_and_the_processor_are_columns()
    {
        Profile profile = Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(
            0, [1], [], file.Attribute("process.pid", 5), file.Attribute("process.executable.name", "app"), file.Attribute("cpu.logical_number", 3)))));

        Assert.Equal("- samples x1 [samples/count=1] 5// cpu3 {} ", ProfileText.OfSample(profile, 0));
    }

    [Fact]
    public void The_name_of_the_machine_is_in_the_header()
    {
        var file = new OtlpFile();
        Proto resource = new Proto().Message(1, OtlpFile.KeyValue("host.name", new Proto().Text(1, "db1")));
        Proto profile = new Proto().Message(1, file.Type("samples", "count")).Message(2, OtlpFile.Sample(0, [1], []));
        file.Resource(new Proto().Message(1, resource).Message(2, new Proto().Message(2, profile)));

        Assert.Equal("db1", Read(file).Header.HostName);
    }

    [Fact]
    public void Several_sample_types_are_events_with_their_names()
    {
        var file = new OtlpFile();
        file.Profile(new Proto().Message(1, file.Type("cpu", "nanoseconds")).Message(2, OtlpFile.Sample(0, [5], [])));
        file.Profile(new Proto().Message(1, file.Type("alloc_space", "bytes")).Message(2, OtlpFile.Sample(0, [7], [])));
        file.Profile(new Proto().Message(1, file.Type("cpu", "nanoseconds")).Message(2, OtlpFile.Sample(0, [6], [])));

        Assert.Equal(
            [
                "- alloc_space x1 [alloc_space/bytes=7] // cpu {} ", "- cpu x1 [cpu/nanoseconds=5] // cpu {} ", "- cpu x1 [cpu/nanoseconds=6] // cpu {} ",
            ],
            ProfileText.OfSamples(Read(file)));
    }

    [Fact]
    public void Indexes_out_of_range_are_counted()
    {
        Profile profile = Read(Small((file, profile) =>
        {
            file.Stack(77);
            file.Stack(file.Location(55, 0, [44], (66, 0, 0)));
            profile.Message(2, OtlpFile.Sample(9, [1], [])).Message(2, OtlpFile.Sample(1, [1], [])).Message(2, OtlpFile.Sample(2, [1], []).Varint(3, 5));
        }));

        Assert.Equal(3, profile.Samples.Count);
        Assert.Equal(
            [
                "a stack that is not valid", "the index of a function is out of range", "the index of a link is out of range",
                "the index of a mapping is out of range", "the index of a stack is out of range", "the index of an attribute is out of range",
            ],
            profile.Diagnostics.Select(diagnostic => diagnostic.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Negative_values_of_differences_are_refused()
    {
        var fault = Assert.Throws<ProfileFormatException>(() => Read(Small((file, profile) => profile.Message(2, OtlpFile.Sample(0, [-4], [])))));

        Assert.Contains("negative value -4", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_of_five_bytes_are_read()
    {
        // async-profiler fills in the lengths of messages later.
        byte[] file = OtlpFile.Example().ToArray();
        var padded = new List<byte>();
        var reader = new ProtobufReader(file);
        while (reader.Read())
        {
            padded.Add((byte)((reader.Field << 3) | 2));
            for (int i = 0, length = reader.Bytes.Length; i < 5; i++, length >>= 7) padded.Add((byte)((length & 0x7F) | (i < 4 ? 0x80 : 0)));
            padded.AddRange(reader.Bytes);
        }

        Assert.Equal(ProfileText.Of(Read(OtlpFile.Example())), ProfileText.Of(ProfileFormats.Default.Parse(padded.ToArray())));
    }

    [Fact]
    public void A_stream_of_requests_is_read_message_by_message()
    {
        byte[] one = OtlpFile.Example().ToArray();
        byte[] two = Small((file, profile) => profile.Message(2, OtlpFile.Sample(file.Stack(file.Location("f")), [], [77]))).ToArray();
        var stream = new List<byte>();
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] message in (byte[][])[one, two, one])
        {
            BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
            stream.AddRange(length);
            stream.AddRange(message);
        }

        Profile profile = ProfileFormats.Default.Parse(stream.ToArray());

        Assert.Equal(11, profile.Samples.Count);
        Assert.Equal(77, profile.FirstTime);
        FormatLaws.BlockSizesGiveTheSameProfile([.. stream]);
        Profile cut = ProfileFormats.Default.Parse(stream.Take(stream.Count - 1).ToArray());
        Assert.Equal(6, cut.Samples.Count);
        Assert.Equal("the input ends within a message 1", Problems(cut));
    }

    [Fact]
    public void An_original_payload_is_read_if_there_are_no_samples_or_if_it_is_preferred()
    {
        byte[] pprof = PprofFile.Example().ToArray();
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(pprof);
        string expected = string.Join('\n', ProfileText.OfSamples(ProfileFormats.Default.Parse(pprof)));

        foreach (byte[] payload in (byte[][])[pprof, compressed.ToArray()])
        {
            OtlpFile without = Small((file, profile) => profile.Text(9, "pprof").Bytes(10, payload));
            OtlpFile with = Small((file, profile) => profile.Message(2, OtlpFile.Sample(0, [1], [])).Text(9, "pprof").Bytes(10, payload));

            Assert.Equal(expected, string.Join('\n', ProfileText.OfSamples(Read(without))));
            Assert.Equal("- samples x1 [samples/count=1] // cpu {} ", Only(with));
            ProfileFormats prefers = ProfileFormats.Default.With(new OtlpReader { PreferOriginalPayload = true });
            Assert.Equal(expected, string.Join('\n', ProfileText.OfSamples(prefers.Parse(with.ToArray()))));
        }
    }

    [Fact]
    public void An_original_payload_of_an_unknown_format_is_ignored()
    {
        OtlpFile file = Small((file, profile) => profile.Message(2, OtlpFile.Sample(0, [1], [])).Text(9, "other").Text(10, "???"));

        Profile profile = ProfileFormats.Default.With(new OtlpReader { PreferOriginalPayload = true }).Parse(file.ToArray());

        Assert.Equal(1, profile.Samples.Count);
        Assert.Contains(new HeaderFact { Name = "original_payload_format", Value = "other" }, profile.Header.Facts);
    }

    [Fact]
    public void A_request_that_ends_before_its_dictionary_is_refused_with_the_reason()
    {
        OtlpFile file = OtlpFile.Example();
        byte[] whole = file.ToArray();

        var fault = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(whole.AsMemory(0, file.Resources.ToArray().Length - 1)));

        Assert.Equal(ProfileReadError.Truncated, fault.Error);
        Assert.Contains("dictionary", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_block_size_gives_the_same_profile() => FormatLaws.BlockSizesGiveTheSameProfile(OtlpFile.Example().ToArray());

    [Fact]
    public void A_file_cut_at_any_byte_gives_a_prefix_or_the_exception()
    {
        OtlpFile file = OtlpFile.Example();
        FormatLaws.CutsGivePrefixes(file.ToArray(), "otlp");
        FormatLaws.CutsGivePrefixes(new Proto().Message(2, file.Dictionary).Append(file.Resources).ToArray(), "otlp");
    }

    [Fact]
    public void A_changed_file_gives_a_profile_or_the_exception() =>
        FormatLaws.MutationsGiveProfilesOrTheException(OtlpFile.Example().ToArray(), "otlp");
}
