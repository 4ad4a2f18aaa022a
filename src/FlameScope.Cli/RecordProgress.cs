using System.Globalization;
using FlameScope.Cli.Text;
using FlameScope.DotNet;

namespace FlameScope.Cli;

/// <summary>Shows the progress of a recording in one line on standard error, if that is a terminal.</summary>
internal sealed class RecordProgress : IProgress<DotNetRecordProgress>
{
    private readonly bool _isShown = !Console.IsErrorRedirected;
    private DotNetRecordProgress _last;

    /// <summary>The recorded data.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_last.Elapsed.TotalSeconds:0.0} s, {SafeText.Count(_last.SampleCount, "sample")}, {SafeText.Number(_last.LostCount)} lost");

    public void Report(DotNetRecordProgress value)
    {
        _last = value;
        if (!_isShown) return;
        string state = value.IsStopping
            ? "ending: receiving the names of methods"
            : $"{SafeText.Count(value.BusyThreadCount, "busy thread")}; Ctrl-C ends the recording";
        Console.Error.Write($"\r{Summary}, {state}\e[K");
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        if (_isShown) Console.Error.Write("\r\e[K");
    }
}
