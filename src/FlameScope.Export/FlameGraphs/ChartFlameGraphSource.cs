using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The frames of one thread in time order. Widths are nanoseconds.</summary>
internal sealed class ChartFlameGraphSource : FlameGraphSource
{
    private static readonly Unit Samples = new("samples");

    private readonly FlameChart _chart;
    private readonly Palette _palette;

    public ChartFlameGraphSource(FlameChart chart, FlameGraphSvgOptions options)
    {
        _chart = chart;
        _palette = options.Palette;
        Frames = FlameGraphLayout.At(chart.Depths, chart.Starts, chart.Durations, options.MinimumWidth / FlameGraphPicture.InnerWidth(options));
    }

    public override FlameGraphLayout Frames { get; }

    public override ReadOnlySpan<int> Depths => _chart.Depths;

    public override ReadOnlySpan<long> Widths => _chart.Durations;

    public override long? AxisStart => _chart.StartTime - Profile.Origin;

    public override string DefaultTitle => "Flame chart";

    public override IReadOnlyList<PaletteEntry> Legend
    {
        get
        {
            var kinds = new List<FrameKind>();
            foreach (FrameId frame in _chart.Frames)
            {
                if (frame.Value >= 0) kinds.Add(Profile.Frames[frame].DisplayKind);
            }
            return _palette.LegendOf(CollectionsMarshal.AsSpan(kinds));
        }
    }

    public override ReadOnlySpan<byte> NameOf(int node)
    {
        FrameId frame = _chart.Frames[node];
        return frame.Value < 0 ? Encoding.UTF8.GetBytes(_chart.GetName(node)) : Profile.Labels.Names.GetUtf8(Profile.Labels.ByFrame[frame.Value]);
    }

    public override Rgb ColorOf(int node)
    {
        FrameId frame = _chart.Frames[node];
        if (frame.Value < 0) return _palette.ColorOfGroup(NameOf(node));
        return _palette.ColorOf(Profile, frame, NameOf(node));
    }

    public override void WriteValue(Utf8Output output, int node)
    {
        WriteText(output, Milliseconds(_chart.Durations[node]));
        output.Write(" from "u8);
        WriteText(output, Seconds(_chart.StartTime + _chart.Starts[node] - Profile.Origin));
        output.Write(", "u8);
        Samples.Write(output, _chart.SampleCounts[node]);
    }

    public override void WriteNote(Utf8Output output)
    {
        Samples.Write(output, _chart.SampleCount);
        output.Write(" in "u8);
        WriteText(output, Milliseconds(_chart.Duration));
        output.Write(", "u8);
        output.WritePercent(_chart.SampledDuration, _chart.Duration);
        output.Write("% of it sampled"u8);
    }

    private Profile Profile => _chart.Profile;

    private static string Milliseconds(long nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.0##} ms");

    private static string Seconds(long nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.000###} s");

    private static void WriteText(Utf8Output output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
