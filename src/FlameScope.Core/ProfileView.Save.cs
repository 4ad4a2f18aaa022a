using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>
    /// Saves the heat map. The extension of the file selects the format: <c>.svg</c>, <c>.json</c> (FlameScope's shape) or <c>.csv</c>.
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="rows">The number of rows per column, from 1 to 1,000.</param>
    /// <exception cref="UntimedProfileException">No sample has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The profile spans too many seconds.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is out of range.</exception>
    /// <exception cref="ArgumentException">The extension is not supported.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveHeatmap(string path, int rows = 50) => SaveHeatmap(path, new HeatmapSvgOptions(), rows);

    /// <summary>
    /// Saves the heat map with options. The extension of the file selects the format: <c>.svg</c>, <c>.json</c> (FlameScope's shape) or <c>.csv</c>.
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="options">The options of the picture. Other formats ignore them.</param>
    /// <param name="rows">The number of rows per column, from 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <exception cref="UntimedProfileException">No sample has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The profile spans too many seconds.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is out of range.</exception>
    /// <exception cref="ArgumentException">The extension is not supported.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveHeatmap(string path, HeatmapSvgOptions options, int rows = 50, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Action<SubsecondHeatmap, Stream> write = Extension(path) switch
        {
            ".svg" => (map, file) => HeatmapSvg.Write(map, file, options),
            ".json" => FlameScopeJson.Write,
            ".csv" => HeatmapCsv.Write,
            _ => throw UnknownExtension(path, ".svg, .json and .csv"),
        };
        Save(path, GetHeatmap(rows), write, cancellationToken);
    }

    /// <summary>Saves the samples in a profile format; see <see cref="ProfileWriters.Default"/>.</summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="format">The name of the format; <c>null</c> or empty, the default, for the format of the ending of the file name.</param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <exception cref="ArgumentException">There is no such format, or it cannot hold the samples.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveProfile(string path, string? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        IProfileWriter? writer = string.IsNullOrEmpty(format) ? ProfileWriters.Default.FindByPath(path) : ProfileWriters.Default.Find(format);
        if (writer is null)
        {
            string names = string.Join(", ", ProfileWriters.Default.Writers.Select(known => known.Name));
            throw new ArgumentException($"There is no such format. The formats are {names}.", string.IsNullOrEmpty(format) ? nameof(path) : nameof(format));
        }
        var options = new ProfileWriteOptions { Weight = Weight };
        AtomicFile.Write(path, stream => ProfileWriters.Write(writer, Selection, stream, options), cancellationToken);
    }

    /// <summary>
    /// Saves the flame graph. The extension of the file selects the format: <c>.svg</c>, <c>.json</c> (FlameScope's shape), <c>.folded</c> or
    /// <c>.txt</c> (folded stacks).
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="title">The title of the picture; <c>null</c> or empty for the default.</param>
    /// <exception cref="ArgumentException">The extension is not supported.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveFlameGraph(string path, string? title = null) => SaveFlameGraph(path, new FlameGraphSvgOptions { Title = title });

    /// <summary>
    /// Saves the flame graph with options. The extension of the file selects the format: <c>.svg</c>, <c>.json</c> (FlameScope's shape),
    /// <c>.folded</c> or <c>.txt</c> (folded stacks).
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="options">The options of the picture. Other formats ignore them.</param>
    /// <param name="grouping">The groups at the first level.</param>
    /// <param name="reversed">Indicates whether stacks start at the leaf.</param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <example>
    /// <code>
    /// view.SaveFlameGraph("callers.svg", new FlameGraphSvgOptions { Icicle = true, Palette = Palette.Hot }, reversed: true);
    /// </code>
    /// </example>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="grouping"/> is not defined.</exception>
    /// <exception cref="ArgumentException">The extension is not supported.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveFlameGraph(
        string path,
        FlameGraphSvgOptions options,
        StackGrouping grouping = StackGrouping.ThreadName,
        bool reversed = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Action<StackTree, Stream> write = Extension(path) switch
        {
            ".svg" => (tree, file) => FlameGraphSvg.Write(tree, file, options),
            ".json" => FlameScopeJson.Write,
            ".folded" or ".txt" => FoldedStacks.Write,
            _ => throw UnknownExtension(path, ".svg, .json, .folded and .txt"),
        };
        Save(path, GetStackTree(grouping, reversed), write, cancellationToken);
    }

    /// <summary>
    /// Saves the difference between the time range of this view and a baseline as a flame graph. The extension of the file selects the format:
    /// <c>.svg</c>, <c>.json</c> (FlameScope's shape), <c>.folded</c> or <c>.txt</c> (folded stacks with two counts).
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="baseline">The baseline, as for <see cref="Compare(Baseline, DiffNormalization)"/>.</param>
    /// <param name="options">
    /// The options of the picture; <c>null</c> for the defaults. Other formats use only the width <see cref="DiffWidth.Elided"/>.
    /// </param>
    /// <param name="normalization">The divisor of the values of each side.</param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <example>
    /// <code>
    /// view.Between(28.3, 28.58).SaveDifferential("difference.svg", Baseline.Rest);
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The extension is not supported, or the time range of this view is empty.</exception>
    /// <exception cref="UntimedProfileException">The normalization is by time, and a side has samples but no duration.</exception>
    /// <exception cref="InvalidOperationException">The normalization is by CPU time, and the periods of a side with samples are all 0.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveDifferential(
        string path,
        Baseline baseline,
        FlameGraphDiffOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total,
        CancellationToken cancellationToken = default) =>
        SaveDifferential(path, () => Compare(baseline, normalization), options, cancellationToken);

    /// <summary>
    /// Saves the difference between this view and another view as a flame graph. The extension of the file selects the format: <c>.svg</c>,
    /// <c>.json</c> (FlameScope's shape), <c>.folded</c> or <c>.txt</c> (folded stacks with two counts).
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="baseline">The view to compare with. Its weight is ignored: the weight of this view is used.</param>
    /// <param name="options">
    /// The options of the picture; <c>null</c> for the defaults. Other formats use only the width <see cref="DiffWidth.Elided"/>.
    /// </param>
    /// <param name="normalization">The divisor of the values of each side.</param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <exception cref="ArgumentException">The extension is not supported.</exception>
    /// <exception cref="UntimedProfileException">The normalization is by time, and a side has samples but no duration.</exception>
    /// <exception cref="InvalidOperationException">The normalization is by CPU time, and the periods of a side with samples are all 0.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveDifferential(
        string path,
        ProfileView baseline,
        FlameGraphDiffOptions? options = null,
        DiffNormalization normalization = DiffNormalization.Total,
        CancellationToken cancellationToken = default) =>
        SaveDifferential(path, () => Compare(baseline, normalization), options, cancellationToken);

    /// <summary>
    /// Saves the interactive report: one HTML file with the heat map and the flame graph of any selected range. It contains only the samples of this
    /// view and starts with the weight of this view.
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="title">The title of the report; <c>null</c> or empty for the default.</param>
    /// <remarks>
    /// The report contains idle samples if <see cref="Filter"/> includes them, and then shows them initially. It marks the moments that
    /// <see cref="FindMoments"/> finds.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveReport(string path, string? title = null) => SaveReport(path, new HtmlReportOptions
    {
        Title = title,
        Weight = Weight,
        IncludeIdle = Filter.IncludeIdle,
    });

    /// <summary>Saves the interactive report of the samples of this view with options.</summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="options">
    /// The initial state of the report. The weight of the view is ignored. Unless <see cref="HtmlReportOptions.Moments"/> is set, the report marks
    /// the moments that <see cref="FindMoments"/> finds; an empty list marks none.
    /// </param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveReport(string path, HtmlReportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Moments is null) options = options with { Moments = ReportMoments.Find(Profile, Filter, cancellationToken) };
        Save(path, Selection, (selection, file) => HtmlReport.Write(selection, file, options, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Saves a report of this view and of another one, which it compares: each has a heat map and numbers of its own. The weight is that of this view
    /// if both profiles have it, otherwise the number of samples.
    /// </summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="baseline">The view to compare with, of the same profile or another one.</param>
    /// <param name="title">The title of the report; <c>null</c> or empty for the default.</param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <exception cref="InvalidOperationException">The samples of a view span more than 104 days.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveReport(string path, ProfileView baseline, string? title = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        var options = new HtmlReportOptions
        {
            Title = title,
            Weight = Weight,
            IncludeIdle = Filter.IncludeIdle,
            Baseline = baseline.Selection,
            BaselineTitle = baseline.Source is { } source ? Path.GetFileName(source) : "baseline",
        };
        SaveReport(path, options, cancellationToken);
    }

    /// <summary>Saves the flame chart of a thread as <c>.svg</c>.</summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="tid">The id of the thread.</param>
    /// <param name="title">The title of the picture; <c>null</c> or empty for the default.</param>
    /// <exception cref="ArgumentException">The extension is not supported, or the profile has no thread with this id.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveFlameChart(string path, long tid, string? title = null) => SaveFlameChart(path, tid, new FlameGraphSvgOptions { Title = title });

    /// <summary>Saves the flame chart of a thread as <c>.svg</c> with options.</summary>
    /// <param name="path">The file. An existing file is replaced, but only after everything has been written.</param>
    /// <param name="tid">The id of the thread.</param>
    /// <param name="options">The options of the picture.</param>
    /// <param name="cancellationToken">Cancels the save. An existing file is kept then.</param>
    /// <exception cref="ArgumentException">The extension is not supported, or the profile has no thread with this id.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The save was canceled.</exception>
    public void SaveFlameChart(string path, long tid, FlameGraphSvgOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Extension(path) != ".svg") throw UnknownExtension(path, ".svg");
        Save(path, GetFlameChart(tid), (chart, file) => FlameChartSvg.Write(chart, file, options), cancellationToken);
    }

    private static void SaveDifferential(string path, Func<StackTreeDiff> compare, FlameGraphDiffOptions? options, CancellationToken cancellationToken)
    {
        bool isElided = options?.Width == DiffWidth.Elided;
        Action<StackTreeDiff, Stream> write = Extension(path) switch
        {
            ".svg" => (diff, file) => FlameGraphSvg.Write(diff, file, options),
            ".json" => (diff, file) => FlameScopeJson.Write(diff, file, new FlameScopeJsonDiffOptions { Elided = isElided }),
            ".folded" or ".txt" => (diff, file) => FoldedStacks.Write(diff, file, new FoldedDiffOptions { ElidedOnly = isElided }),
            _ => throw UnknownExtension(path, ".svg, .json, .folded and .txt"),
        };
        Save(path, compare(), write, cancellationToken);
    }

    private static string Extension(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).ToLowerInvariant();
    }

    private static void Save<T>(string path, T content, Action<T, Stream> write, CancellationToken cancellationToken) =>
        AtomicFile.Write(path, file => write(content, file), cancellationToken);

    private static ArgumentException UnknownExtension(string path, string supported) =>
        new($"The extension selects the format, and \"{Path.GetExtension(path)}\" is none of {supported}.", nameof(path));
}
