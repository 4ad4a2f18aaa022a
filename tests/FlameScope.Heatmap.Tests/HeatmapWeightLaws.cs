using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Heatmap.Tests;

public class HeatmapWeightLaws
{
    [Fact]
    public void Cells_are_the_sums_of_the_values_of_their_samples_for_each_weight() => Prop.ForAll(
        ValuedProfile.Rows, Arb.From(Gen.Elements(1, 3, 50)), Arb.From(Gen.Elements(1, 40)), (rows, count, repeats) =>
        {
            rows = [.. Enumerable.Repeat(rows, repeats).SelectMany(r => r)];
            if (!rows.Any(r => r.Time is not null)) return;
            SampleSelection all = ValuedProfile.Build(rows).Select(SampleFilter.All);
            foreach (SampleWeight weight in ValuedProfile.Weights)
            {
                SubsecondHeatmap map = SubsecondHeatmap.From(all, new HeatmapOptions { Rows = count, Weight = weight });
                var expected = new long[map.Values.Length];
                foreach (ValuedRow row in rows.Where(r => r.Time is not null))
                {
                    HeatmapCell cell = map.CellAt(row.Time!.Value);
                    expected[(cell.Column * count) + cell.Row] += row.ValueOf(map.Weight);
                }
                Assert.Equal(expected, map.Values.ToArray());
                Assert.Equal(expected.Max(), map.Maximum);
                Assert.Equal(all.GetTotal(weight), map.Total + map.UntimedTotal);
                Assert.Equal(rows.Where(r => r.Time is null).Sum(r => r.Count), map.UntimedCount);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_map_has_the_default_weight_and_its_unit()
    {
        SampleSelection alloc = ValuedProfile.Build([new ValuedRow(1, "alloc", [1, 2, 3], 1, [], [])], "alloc").Select();

        SubsecondHeatmap map = SubsecondHeatmap.From(alloc);

        Assert.Equal(("size/bytes", "bytes", 3L), (map.Weight.Name, map.Unit, map.Total));
        Assert.Equal("objects", SubsecondHeatmap.From(alloc, new HeatmapOptions { Weight = SampleWeight.Value("objects") }).Unit);
    }
}
