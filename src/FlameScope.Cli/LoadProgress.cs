using FlameScope.Parsing;
using Spectre.Console;

namespace FlameScope.Cli;

/// <summary>Shows the progress of reading on standard error, if that is a terminal and the file is large.</summary>
internal static class LoadProgress
{
    // A smaller file is read before a progress bar becomes visible.
    private const long MinimumLength = 8 * 1024 * 1024;

    /// <summary>Reads with a progress bar where one is useful.</summary>
    /// <param name="length">The number of bytes to read, or <c>null</c> if it is unknown.</param>
    /// <param name="read">Reads, and reports its progress to the argument if that is not <c>null</c>.</param>
    public static T Run<T>(long? length, Func<IProgress<ReadProgress>?, T> read) =>
        Console.IsErrorRedirected || length < MinimumLength ? read(null) : RunWithBar(length, read);

    // A separate method, so that Spectre.Console is loaded only when the bar is shown.
    private static T RunWithBar<T>(long? length, Func<IProgress<ReadProgress>?, T> read)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("reading", maxValue: length ?? double.MaxValue);
                task.IsIndeterminate = length is null;
                return read(new TaskProgress(task));
            });
    }

    private sealed class TaskProgress(ProgressTask task) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => task.Value = value.BytesRead;
    }
}
