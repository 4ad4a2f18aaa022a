using System.Globalization;
using System.Text;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>Draws small heat maps without text, for lists.</summary>
internal sealed class ThumbnailAnswer : ProfileAnswer, IStoreAnswer
{
    private const int DefaultWidth = 240;
    private const int DefaultHeight = 64;
    private const int MaximumSize = 1000;
    private const int PixelsPerCell = 2;

    // Cells are drawn in this many colors, one path each.
    private const int Shades = 12;

    private readonly int _width;
    private readonly int _height;
    private readonly bool _isDark;

    public ThumbnailAnswer(QueryParameters query)
    {
        _width = query.Integer("width", 16, MaximumSize, DefaultWidth);
        _height = query.Integer("height", 16, MaximumSize, DefaultHeight);
        _isDark = query.Word("theme", "light", "dark") == "dark";
    }

    // The last hour at most: a list has many thumbnails, and an engine reads each sample of their ranges.
    public async Task<Reply?> AnswerAsync(StoreProfiles profiles, ServedFile file, CancellationToken cancellationToken)
    {
        const long Hour = 3600 * TimeRange.NanosecondsPerSecond;
        TimeRange range = file.Store!.Range;
        range = new TimeRange(Math.Max(range.Start, range.End - Hour), range.End);
        SubsecondHeatmap map = await Heatmaps.OfStoreAsync(profiles, file, ProfileQuery.None, range, _height / PixelsPerCell, ColumnLengthOf(range.End - range.Start), cancellationToken)
            .ConfigureAwait(false);
        return new Reply(Reply.Svg, stream => stream.Write(Encoding.UTF8.GetBytes(Draw(map))));
    }

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        Profile of = profile.Profile;
        if (!of.HasTimes) return new Reply(Reply.Svg, static _ => { }) { IsEmpty = true };
        int rows = _height / PixelsPerCell;
        long span = (of.LastTime!.Value - of.Origin) + 1;
        SubsecondHeatmap map = Heatmaps.Create(of.Select(), of.Resolve(default), rows, ColumnLengthOf(span));
        return new Reply(Reply.Svg, stream => stream.Write(Encoding.UTF8.GetBytes(Draw(map))));
    }

    private TimeSpan ColumnLengthOf(long span)
    {
        long columns = Math.Max(1, _width / PixelsPerCell);
        long seconds = Math.Max(1, (long)Math.Ceiling(span / (double)TimeRange.NanosecondsPerSecond / columns));
        return TimeSpan.FromSeconds(Math.Min(seconds, 1_000_000));
    }

    private string Draw(SubsecondHeatmap map)
    {
        var paths = new StringBuilder[Shades];
        ReadOnlySpan<long> values = map.Values;
        for (int column = 0; column < map.ColumnCount; column++)
        {
            for (int row = 0; row < map.RowCount; row++)
            {
                long value = values[(column * map.RowCount) + row];
                if (value <= 0) continue;
                int shade = (int)Math.Min(Shades - 1, (long)(value / (double)map.Maximum * Shades));
                (paths[shade] ??= new StringBuilder()).Append(CultureInfo.InvariantCulture, $"M{column} {map.RowCount - 1 - row}h1v1h-1z");
            }
        }
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_width}\" height=\"{_height}\" viewBox=\"0 0 {map.ColumnCount} {map.RowCount}\" preserveAspectRatio=\"none\" shape-rendering=\"crispEdges\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"{ColorOf(0)}\" d=\"M0 0h{map.ColumnCount}v{map.RowCount}h-{map.ColumnCount}z\"/>");
        for (int shade = 0; shade < Shades; shade++)
        {
            if (paths[shade] is { } path) svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"{ColorOf(shade + 1)}\" d=\"{path}\"/>");
        }
        return svg.Append("</svg>").ToString();
    }

    private string ColorOf(int shade)
    {
        ColorScale scale = _isDark ? ColorScale.Ember : ColorScale.FlameScope;
        return _isDark && shade == 0 ? "#1a1a1a" : scale.ColorOf(shade, Shades).ToHex();
    }
}
