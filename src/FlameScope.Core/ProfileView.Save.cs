using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;

namespace FlameScope;

public sealed partial class ProfileView
{
    /// <summary>Saves the heat map as what the file's name ends in: <c>.svg</c>, <c>.json</c> (FlameScope's shape) or <c>.csv</c>.</summary>
    /// <param name="path">The file. It is replaced if it exists, and only once all has been written.</param>
    /// <param name="rows">The number of cells of a second, 1 to 1,000.</param>
    /// <exception cref="Model.UntimedProfileException">No sample has a time.</exception>
    /// <exception cref="HeatmapTooLargeException">The profile spans more time than a map of it may.</exception>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveHeatmap(string path, int rows = 50)
    {
        switch (Extension(path))
        {
            case ".svg":
                Save(path, GetHeatmap(rows), static (map, file) => HeatmapSvg.Write(map, file));
                break;
            case ".json":
                Save(path, GetHeatmap(rows), FlameScopeJson.Write);
                break;
            case ".csv":
                Save(path, GetHeatmap(rows), HeatmapCsv.Write);
                break;
            default:
                throw UnknownExtension(path, ".svg, .json and .csv");
        }
    }

    /// <summary>
    /// Saves the flame graph as what the file's name ends in: <c>.svg</c> (opens in any browser), <c>.json</c> (FlameScope's shape), <c>.folded</c>
    /// or <c>.txt</c> (folded stacks).
    /// </summary>
    /// <param name="path">The file. It is replaced if it exists, and only once all has been written.</param>
    /// <param name="title">The picture's title; <c>null</c> or empty for the usual one.</param>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveFlameGraph(string path, string? title = null)
    {
        switch (Extension(path))
        {
            case ".svg":
                var options = new FlameGraphSvgOptions { Title = string.IsNullOrEmpty(title) ? null : title };
                Save(path, GetStackTree(), (tree, file) => FlameGraphSvg.Write(tree, file, options));
                break;
            case ".json":
                Save(path, GetStackTree(), FlameScopeJson.Write);
                break;
            case ".folded" or ".txt":
                Save(path, GetStackTree(), FoldedStacks.Write);
                break;
            default:
                throw UnknownExtension(path, ".svg, .json, .folded and .txt");
        }
    }

    /// <summary>
    /// Saves the interactive report: one HTML file with the heat map, and the flame graph of whatever is picked on it. It holds the samples of this
    /// view only, and starts with this view's weight.
    /// </summary>
    /// <param name="path">The file. It is replaced if it exists, and only once all has been written.</param>
    /// <param name="title">The report's title; <c>null</c> or empty for the usual one.</param>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid.</exception>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <remarks>Idle samples are in it when <see cref="Filter"/> takes them, as it does not by default; the page then shows them from the start.</remarks>
    public void SaveReport(string path, string? title = null) =>
        SaveReport(path, new HtmlReportOptions { Title = title, Weight = Weight, IncludeIdle = Filter.IncludeIdle });

    /// <summary>Saves the interactive report of the samples of this view.</summary>
    /// <param name="path">The file. It is replaced if it exists, and only once all has been written.</param>
    /// <param name="options">How the report starts; this view's weight has no say.</param>
    /// <param name="cancellationToken">Stops the writing; no file is left then.</param>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid, or an option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The samples span more than 104 days.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The writing was stopped.</exception>
    public void SaveReport(string path, HtmlReportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        Save(path, Selection, (selection, file) => HtmlReport.Write(selection, file, options, cancellationToken));
    }

    /// <summary>Saves the flame chart of a thread, in time order, as <c>.svg</c>.</summary>
    /// <param name="path">The file. It is replaced if it exists, and only once all has been written.</param>
    /// <param name="tid">The thread's id.</param>
    /// <param name="title">The picture's title; <c>null</c> or empty for the usual one.</param>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveFlameChart(string path, int tid, string? title = null)
    {
        if (Extension(path) != ".svg") throw UnknownExtension(path, ".svg");
        var options = new FlameGraphSvgOptions { Title = string.IsNullOrEmpty(title) ? null : title };
        Save(path, GetFlameChart(tid), (chart, file) => FlameChartSvg.Write(chart, file, options));
    }

    private static string Extension(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).ToLowerInvariant();
    }

    private static void Save<T>(string path, T content, Action<T, Stream> write) => AtomicFile.Write(path, file => write(content, file));

    private static ArgumentException UnknownExtension(string path, string known) =>
        new($"The format is told from the end of the name, and \"{Path.GetExtension(path)}\" is none of {known}.", nameof(path));
}
