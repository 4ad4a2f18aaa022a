using System.Text;
using System.Text.RegularExpressions;
using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.Parsing.Tests;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Profiles.V1Development;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Profiles.V1Development;
using OpenTelemetry.Proto.Resource.V1;
using Xunit;
using Profile = FlameScope.Model.Profile;
using OtlpProfile = OpenTelemetry.Proto.Profiles.V1Development.Profile;
using Sample = OpenTelemetry.Proto.Profiles.V1Development.Sample;
using ValueType = OpenTelemetry.Proto.Profiles.V1Development.ValueType;

namespace FlameScope.Export.Tests;

/// <summary>OpenTelemetry profiles, written and read with the classes of the definition.</summary>
public class OtlpDefinitionTests
{
    private static ProfilesData Decode(Profile profile) => Decoded.Message(ProfilesData.Parser, Decoded.Write(new OtlpWriter(), profile));

    private static Profile Read(ProfilesData data) => ProfileFormats.Default.Parse(data.ToByteArray());

    // The kind of code that a reader derives from a frame type, or from the file of a mapping.
    private static string KindOf(string type, string file) => type switch
    {
        "kernel" => nameof(FrameKind.Kernel),
        "native" => nameof(FrameKind.User),
        "jvm" => nameof(FrameKind.Jit),
        "cpython" => nameof(FrameKind.Interpreted),
        _ when file.StartsWith('/') => nameof(FrameKind.User),
        _ when file.StartsWith('[') => nameof(FrameKind.Kernel),
        _ => nameof(FrameKind.Unknown),
    };

    private static string[] PointsOf(Profile read) => ProfilePoints.Of(read, (_, type) => type.Name, (frame, _) => frame.Kind.ToString());

    [Fact]
    public void A_written_profile_equals_the_message_made_by_hand()
    {
        var builder = new ProfileBuilder { Header = new RecordingHeader { HostName = "db1", Clock = new WallClock(0, 0, IsExact: true) } };
        ModuleId app = builder.AddModule("/usr/bin/app");
        FrameId main = builder.AddFrame(new Frame { Symbol = builder.AddSymbol("main"), Module = app, Kind = FrameKind.User, Source = builder.AddSource("main.c"), Line = 10, Column = 5 });
        FrameId inner = builder.AddFrame(new Frame { Symbol = builder.AddSymbol("inner"), Module = app, Kind = FrameKind.User, IsInlined = true });
        FrameId read = builder.AddFrame(new Frame { Symbol = builder.AddSymbol("read"), Kind = FrameKind.Kernel });
        StackId work = builder.AddStack(builder.AddStack(StackId.Empty, main), inner), system = builder.AddStack(work, read);
        SampleEventId cpu = builder.AddEvent("samples", [new SampleValueType("cpu", "nanoseconds")], 0);
        LabelSetId labels = builder.AddLabelSet([builder.AddLabel("size", -5, "bytes"), builder.AddLabel("kind", "hash")]);
        ThreadId worker = builder.AddThread(5, 12, "worker", "shop"), none = builder.AddThread(null, null, "");
        builder.AddSample(new SampleRow { Time = 1_700_000_000_000_000_009, Stack = work, Thread = worker, Cpu = 0, Event = cpu, Value = 7, Labels = labels });
        builder.AddSample(new SampleRow { Time = 1_700_000_000_000_000_001, Stack = work, Thread = worker, Cpu = 0, Event = cpu, Value = 8, Labels = labels });
        builder.AddSample(new SampleRow { Time = 1_700_000_000_000_000_004, Stack = system, Thread = none, Event = cpu, Value = 1 });
        builder.AddSample(new SampleRow { Stack = StackId.Empty, Thread = none, Event = cpu, Value = 0 });

        var expected = new ProfilesData
        {
            ResourceProfiles =
            {
                new ResourceProfiles
                {
                    Resource = new Resource { Attributes = { new KeyValue { Key = "host.name", Value = new AnyValue { StringValue = "db1" } } } },
                    ScopeProfiles =
                    {
                        new ScopeProfiles
                        {
                            Profiles =
                            {
                                new OtlpProfile
                                {
                                    SampleType = new ValueType { TypeStrindex = 1, UnitStrindex = 2 },
                                    Samples =
                                    {
                                        new Sample { Values = { 0 } },
                                        new Sample
                                        {
                                            StackIndex = 1, AttributeIndices = { 1, 2, 3, 4, 5, 6, 7 }, Values = { 8, 7 },
                                            TimestampsUnixNano = { 1_700_000_000_000_000_001, 1_700_000_000_000_000_009 },
                                        },
                                        new Sample { StackIndex = 2, TimestampsUnixNano = { 1_700_000_000_000_000_004 } },
                                    },
                                    TimeUnixNano = 1_700_000_000_000_000_001,
                                    DurationNano = 8,
                                },
                            },
                        },
                    },
                },
            },
            Dictionary = new ProfilesDictionary
            {
                MappingTable = { new Mapping(), new Mapping { FilenameStrindex = 3 } },
                LocationTable =
                {
                    new Location(),
                    new Location { MappingIndex = 1, Lines = { new Line { FunctionIndex = 1 }, new Line { FunctionIndex = 2, Line_ = 10, Column = 5 } }, AttributeIndices = { 8 } },
                    new Location { Lines = { new Line { FunctionIndex = 3 } }, AttributeIndices = { 9 } },
                },
                FunctionTable =
                {
                    new Function(), new Function { NameStrindex = 4 }, new Function { NameStrindex = 5, FilenameStrindex = 6 }, new Function { NameStrindex = 7 },
                },
                LinkTable = { new Link() },
                StringTable =
                {
                    "", "cpu", "nanoseconds", "/usr/bin/app", "inner", "main", "main.c", "read", "thread.name", "thread.id", "process.pid", "process.executable.name",
                    "cpu.logical_number", "size", "bytes", "kind", "profile.frame.type",
                },
                AttributeTable =
                {
                    new KeyValueAndUnit(),
                    new KeyValueAndUnit { KeyStrindex = 8, Value = new AnyValue { StringValue = "worker" } },
                    new KeyValueAndUnit { KeyStrindex = 9, Value = new AnyValue { IntValue = 12 } },
                    new KeyValueAndUnit { KeyStrindex = 10, Value = new AnyValue { IntValue = 5 } },
                    new KeyValueAndUnit { KeyStrindex = 11, Value = new AnyValue { StringValue = "shop" } },
                    new KeyValueAndUnit { KeyStrindex = 12, Value = new AnyValue { IntValue = 0 } },
                    new KeyValueAndUnit { KeyStrindex = 13, Value = new AnyValue { IntValue = -5 }, UnitStrindex = 14 },
                    new KeyValueAndUnit { KeyStrindex = 15, Value = new AnyValue { StringValue = "hash" } },
                    new KeyValueAndUnit { KeyStrindex = 16, Value = new AnyValue { StringValue = "native" } },
                    new KeyValueAndUnit { KeyStrindex = 16, Value = new AnyValue { StringValue = "kernel" } },
                },
                StackTable = { new Stack(), new Stack { LocationIndices = { 1 } }, new Stack { LocationIndices = { 2, 1 } } },
            },
        };
        Assert.Equal(expected, Decode(builder.Build()));
    }
    [Fact]
    public void Written_messages_have_all_that_the_samples_have()
    {
        Law(seed =>
        {
            Profile profile = AnyProfile.Make(seed);
            ProfilesData data = Decode(profile);
            bool isOnly = profile.Samples.Events.ToArray().Distinct().Count() == 1;
            string NameOf(SampleEventId eventId, SampleValueType type) => isOnly ? type.Name : $"{profile.Events[eventId]}.{type.Name}";
            string[] expected = ProfilePoints.Of(profile, NameOf, (_, around) => around.Kind switch { FrameKind.Kernel => "kernel", FrameKind.User => "native", _ => "" });
            // Host names are those of resources, which the profile has in its header.
            string host = profile.Header.HostName is { } name ? $"host.name='{name}'" : "";
            string[] lines = new OtlpPoints(data, (type, _) => type).Lines();
            ProfilePoints.AssertEqual(expected, host.Length == 0 ? lines : ProfilePoints.Sorted(lines.Select(line => WithoutLabel(line, host))));
            CheckTables(data);
            CheckProfiles(data, profile);
        });
    }

    private static string WithoutLabel(string line, string label) => line.Replace(label + ",", "", StringComparison.Ordinal)
        .Replace("," + label, "", StringComparison.Ordinal).Replace(label, "", StringComparison.Ordinal);

    // Row 0 is that of nothing, no row is there twice, and each row is used.
    private static void CheckTables(ProfilesData data)
    {
        ProfilesDictionary tables = data.Dictionary;
        IEnumerable<OtlpProfile> profiles = data.ResourceProfiles.SelectMany(resource => resource.ScopeProfiles).SelectMany(scope => scope.Profiles);
        IEnumerable<ValueType> types = profiles.Select(profile => profile.SampleType);
        Check(tables.StackTable, new Stack(), profiles.SelectMany(profile => profile.Samples).Select(sample => sample.StackIndex));
        Check(tables.LocationTable, new Location(), tables.StackTable.SelectMany(stack => stack.LocationIndices));
        Check(tables.FunctionTable, new Function(), tables.LocationTable.SelectMany(location => location.Lines).Select(line => line.FunctionIndex));
        Check(tables.MappingTable, new Mapping(), tables.LocationTable.Select(location => location.MappingIndex));
        Check(tables.LinkTable, new Link(), []);
        Check(
            tables.AttributeTable, new KeyValueAndUnit(),
            tables.LocationTable.SelectMany(row => row.AttributeIndices).Concat(profiles.SelectMany(profile => profile.Samples).SelectMany(sample => sample.AttributeIndices)));
        Check(
            tables.StringTable, "",
            [
                .. types.SelectMany(type => (int[])[type.TypeStrindex, type.UnitStrindex]), .. tables.MappingTable.Select(row => row.FilenameStrindex),
                .. tables.FunctionTable.SelectMany(row => (int[])[row.NameStrindex, row.FilenameStrindex]),
                .. tables.AttributeTable.SelectMany(row => (int[])[row.KeyStrindex, row.UnitStrindex]),
            ]);
    }

    private static void Check<T>(IList<T> table, T none, IEnumerable<int> uses)
    {
        Assert.Equal(none, table[0]);
        if (none is not Location) Assert.Equal(table.Count, table.Distinct().Count()); // Frames may differ only in a kind that is not written.
        Assert.Equal(Enumerable.Range(0, table.Count), uses.Append(0).Distinct().Order());
    }

    private static void CheckProfiles(ProfilesData data, Profile profile)
    {
        ResourceProfiles resource = Assert.Single(data.ResourceProfiles);
        ScopeProfiles scope = Assert.Single(resource.ScopeProfiles);
        Assert.Null(scope.Scope);
        foreach (OtlpProfile written in scope.Profiles)
        {
            ulong[] times = [.. written.Samples.SelectMany(sample => sample.TimestampsUnixNano)];
            bool hasTimes = times.Length > 0 && profile.Header.Clock is not null;
            Assert.Equal(hasTimes ? times.Min() : 0, written.TimeUnixNano);
            Assert.Equal(hasTimes ? times.Max() - times.Min() : 0, written.DurationNano);
            Assert.All(written.Samples, sample => Assert.Equal(sample.TimestampsUnixNano.Order(), sample.TimestampsUnixNano));
            // No other field is set.
            OtlpProfile rest = written.Clone();
            (rest.SampleType, rest.TimeUnixNano, rest.DurationNano) = (null, 0, 0);
            rest.Samples.Clear();
            Assert.Equal(new OtlpProfile(), rest);
        }
        // The default value of the default event is first.
        int first = profile.DefaultEvent is { } eventId && profile.Samples.Events.Contains(eventId) ? eventId.Value : profile.Samples.Events.ToArray().Min(id => id.Value);
        IReadOnlyList<SampleValueType> types = profile.GetValueTypes(new SampleEventId(first));
        string name = types[profile.GetDefaultValueType(new SampleEventId(first)) ?? 0].Name;
        Assert.EndsWith(name, data.Dictionary.StringTable[scope.Profiles[0].SampleType.TypeStrindex], StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_made_with_the_classes_are_read_as_they_are_meant()
    {
        Law(seed =>
        {
            ProfilesData data = OtlpMessages.Make(seed);
            var points = new OtlpPoints(data, KindOf);
            Profile read = Read(data);

            Assert.Empty(read.Diagnostics);
            Assert.Equal("otlp", read.Format);
            ProfilePoints.AssertEqual(points.Lines(), PointsOf(read));
            Assert.Equal("db1", read.Header.HostName);
            Assert.All(read.Samples, sample => Assert.Equal(read.GetValueTypes(sample.Event)[0].Unit == "count" ? sample.Period : 1, sample.Count));
            Assert.Equal(FactsOf(data, points).Take(64), read.Header.Facts.Select(fact => $"{fact.Name}: {fact.Value}"));
            Assert.Equal(data.ToByteArray(), ToRequest(data).ToByteArray());
        });
    }

    private static ExportProfilesServiceRequest ToRequest(ProfilesData data) => new() { ResourceProfiles = { data.ResourceProfiles }, Dictionary = data.Dictionary };

    private static IEnumerable<string> FactsOf(ProfilesData data, OtlpPoints points)
    {
        foreach (OtlpProfile profile in data.ResourceProfiles.SelectMany(resource => resource.ScopeProfiles).SelectMany(scope => scope.Profiles))
        {
            if (profile.TimeUnixNano != 0) yield return $"time_unix_nano: {profile.TimeUnixNano}";
            if (profile.DurationNano != 0) yield return $"duration_nano: {profile.DurationNano}";
            if (profile.PeriodType is { } type) yield return $"period_type: {points.Text(type.TypeStrindex)}/{points.Text(type.UnitStrindex)}";
            if (profile.Period != 0) yield return $"period: {profile.Period}";
            if (profile.OriginalPayloadFormat.Length > 0) yield return $"original_payload_format: {profile.OriginalPayloadFormat}";
        }
    }

    [Fact]
    public void The_JSON_of_messages_is_read_as_their_protobuf()
    {
        Law(seed =>
        {
            ProfilesData data = OtlpMessages.Make(seed);
            string[] expected = PointsOf(Read(data));
            foreach (bool isFull in (bool[])[false, true])
            {
                foreach (bool keepsNames in (bool[])[false, true])
                {
                    var settings = new JsonFormatter.Settings(isFull).WithPreserveProtoFieldNames(keepsNames);
                    Profile read = ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(new JsonFormatter(settings).Format(data)));
                    Assert.Empty(read.Diagnostics);
                    ProfilePoints.AssertEqual(expected, PointsOf(read));
                }
            }
        });
    }

    [Fact]
    public void The_JSON_example_of_the_reader_is_of_the_definition()
    {
        // Ids are hexadecimal in the JSON of the protocol, and base64 in that of protobuf.
        string json = Regex.Replace(OtlpJsonExample.Text, "(?<=\"(traceId|spanId|profileId)\":\")[0-9A-Fa-f]+", match => Convert.ToBase64String(Convert.FromHexString(match.Value)));
        ProfilesData data = JsonParser.Default.Parse<ProfilesData>(json);

        Assert.Equal(ProfileText.Of(ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(OtlpJsonExample.Text))), ProfileText.Of(Read(data)));
        ProfilePoints.AssertEqual(new OtlpPoints(data, KindOf).Lines(), PointsOf(Read(data)));
    }

    [Fact]
    public void A_message_that_was_read_is_written_with_the_same_samples()
    {
        Law(seed =>
        {
            Profile read = Read(OtlpMessages.Make(seed));
            ProfilePoints.AssertEqual(ProfilePoints.Sorted(PointsOf(read).Select(Rest)), ProfilePoints.Sorted(PointsOf(Read(Decode(read))).Select(Rest)));
        });

        // A type gets the name of its event, too, some kinds of frames are not written, and the machine becomes that of all samples.
        static string Rest(string line) =>
            Regex.Replace(WithoutLabel(line[line.IndexOf('=', StringComparison.Ordinal)..], "host.name='db1'"), "<[A-Za-z]+>", "");
    }

    [Theory]
    [InlineData('{')]
    [InlineData('[')]
    public void A_message_that_starts_as_JSON_does_is_protobuf(char length)
    {
        // The first byte is a line feed, the second one the length of the profiles.
        var data = new ProfilesData
        {
            ResourceProfiles = { new ResourceProfiles { ScopeProfiles = { new ScopeProfiles { Profiles = { new OtlpProfile { Samples = { new Sample { Values = { 5 } } } } } } } } },
            Dictionary = new ProfilesDictionary { StringTable = { "" }, StackTable = { new Stack() }, AttributeTable = { new KeyValueAndUnit() } },
        };
        ResourceProfiles profiles = data.ResourceProfiles[0];
        // A resource of 48 to 57 bytes is a digit in JSON.
        string name = new('n', 46);
        profiles.Resource = new Resource { Attributes = { new KeyValue { Key = name } } };
        profiles.SchemaUrl = new string('u', length - profiles.CalculateSize() - 2);
        byte[] file = data.ToByteArray();
        Assert.Equal(['\n', length], file[..2].Select(b => (char)b));

        Profile read = ProfileFormats.Default.Parse(file);

        Assert.Equal("otlp", read.Format);
        Assert.Equal([$"samples/count = 5 at  in /// on  {{{name}=''}} "], PointsOf(read));
    }

    private static void Law(Action<int> law) => Prop.ForAll(AnyProfile.Seed, law).QuickCheckThrowOnFailure();
}
