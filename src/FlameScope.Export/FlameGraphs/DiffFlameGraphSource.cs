using System.Globalization;
using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>The nodes of a difference: the widths are those of one side, the colors and texts show both.</summary>
internal sealed class DiffFlameGraphSource : FlameGraphSource
{
    private readonly StackTreeDiff _diff;
    private readonly FlameGraphDiffOptions _options;
    private readonly Unit _unit;
    private readonly string _unitName;

    public DiffFlameGraphSource(StackTreeDiff diff, FlameGraphDiffOptions options)
    {
        _diff = diff;
        _options = options;
        _unit = UnitOf(options.Picture, diff.Unit);
        _unitName = string.IsNullOrEmpty(options.Picture.Unit) ? diff.Unit : options.Picture.Unit;
        double minimumShare = options.Picture.MinimumWidth / FlameGraphPicture.InnerWidth(options.Picture);
        Frames = FlameGraphLayout.Of(diff.Depths, diff.SubtreeEnds, Widths, minimumShare);
        Legend = MakeLegend();
    }

    public override FlameGraphLayout Frames { get; }

    // Nodes that the drawn side lacks do not count as too narrow.
    public override int OmittedCount => Frames.OmittedCount - Widths[1..].Count(0L);

    public override ReadOnlySpan<int> Depths => _diff.Depths;

    public override ReadOnlySpan<long> Widths => _options.Width switch
    {
        DiffWidth.Target => _diff.TargetTotalValues,
        DiffWidth.Baseline => _diff.BaselineTotalValues,
        _ => _diff.ElidedTotalValues,
    };

    public override string DefaultTitle => _options.Width == DiffWidth.Elided ? "Elided flame graph" : "Differential flame graph";

    public override IReadOnlyList<PaletteEntry> Legend { get; }

    public override ReadOnlySpan<byte> NameOf(int node) => _diff.GetNameUtf8(node);

    public override Rgb ColorOf(int node) =>
        _options.Palette.ColorOf(_diff.MaximumDelta == 0 ? 0 : _diff.GetTotalDelta(node) / _diff.MaximumDelta);

    public override void WriteValue(Utf8Output output, int node)
    {
        if (_options.Width == DiffWidth.Elided)
        {
            _unit.Write(output, _diff.ElidedTotalValues[node]);
            output.Write(" gone; "u8);
        }
        _unit.Write(output, _diff.TargetTotalValues[node]);
        WriteNormalized(output, _diff.GetTargetTotal(node));
        output.Write("; baseline "u8);
        _unit.Write(output, _diff.BaselineTotalValues[node]);
        WriteNormalized(output, _diff.GetBaselineTotal(node));
        output.Write("; "u8);
        WriteDelta(output, _diff.GetTotalDelta(node));
        if (_diff.GetPresence(node) != DiffPresence.Both) output.Write(_diff.GetPresence(node) == DiffPresence.New ? ", new"u8 : ", gone"u8);
    }

    public override void WriteNote(Utf8Output output)
    {
        _unit.Write(output, _diff.Target.Total);
        output.Write(" against "u8);
        _unit.Write(output, _diff.Baseline.Total);
        output.Write(_diff.Normalization switch
        {
            DiffNormalization.Total => ", compared by share"u8,
            DiffNormalization.Time => ", compared by rate per second"u8,
            DiffNormalization.CpuTime => ", compared by rate per CPU second"u8,
            _ => ", compared as counted"u8,
        });
        output.Write(_options.Width switch
        {
            DiffWidth.Target => ""u8,
            DiffWidth.Baseline => "; widths are those of the baseline"u8,
            _ => "; widths are values of the baseline only"u8,
        });
    }

    private PaletteEntry[] MakeLegend()
    {
        string most = Encoding.UTF8.GetString(Described(_diff.MaximumDelta));
        return
        [
            new("-" + most, _options.Palette.Shrunk), new("less", _options.Palette.ColorOf(-0.3)), new("same", DiffPalette.Same),
            new("more", _options.Palette.ColorOf(0.3)), new("+" + most, _options.Palette.Grown),
        ];
    }

    private void WriteNormalized(Utf8Output output, double value)
    {
        if (_diff.Normalization == DiffNormalization.None) return;
        output.Write(", "u8);
        output.Write(Described(value));
    }

    private void WriteDelta(Utf8Output output, double delta)
    {
        output.WriteByte(delta < 0 ? (byte)'-' : (byte)'+');
        output.Write(Described(Math.Abs(delta)));
    }

    // Small rates have three significant digits, down to 10^-9.
    private static string DecimalsOf(double rate) =>
        rate is > 0 and < 0.9995 ? string.Create(CultureInfo.InvariantCulture, $"F{Math.Min(9, 2 - (int)Math.Floor(Math.Log10(rate)))}") : "N2";

    private byte[] Described(double value)
    {
        string text = _diff.Normalization switch
        {
            DiffNormalization.Total => string.Create(CultureInfo.InvariantCulture, $"{value * 100:F2}%"),
            DiffNormalization.None => UnitText.FormatNumber((long)Math.Round(value), _unitName),
            _ when UnitText.IsScaled(_unitName) && value >= 1 => UnitText.FormatNumber((long)Math.Round(value), _unitName) + "/s",
            _ => value.ToString(DecimalsOf(value), CultureInfo.InvariantCulture) + "/s",
        };
        return Encoding.UTF8.GetBytes(text);
    }
}
