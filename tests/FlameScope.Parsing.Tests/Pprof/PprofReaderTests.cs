using System.IO.Compression;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class PprofReaderTests
{
    private static Profile Read(byte[] file, bool strict = false) =>
        ProfileFormats.Default.Parse(file, new ProfileReadOptions { Format = "pprof", Strict = strict });

    private static PprofFile Small() => new PprofFile().Type("samples", "count").Frame(1, "main").Frame(2, "work");

    private static string Only(PprofFile file) => ProfileText.OfSample(Read(file.ToArray()), 0);

    private static string Problems(Profile profile) => string.Join("; ", profile.Diagnostics.Select(d => $"{d.Reason} {d.Count}"));

    [Fact]
    public void All_parts_of_a_profile_are_read()
    {
        Profile profile = ProfileFormats.Default.Parse(PprofFile.Example().ToArray());

        Assert.Equal("pprof", profile.Format);
        Assert.Equal(
            """
            - samples x1 [samples/count=1 cpu/nanoseconds=10000000] // cpu {} main@/usr/bin/app(main.go:10)<User>;work@/usr/bin/app(work.go:20)<User>
            - samples x2 [samples/count=2 cpu/nanoseconds=20000000] // cpu {bytes=512 bytes,worker=a} main@/usr/bin/app(main.go:10)<User>;work@/usr/bin/app(work.go:21)<User>;inner@/usr/bin/app(lib.go:7)<User><inlined>
            - samples x3 [samples/count=3 cpu/nanoseconds=0] // cpu {} 0x1500@/usr/bin/app<User>
            - samples x1 [samples/count=1 cpu/nanoseconds=1] // cpu {} 
            1700000000123456789 samples x1 [samples/count=1 cpu/nanoseconds=10000000] /7/ cpu {} main@/usr/bin/app(main.go:10)<User>;work@/usr/bin/app(work.go:20)<User>;read@[kernel.kallsyms]<Kernel>
            time_nanos: 1700000000000000000
            duration_nanos: 5000000000
            period: 10000000
            comment: a comment

            """,
            ProfileText.Of(profile),
            ignoreLineEndingDifferences: true);
        Assert.Equal(new WallClock(0, 0, IsExact: true), profile.Header.Clock);
    }

    [Fact]
    public void A_long_profile_is_detected_although_its_bytes_are_lines_that_perf_prints()
    {
        var file = new PprofFile().Type("samples", "count").Frame('\n', "main").Frame('.', "work");
        for (int i = 0; i < 4000; i++) file.Sample(['\n', '.', '\n', '.', '\n'], [1]);

        Profile profile = ProfileFile.Open(new MemoryStream(file.ToArray()));
        Assert.Equal("pprof", profile.Format);
        Assert.Equal(4000, profile.Samples.Count);
    }

    [Fact]
    public void A_record_is_one_sample_with_a_value_of_each_type()
    {
        PprofFile file = new PprofFile().Type("alloc_objects", "count").Type("alloc_space", "bytes").Type("inuse_objects", "count").Frame(1, "main");
        file.Sample([1], [924, 4096, 0]);

        Profile profile = Read(file.ToArray());

        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal(924, profile.Samples[0].Count);
        Assert.Equal([924L], profile.Samples.GetValues(0));
        Assert.Equal([4096L], profile.Samples.GetValues(1));
        Assert.True(profile.Samples.GetValues(2).IsEmpty); // All are zero.
    }

    [Fact]
    public void The_first_line_of_a_location_is_the_innermost_function_and_only_the_last_is_not_inlined()
    {
        PprofFile file = Small().Function(3, "a").Function(4, "b").Location(9, 0, 0, (3, 1), (4, 2), (1, 3)).Sample([2, 9], [1]);

        Assert.EndsWith("{} main(:3);b(:2)<inlined>;a(:1)<inlined>;work", Only(file));
    }

    [Fact]
    public void Ids_are_not_indexes_and_may_be_sparse_and_of_64_bits()
    {
        PprofFile file = new PprofFile().Type("samples", "count").Function(77, "main");
        file.Location(-1, 0, 0, (77, 0)).Location(1L << 40, 0, 0, (77, 5)).Location(3, 0, 0, (77, 9));
        file.Sample([-1, 1L << 40, 3], [1]);

        Assert.EndsWith("main(:9);main(:5);main", Only(file));
    }

    [Fact]
    public void The_string_table_may_precede_or_follow_everything_and_fields_have_any_order()
    {
        byte[] expected = PprofFile.Example().ToArray();
        PprofFile file = PprofFile.Example();
        Proto reversed = new Proto().Append(file.Others).Append(file.Texts);
        foreach (Proto function in file.Functions) reversed.Message(5, function);
        foreach (Proto location in file.Locations) reversed.Message(4, location);
        foreach (Proto sample in file.Samples) reversed.Message(2, sample);
        foreach (Proto mapping in file.Mappings) reversed.Message(3, mapping);
        foreach (Proto type in file.SampleTypes) reversed.Message(1, type);

        Assert.Equal(ProfileText.Of(Read(expected)), ProfileText.Of(ProfileFormats.Default.Parse(reversed.ToArray())));
    }

    [Fact]
    public void Numbers_may_be_packed_or_not_and_in_several_fields()
    {
        PprofFile file = new PprofFile().Type("samples", "count").Type("cpu", "nanoseconds").Frame(1, "main").Frame(2, "work").Frame(3, "leaf");
        file.Samples.Add(new Proto().Varint(1, 3).Varint(1, 2).Varint(1, 1).Varint(2, 4).Varint(2, 5));
        file.Samples.Add(new Proto().Packed(1, 3, 2).Varint(1, 1).Varint(2, 4).Packed(2, 5));
        file.Samples.Add(new Proto().Varint(1, 3).Packed(2, 4, 5).Packed(1, 2, 1));
        file.Samples.Add(new Proto().Packed(2, 4, 5).Packed(1, 3, 2, 1));

        string[] samples = ProfileText.OfSamples(Read(file.ToArray()));

        Assert.Equal(4, samples.Length);
        Assert.Single(samples.Distinct());
        Assert.Equal("- samples x4 [samples/count=4 cpu/nanoseconds=5] // cpu {} main;work;leaf", samples[0]);
    }

    [Fact]
    public void String_0_must_be_empty()
    {
        Proto type = new Proto().Varint(1, 1).Varint(2, 2);
        Proto file = new Proto().Message(1, type).Message(2, new Proto().Packed(2, 1));

        Assert.Equal(FormatMatch.Yes, Match(new Proto().Append(file).Text(6, "").Text(6, "samples").Text(6, "count")));
        Assert.Equal(FormatMatch.No, Match(new Proto().Append(file).Text(6, "samples").Text(6, "count").Text(6, "")));
        Assert.Equal(FormatMatch.No, Match(new Proto().Append(file).Text(6, "").Text(6, "samples")));

        static FormatMatch Match(Proto file) => new PprofReader().Match(new FormatProbe(file.ToArray(), isWhole: true));
    }

    [Fact]
    public void A_record_whose_values_are_zero_is_kept()
    {
        PprofFile file = new PprofFile().Type("inuse_objects", "count").Type("inuse_space", "bytes").Frame(1, "main").Sample([1], [0, 0]);

        Assert.Equal("- samples x0 [inuse_objects/count=0 inuse_space/bytes=0] // cpu {} main", Only(file));
    }

    [Fact]
    public void Unknown_fields_are_skipped()
    {
        PprofFile file = Small();
        file.Samples.Add(new Proto().Text(20, "?").Packed(1, 2, 1).Varint(30, 5).Packed(2, 1));
        file.Others.Text(40, "x").Fixed64(41, 1).Varint(15, 3);

        Profile profile = ProfileFormats.Default.Parse(file.ToArray(), new ProfileReadOptions { Strict = true });

        Assert.Equal("- samples x1 [samples/count=1] // cpu {} main;work", ProfileText.OfSample(profile, 0));
    }

    [Fact]
    public void Gzip_is_read_also_in_several_members()
    {
        byte[] file = PprofFile.Example().ToArray();
        using var compressed = new MemoryStream();
        foreach (byte[] part in file.Chunk((file.Length / 3) + 1))
        {
            using var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(part);
        }
        compressed.Position = 0;

        Assert.Equal(ProfileText.Of(Read(file)), ProfileText.Of(ProfileFile.Open(compressed)));
    }

    [Fact]
    public void The_default_value_type_is_the_stated_one_then_the_last_time_then_the_last()
    {
        static int? Default(PprofFile file)
        {
            file.Frame(1, "main").Sample([1], new long[file.SampleTypes.Count]);
            Profile profile = Read(file.ToArray());
            return profile.GetDefaultValueType(profile.Samples[0].Event);
        }

        PprofFile stated = new PprofFile().Type("samples", "count").Type("cpu", "nanoseconds");
        stated.Others.Varint(14, stated.Text("samples"));
        Assert.Equal(0, Default(stated));
        Assert.Equal(1, Default(new PprofFile().Type("samples", "count").Type("cpu", "nanoseconds").Type("other", "count")));
        Assert.Equal(2, Default(new PprofFile().Type("sample", "count").Type("wall", "nanoseconds").Type("cpu", "nanoseconds")));
        Assert.Equal(1, Default(new PprofFile().Type("inuse_objects", "count").Type("inuse_space", "bytes")));
    }

    [Fact]
    public void Labels_are_texts_or_numbers_with_a_unit()
    {
        PprofFile file = Small();
        file.Sample([1], [1], file.Label("kind", "hash"), file.Label("bytes", 0), file.Label("size", -5, "kilobytes"));

        Assert.Contains("{bytes=0,kind=hash,size=-5 kilobytes}", Only(file), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_is_the_label_end_timestamp_ns_and_exact_beyond_53_bits()
    {
        PprofFile file = Small();
        file.Sample([1], [1], file.Label("end_timestamp_ns", 1_795_883_801_760_839_001)).Sample([1], [1], file.Label("end_timestamp_ns", 1_795_883_801_760_839_000));

        Profile profile = Read(file.ToArray());

        Assert.Equal([1_795_883_801_760_839_000, 1_795_883_801_760_839_001], profile.Samples.Times);
        Assert.Equal(1_795_883_801_760_839_001, profile.Header.Clock!.UnixNanosecondsAt(profile.Samples.Times[1]));
        Assert.Empty(profile.LabelSets[profile.Samples[0].Labels]);
    }

    [Fact]
    public void A_record_without_the_label_is_untimed_among_timed_ones()
    {
        PprofFile file = Small();
        file.Sample([1], [1], file.Label("end_timestamp_ns", 5_000)).Sample([2], [1]);

        Profile profile = Read(file.ToArray());

        Assert.Equal(1, profile.Samples.UntimedCount);
        Assert.Equal(2, profile.Samples.Count);
    }

    [Fact]
    public void Without_the_label_a_profile_has_no_times_and_no_clock()
    {
        PprofFile file = Small().Sample([1], [1]);
        file.Others.Varint(9, 1_700_000_000_000_000_000).Varint(10, 100);

        Profile profile = Read(file.ToArray());

        Assert.False(profile.HasTimes);
        Assert.Null(profile.Header.Clock);
    }

    [Theory]
    [InlineData("thread id", "thread name", "process id")]
    [InlineData("thread_id", "thread_name", "process_id")]
    [InlineData("tid", "thread_comm", "pid")]
    public void Threads_are_labels_by_custom(string tid, string name, string pid)
    {
        PprofFile file = Small();
        file.Sample([1], [1], file.Label(tid, "12"), file.Label(name, "Main Event Loop"), file.Label(pid, 5));
        file.Sample([2], [1], file.Label(tid, 13), file.Label(name, "worker"));

        string[] samples = ProfileText.OfSamples(Read(file.ToArray()));

        Assert.Equal(["- samples x1 [samples/count=1] /13/worker cpu {} work", "- samples x1 [samples/count=1] 5/12/Main Event Loop cpu {} main"], samples);
    }

    [Fact]
    public void A_thread_id_that_is_no_number_stays_a_label()
    {
        PprofFile file = Small();
        file.Sample([1], [1], file.Label("tid", "main"), file.Label("end_timestamp_ns", "soon"));

        Assert.Equal("- samples x1 [samples/count=1] // cpu {end_timestamp_ns=soon,tid=main} main", Only(file));
    }

    // A list that is not packed is always looked up location by location.
    [Fact]
    public void Stacks_that_differ_and_then_repeat_are_those_of_lists_that_are_not_packed()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            PprofFile packed = Small(), single = Small();
            foreach (PprofFile file in (PprofFile[])[packed, single])
            {
                for (int id = 3; id < 300; id++) file.Frame(id, $"function{id}");
                file.Function(300, "outer").Function(301, "inner").Location(300, 0, 7, (301, 1), (300, 2));
            }
            List<long[]> lists = [];
            for (int i = 0; i < 400; i++)
            {
                bool isNew = (i / 100) % 2 == 0 || lists.Count == 0;
                long[] common = lists.Count == 0 ? [1] : lists[^1];
                long[] list = isNew
                    ? [.. Enumerable.Range(0, random.Next(6)).Select(_ => (long)random.Next(1, 301)), .. common[^random.Next(Math.Min(common.Length, 12))..]]
                    : lists[random.Next(Math.Min(lists.Count, 10))];
                if (random.Next(50) == 0) list = [.. list, 999]; // which does not exist
                lists.Add(list);
                packed.Sample(list, [1]);
                var sample = new Proto();
                foreach (long location in list) sample.Varint(1, location);
                single.Samples.Add(sample.Packed(2, 1));
                if (random.Next(40) == 0)
                {
                    foreach (PprofFile file in (PprofFile[])[packed, single]) file.Samples.Add(new Proto().Bytes(1, [1, 2, 0x80]).Packed(2, 1));
                    foreach (PprofFile file in (PprofFile[])[packed, single]) file.Samples.Add(new Proto().Packed(1, 2, 1).Varint(1, 2).Packed(1, 1).Packed(2, 1));
                }
            }
            Profile expected = Read(single.ToArray()), actual = Read(packed.ToArray());
            Assert.Equal(ProfileText.Of(expected), ProfileText.Of(actual));
            Assert.Equal(expected.Samples.Stacks.ToArray(), actual.Samples.Stacks.ToArray());
            Assert.Equal(Problems(expected), Problems(actual));
        }
    }

    [Fact]
    public void Negative_values_of_differences_are_refused()
    {
        PprofFile file = Small().Sample([1], [5]).Sample([2], [-3]);

        var fault = Assert.Throws<ProfileFormatException>(() => Read(file.ToArray()));

        Assert.Contains("negative value -3", fault.Message, StringComparison.Ordinal);
        Assert.Contains("go tool pprof -base", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_records_are_kept()
    {
        PprofFile file = Small().Sample([2, 1], [1]).Sample([2, 1], [1]);

        Assert.Equal(2, Read(file.ToArray()).Samples.Count);
    }

    [Fact]
    public void A_location_without_lines_is_named_by_its_address_and_mapping()
    {
        PprofFile file = Small().Mapping(1, "/lib/libc.so.6").Location(9, 1, 0x7f00_0000_1234).Sample([9, 1], [1]);

        Assert.EndsWith("main;0x7f0000001234@/lib/libc.so.6<User>", Only(file));
    }

    [Fact]
    public void The_system_name_is_used_where_there_is_no_name()
    {
        PprofFile file = new PprofFile().Type("samples", "count");
        file.Functions.Add(new Proto().Varint(1, 1).Varint(3, file.Text("_ZN1a1bEv")));
        file.Location(1, 0, 0, (1, 0)).Sample([1], [1]);

        Assert.EndsWith("_ZN1a1bEv", Only(file));
    }

    [Fact]
    public void Columns_are_read()
    {
        PprofFile file = Small();
        file.Locations.Add(new Proto().Varint(1, 5).Message(4, new Proto().Varint(1, 1).Varint(2, 3).Varint(3, 14)));
        file.Sample([5], [1]);

        Assert.EndsWith("main(:3:14)", Only(file));
    }

    [Fact]
    public void An_idle_thread_of_V8_is_idle()
    {
        Profile profile = Read(Small().Frame(3, "(idle)").Sample([3], [1]).Sample([1], [1]).ToArray());

        Assert.Equal(1, profile.IdleCount);
        Assert.True(profile.IsIdle(0));
    }

    [Fact]
    public void Frames_to_drop_are_facts_and_not_applied()
    {
        PprofFile file = Small().Sample([2, 1], [1]);
        file.Others.Varint(7, file.Text("work.*")).Varint(8, file.Text("main"));

        Profile profile = Read(file.ToArray());

        Assert.EndsWith("main;work", ProfileText.OfSample(profile, 0));
        Assert.Contains(new HeaderFact { Name = "drop_frames", Value = "work.*" }, profile.Header.Facts);
        Assert.Contains(new HeaderFact { Name = "keep_frames", Value = "main" }, profile.Header.Facts);
    }

    [Fact]
    public void A_location_that_does_not_exist_is_counted_and_the_sample_has_no_stack()
    {
        Profile profile = Read(Small().Sample([1], [1]).Sample([9, 1], [1]).Sample([0, 1], [1]).ToArray());

        Assert.Equal(3, profile.Samples.Count);
        Assert.Equal(2, profile.Samples.Stacks.ToArray().Count(stack => stack == StackId.Empty));
        Assert.Equal("the id of a location does not exist 2", Problems(profile));
    }

    [Fact]
    public void A_function_or_mapping_that_does_not_exist_is_counted_and_the_frame_is_kept()
    {
        PprofFile file = Small().Location(5, 7, 0x10, (99, 4)).Sample([5, 1], [1]);

        Profile profile = Read(file.ToArray());

        Assert.EndsWith("main;0x10(:4)", ProfileText.OfSample(profile, 0));
        Assert.Equal("the id of a function does not exist 1; the id of a mapping does not exist 1", Problems(profile));
    }

    [Fact]
    public void A_string_that_does_not_exist_is_counted_and_empty()
    {
        PprofFile file = Small();
        file.Functions.Add(new Proto().Varint(1, 8).Varint(2, 1_000_000).Varint(4, -1));
        file.Location(8, 0, 0, (8, 0)).Sample([8], [1]);

        Profile profile = Read(file.ToArray());

        Assert.EndsWith("[unknown]", ProfileText.OfSample(profile, 0));
        Assert.Equal("the index of a string is out of range 2", Problems(profile));
    }

    [Fact]
    public void A_sample_with_another_number_of_values_is_counted_and_left_out()
    {
        Profile profile = Read(Small().Sample([1], [1, 2]).Sample([1], []).Sample([1], [3]).ToArray());

        Assert.Equal(3, Assert.Single(profile.Samples).Count);
        Assert.Equal("a sample with another number of values than the profile has types 2", Problems(profile));
    }

    [Fact]
    public void A_bad_sample_in_the_middle_is_counted_and_the_others_are_read()
    {
        PprofFile file = Small().Sample([1], [1]);
        file.Samples.Add(new Proto().Bytes(1, [0x80]).Packed(2, 1));
        file.Samples.Add(new Proto().Fixed64(1, 1).Packed(2, 1));
        file.Sample([2], [1]);

        Profile profile = Read(file.ToArray());

        Assert.Equal(2, profile.Samples.Count);
        Assert.Equal("a sample that is not valid 2", Problems(profile));
        var fault = Assert.Throws<ProfileFormatException>(() => Read(file.ToArray(), strict: true));
        Assert.NotNull(fault.ByteOffset);
    }

    [Fact]
    public void Sums_that_exceed_64_bits_are_counted()
    {
        Profile profile = Read(Small().Sample([1], [long.MaxValue]).Sample([2], [1]).ToArray());

        Assert.Equal(1, profile.Samples.Count);
        Assert.Equal("a value that exceeds the range of a sum 1", Problems(profile));
    }

    [Fact]
    public void A_profile_that_ends_before_its_strings_is_refused_with_the_reason()
    {
        PprofFile file = Small().Sample([1], [1]);
        byte[] whole = file.ToArray();
        byte[] cut = whole[..(whole.Length - file.Texts.ToArray().Length - 1)];

        var fault = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(cut));

        Assert.Contains("string table", fault.Message, StringComparison.Ordinal);
        Assert.Equal(ProfileReadError.Truncated, fault.Error);
    }

    [Fact]
    public void Locations_of_very_many_inlined_functions_do_not_exhaust_memory()
    {
        PprofFile file = new PprofFile().Type("samples", "count").Function(1, "f");
        for (int id = 1; id <= 50; id++) file.Location(id, 0, 0, [.. Enumerable.Range(1, 1000).Select(line => (1, line + (1000 * id)))]);
        var random = new Random(1);
        for (int i = 0; i < 4000; i++) file.Sample([.. Enumerable.Range(0, 50).Select(_ => (long)random.Next(1, 51))], [1]);

        var fault = Assert.Throws<ProfileFormatException>(() => Read(file.ToArray()));

        Assert.Contains("too many for the size", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_of_the_options_hold()
    {
        byte[] file = Small().Frame(3, new string('x', 5000)).Sample([3, 2, 1], [1]).ToArray();

        Assert.Equal(
            ProfileReadError.LimitExceeded,
            Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(file, new ProfileReadOptions { MaximumFrames = 2 })).Error);
        Assert.Equal(
            ProfileReadError.LimitExceeded,
            Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(file, new ProfileReadOptions { MaximumSymbolLength = 4999 })).Error);
    }

    [Fact]
    public void Stacks_of_many_samples_equal_those_of_a_naive_reader()
    {
        var random = new Random(7);
        PprofFile file = new PprofFile().Type("samples", "count");
        for (int id = 1; id <= 400; id++) file.Frame(id, $"f{id}");
        var expected = new List<string>();
        var path = new List<long>();
        for (int i = 0; i < 5000; i++)
        {
            // Root first here: the last frames change more often than the first ones.
            path.RemoveRange(random.Next(path.Count + 1), 0);
            int keep = path.Count == 0 ? 0 : random.Next(path.Count + 1);
            path = [.. path.Take(keep)];
            while (path.Count < 60 && random.Next(12) > 0) path.Add(random.Next(1, 401));
            file.Sample([.. Enumerable.Reverse(path)], [1]);
            expected.Add(string.Join(';', path.Select(id => $"f{id}")));
        }

        Profile profile = Read(file.ToArray());

        Assert.Equal(expected, Enumerable.Range(0, 5000).Select(i => string.Join(';', profile.GetStackNames(profile.Samples.Stacks[i]))));
    }
}
