using System.Globalization;
using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;
using Perftools.Profiles;
using Xunit;
using PprofProfile = Perftools.Profiles.Profile;
using PprofSample = Perftools.Profiles.Sample;
using Profile = FlameScope.Model.Profile;

namespace FlameScope.Export.Tests;

/// <summary>Written pprof profiles, decoded with the classes of the definition.</summary>
public class PprofDefinitionTests
{
    [Fact]
    public void Written_profiles_with_times_have_all_that_the_samples_have()
    {
        Law(seed =>
        {
            Profile profile = AnyProfile.Make(seed);
            PprofProfile written = Decoded.Pprof(Decoded.Write(new PprofWriter { IncludeTimes = true }, profile));
            string Text(long index) => written.StringTable[(int)index];
            Assert.Equal("", written.StringTable[0]);
            Assert.Equal(written.StringTable.Count, written.StringTable.Distinct().Count());
            SampleEventId[] events = profile.Samples.Events.ToArray();
            Assert.Equal(profile.Samples.Count, written.Sample.Count);
            for (int i = 0; i < events.Length; i++)
            {
                PprofSample sample = written.Sample[i];
                Assert.Equal(ExpectedSample(profile, i), DescribeSample(written, sample));
                IReadOnlyList<SampleValueType> types = profile.GetValueTypes(events[i]);
                for (int type = 0; type < types.Count; type++)
                {
                    string name = events.Distinct().Count() == 1 ? types[type].Name : $"{profile.Events[events[i]]}.{types[type].Name}";
                    int column = written.SampleType.ToList().FindIndex(row => Text(row.Type) == name && Text(row.Unit) == types[type].Unit);
                    ReadOnlySpan<long> values = profile.Samples.GetValues(type);
                    Assert.Equal(values.IsEmpty ? (type == 0 ? 1 : 0) : values[i], sample.Value[column]);
                }
                Assert.Equal(written.SampleType.Count, sample.Value.Count);
            }
            CheckTables(written);
        });
    }

    private static string ExpectedSample(Profile profile, int index) => ProfilePoints.OfSample(profile, index, (_, _) => "").Replace("/shop on", "/ on", StringComparison.Ordinal)
        .Replace("/far away on", "/ on", StringComparison.Ordinal);

    // Some labels are facts about the sample. A location has the innermost function first.
    private static string DescribeSample(PprofProfile profile, PprofSample sample)
    {
        string Text(long index) => profile.StringTable[(int)index];
        var facts = new Dictionary<string, string>();
        var labels = new List<string>();
        foreach (Label label in sample.Label)
        {
            string key = Text(label.Key);
            string? text = label.Str == 0 ? null : Text(label.Str);
            if (key is "end_timestamp_ns" or "thread id" or "thread name" or "pid" or "cpu") facts[key] = text ?? label.Num.ToString(CultureInfo.InvariantCulture);
            else labels.Add(ProfilePoints.Label(key, text, text is null ? label.Num : null, Text(label.NumUnit)));
        }
        long? Number(string key) => facts.TryGetValue(key, out string? text) ? long.Parse(text, CultureInfo.InvariantCulture) : null;
        Dictionary<ulong, Function> functions = profile.Function.ToDictionary(row => row.Id);
        IEnumerable<string> frames = sample.LocationId.Reverse().SelectMany(id =>
        {
            Location location = profile.Location.Single(row => row.Id == id);
            string module = location.MappingId == 0 ? "" : Text(profile.Mapping.Single(row => row.Id == location.MappingId).Filename);
            return location.Line.Reverse().Select((line, i) => ProfilePoints.FrameLine(
                Text(functions[line.FunctionId].Name), module, Text(functions[line.FunctionId].Filename), line.Line_, line.Column, "", i > 0));
        });
        return ProfilePoints.Line(Number("end_timestamp_ns"), (Number("pid"), Number("thread id"), facts.GetValueOrDefault("thread name", ""), ""), Number("cpu"), labels, frames);
    }

    // Ids are not 0 and occur once, and each row is used.
    private static void CheckTables(PprofProfile profile)
    {
        Check(profile.Location.Select(row => row.Id), profile.Sample.SelectMany(sample => sample.LocationId));
        Check(profile.Function.Select(row => row.Id), profile.Location.SelectMany(row => row.Line).Select(line => line.FunctionId));
        Check(profile.Mapping.Select(row => row.Id), profile.Location.Select(row => row.MappingId).Where(id => id != 0));
    }

    private static void Check(IEnumerable<ulong> ids, IEnumerable<ulong> uses)
    {
        Assert.DoesNotContain(0u, ids);
        Assert.Equal(ids.Order(), uses.Distinct().Order());
    }

    private static void Law(Action<int> law) => Prop.ForAll(AnyProfile.Seed, law).QuickCheckThrowOnFailure();
}
