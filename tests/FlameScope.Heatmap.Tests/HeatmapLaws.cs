using System.Numerics;
using FlameScope.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Heatmap.Tests;

public class HeatmapLaws
{
    [Fact]
    public void Cells_and_samples_without_a_time_add_up_to_the_selection() => Check(c =>
    {
        SubsecondHeatmap map = c.Map();
        SampleSelection selection = c.Select();
        long untimed = 0;
        foreach (int sample in selection) untimed += selection.Profile.Samples[sample].Time is null ? 1 : 0;
        return map.Total + map.UntimedTotal == selection.GetTotal(c.Options.Weight)
            && map.UntimedCount == untimed
            && map.Total == Enumerable.Range(0, map.ColumnCount).Sum(map.GetColumnTotal)
            && map.Total == map.Values.ToArray().Sum();
    });

    [Fact]
    public void The_map_equals_the_definition_computed_with_big_integers() => Check(c =>
    {
        SubsecondHeatmap map = c.Map();
        SampleSelection selection = c.Select();
        var expected = new long[map.ColumnCount, map.RowCount];
        foreach (int index in selection)
        {
            Sample sample = selection.Profile.Samples[index];
            if (sample.Time is not { } time) continue;
            BigInteger column = BigInteger.DivRem(new BigInteger(time) - map.Origin, c.Options.ColumnNanoseconds, out BigInteger offset);
            BigInteger row = offset * c.Options.Rows / c.Options.ColumnNanoseconds;
            expected[(int)column, (int)row] += c.Options.Weight == SampleWeight.Period ? sample.Period : 1;
        }
        return expected.Cast<long>().SequenceEqual(map.Values.ToArray());
    });

    [Fact]
    public void The_grid_starts_at_the_second_of_the_first_sample_and_ends_with_the_last_sample() => Check(c =>
    {
        SubsecondHeatmap map = SubsecondHeatmap.From(c.Select(), c.Options with { CropToRange = false });
        long[] times = [.. c.Samples.Where(s => s.Time is not null).Select(s => s.Time!.Value)];
        long origin = (long)Math.Floor(times.Min() / 1e9m) * TimeRange.NanosecondsPerSecond;
        return map.Origin == origin
            && map.RowCount == c.Options.Rows
            && map.ColumnCount == ((times.Max() - origin) / c.Options.ColumnNanoseconds) + 1;
    });

    [Fact]
    public void A_cropped_map_lacks_the_columns_that_the_range_does_not_overlap() => Check(c =>
    {
        SampleSelection selection = c.Select();
        SubsecondHeatmap whole = SubsecondHeatmap.From(selection, c.Options with { CropToRange = false });
        SubsecondHeatmap cropped = SubsecondHeatmap.From(selection, c.Options with { CropToRange = true });
        int cut = (int)((cropped.Origin - whole.Origin) / whole.ColumnNanoseconds);
        TimeRange range = selection.Range;
        bool touchesEnds = range == TimeRange.All || cropped.ColumnCount == 1 || (Touches(range, cropped, 0) && Touches(range, cropped, cropped.ColumnCount - 1));
        return cropped.Origin == whole.RangeOfColumn(cut).Start
            && cropped.Total == whole.Total
            && touchesEnds
            && Enumerable.Range(0, cropped.ColumnCount).All(i => cropped.GetColumn(i).SequenceEqual(whole.GetColumn(cut + i)));
    });

    [Fact]
    public void The_range_of_a_cell_contains_its_samples() => Check(c =>
    {
        SubsecondHeatmap map = c.Map();
        SampleSelection selection = c.Select();
        foreach (int index in selection)
        {
            if (selection.Profile.Samples[index].Time is { } time && !map.RangeOf(map.CellAt(time)).Contains(time)) return false;
        }
        return true;
    });

    [Fact]
    public void A_cell_counts_the_samples_of_its_range() => Check(c =>
    {
        SubsecondHeatmap map = c.Map();
        SampleSelection selection = c.Select();
        return Cells(map).All(cell => selection.Within(map.RangeOf(cell)).GetTotal(map.Weight) == map[cell.Column, cell.Row]);
    });

    [Fact]
    public void The_ranges_of_consecutive_cells_adjoin_and_cover_the_map() => Check(c =>
    {
        SubsecondHeatmap map = c.Map();
        long reached = map.Origin;
        foreach (HeatmapCell cell in Cells(map))
        {
            TimeRange range = map.RangeOf(cell);
            // The cells of a column after the maximum time are empty.
            if (range.Start != reached || (range.IsEmpty && range.Start != long.MaxValue)) return false;
            if (!range.IsEmpty && (map.CellAt(range.Start) != cell || map.CellAt(range.End - 1) != cell)) return false;
            reached = range.End;
        }
        return reached == map.Range.End;
    });

    [Fact]
    public void Maximum_is_the_value_of_the_first_busiest_cell() => Check(c =>
    {
        SubsecondHeatmap map = c.Map();
        return map.Maximum == map.Values.ToArray().Max()
            && map.Maximum == map[map.Busiest.Column, map.Busiest.Row]
            && map.Values.IndexOf(map.Maximum) == (map.Busiest.Column * map.RowCount) + map.Busiest.Row;
    });

    [Fact]
    public void The_indexer_and_the_columns_equal_the_values() => Check(c =>
    {
        SubsecondHeatmap map = c.Map();
        long[] values = map.Values.ToArray();
        return Cells(map).All(cell => map[cell.Column, cell.Row] == values[(cell.Column * map.RowCount) + cell.Row])
            && Enumerable.Range(0, map.ColumnCount).SelectMany(map.GetColumn).SequenceEqual(values);
    });

    [Fact]
    public void Two_cells_select_the_time_between_them_in_either_order() => Prop.ForAll(
        HeatmapCase.Any,
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        (c, a, b) =>
        {
            SubsecondHeatmap map = c.Map();
            HeatmapCell[] cells = [.. Cells(map)];
            int i = a.Get * 7919 % cells.Length, j = b.Get * 7919 % cells.Length;
            TimeRange range = map.RangeOf(cells[i], cells[j]);
            long between = cells[Math.Min(i, j)..(Math.Max(i, j) + 1)].Sum(cell => map[cell.Column, cell.Row]);
            return range == map.RangeOf(cells[j], cells[i])
                && range.Start == map.RangeOf(cells[Math.Min(i, j)]).Start
                && range.End == map.RangeOf(cells[Math.Max(i, j)]).End
                && map.Selection.Within(range).GetTotal(map.Weight) == between;
        }).QuickCheckThrowOnFailure();

    private static bool Touches(TimeRange range, SubsecondHeatmap map, int column) => !range.Intersect(map.RangeOfColumn(column)).IsEmpty;

    private static IEnumerable<HeatmapCell> Cells(SubsecondHeatmap map) =>
        from column in Enumerable.Range(0, map.ColumnCount)
        from row in Enumerable.Range(0, map.RowCount)
        select new HeatmapCell(column, row);

    private static void Check(Func<HeatmapCase, bool> law) => Prop.ForAll(HeatmapCase.Any, law).QuickCheckThrowOnFailure();
}
