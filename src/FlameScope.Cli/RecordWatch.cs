using FlameScope.Cli.Output;
using FlameScope.Cli.Text;
using FlameScope.DotNet;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Cli;

/// <summary>Draws the heat map of a process each second while it is recorded.</summary>
internal static class RecordWatch
{
    private const int MaximumRows = 40;
    private const int MaximumSeconds = 300; // the heat map moves on after that, so that memory stays bounded

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Records a process and draws until the recording ends.</summary>
    public static void Run(int processId, TimeSpan? duration, DotNetRecordOptions options, CancellationToken abandon)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.StopToken);
        if (duration is { } time) stop.CancelAfter(time);
        var parts = new Queue<Profile>();
        options = options with { StopToken = stop.Token };
        foreach (Profile part in DotNetRecorder.WatchAsync(processId, Interval, options, abandon).ToBlockingEnumerable(abandon))
        {
            parts.Enqueue(part);
            if (parts.Count > MaximumSeconds) parts.Dequeue();
            Draw(Profile.MergeAll(parts, cancellationToken: abandon));
        }
    }

    private static void Draw(Profile profile)
    {
        if (!profile.HasTimes) return;
        SampleSelection samples = profile.Select(SampleFilter.Default);
        if (samples.Count == 0) return;
        TextTarget target = TextTarget.Detect(toStandardOutput: true);
        var map = SubsecondHeatmap.From(samples, new HeatmapOptions { Rows = HeatmapLayout.RowsFor(target, MaximumRows) });
        byte[] text = target.DrawRichly(console => HeatmapText.Draw(map, HeatmapColors.Choose(null), target, console));
        StandardOutput.Write(stream =>
        {
            if (target.IsTerminal) stream.Write("\e[H\e[2J"u8);
            stream.Write(text);
        });
    }
}
