using FlameScope.Parsing;
using Spectre.Console;

namespace FlameScope.Cli;

/// <summary>Shows how far reading has come: on standard error, when that is a terminal and there is enough to read.</summary>
internal static class LoadProgress
{
    // Less is read before a bar can be seen.
    private const long WorthShowing = 8 * 1024 * 1024;

    /// <summary>Runs what reads.</summary>
    /// <param name="length">The bytes to read; <c>null</c> when that is not known.</param>
    /// <param name="read">Reads, and reports to what it is given.</param>
    public static T Run<T>(long? length, Func<IProgress<ReadProgress>?, T> read) =>
        Console.IsErrorRedirected || length < WorthShowing ? read(null) : RunWithBar(length, read);

    // Apart from the above, so that nothing of Spectre.Console is loaded where nothing is shown.
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
