using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope flamechart</c>: the stacks of one thread in time order.</summary>
internal sealed class FlamechartCommand : Command
{
    private readonly ProfileArgument _profile = new();
    private readonly FilterOptions _filter = new();
    private readonly PictureOptions _picture = new();
    private readonly OutputOption _output = new();

    public FlamechartCommand(string name)
        : base(name, "Draw the stacks of one thread (--tid N, see info) from left to right in time.")
    {
        Add(_profile);
        _picture.AddTo(this);
        Add(_output);
        _filter.AddTo(this);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        _output.RefuseTerminal(command, "an SVG picture", "flamechart.svg");
        LoadedProfile loaded = _profile.Load(command);
        if (loaded.Profile is { HasTimes: false, Samples.Count: > 0 }) throw new InputException(loaded.Name, "no sample has a time, so there is no flame chart");
        SampleSelection selection = _filter.Select(command, loaded);
        long tid = _filter.Tid(command) ?? OnlyThreadOf(selection);
        FlameChart chart = FlameChart.From(selection, tid);
        FlameGraphSvgOptions options = _picture.Of(command, PictureSubtitle.Of(loaded, selection.Range, chart.SampleCount));
        _output.Write(command, stream => FlameChartSvg.Write(chart, stream, options));
    }

    // The other conditions may leave one thread.
    private static long OnlyThreadOf(SampleSelection selection)
    {
        const int Shown = 5;
        BusyThread[] threads = [.. BusyThread.Of(selection).Where(t => t.Tid is not null)];
        if (threads is [{ Tid: { } tid }]) return tid;
        string which = threads.Length == 0 ? "" : $"; the busiest are {SafeText.List([.. threads.Select(t => $"{t.TidText} ({t.Name})")], Shown)}";
        throw new UsageException($"a flame chart shows one thread: --tid N is required{which}");
    }
}
