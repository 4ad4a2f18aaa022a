using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.DotNet;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope record</c>: records a .NET process, or a program from its start, to a .nettrace file.</summary>
internal sealed class RecordCommand : Command
{
    private readonly Option<int?> _pid = NumberOption.Whole("--pid", "N", "Record the process with this id; see flamescope ps.", minimum: 0);
    private readonly Option<string?> _name = new("--name")
    {
        HelpName = "NAME",
        Description = "Record the process with this name; see flamescope ps.",
    };

    private readonly Option<double?> _seconds = NumberOption.Seconds(
        "--seconds", "End the recording after this time, and the COMMAND with it; the default is to record until Ctrl-C or the end of the process.");

    private readonly Option<string?> _events = new("--events")
    {
        HelpName = "LIST",
        Description = "Record more than samples of the threads: allocations, contention, exceptions, separated by commas.",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write the recording (.nettrace) to this file; the default is NAME-DATE-TIME.nettrace. - is standard output.",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Write no file, but draw the heat map of the last minutes each second. It works for processes that run already.",
    };

    private readonly Argument<string[]> _program = new("COMMAND")
    {
        Description = "After --: a program and its arguments, to be started and recorded from its first method."
            + " It must be a .NET program itself: 'dotnet App.dll' or 'App'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public RecordCommand(string name)
        : base(name, "Record a .NET process: what its threads do, each millisecond. No privileges and no other tool are needed.")
    {
        Add(_program);
        foreach (Option option in new Option[] { _pid, _name, _seconds, _events, _output, _watch }) Add(option);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        string[] program = command.GetValue(_program) ?? [];
        int targets = (program.Length > 0 ? 1 : 0) + (command.GetValue(_pid) is null ? 0 : 1) + (command.GetValue(_name) is null ? 0 : 1);
        if (targets != 1) throw new UsageException("one of --pid N, --name NAME and -- COMMAND is required");
        double? seconds = command.GetValue(_seconds);
        if (seconds is <= 0 or > 1_000_000) throw new UsageException("--seconds takes a positive number");
        using var stop = new CancellationTokenSource();
        using var abandon = new CancellationTokenSource();
        using PosixSignalRegistration interrupted = StopOn(PosixSignal.SIGINT, stop, abandon);
        using PosixSignalRegistration terminated = StopOn(PosixSignal.SIGTERM, stop, abandon);
        var options = new DotNetRecordOptions { Events = ParseEvents(command.GetValue(_events)), StopToken = stop.Token, EndsProgram = true };
        TimeSpan? duration = seconds is { } time ? TimeSpan.FromSeconds(time) : null;

        bool isWatched = command.GetValue(_watch);
        if (isWatched && (program.Length > 0 || command.GetValue(_output) is not null))
        {
            throw new UsageException("--watch works with --pid or --name, and writes no file");
        }
        DotNetProcess? process = program.Length > 0 ? null : FindProcess(command.GetValue(_pid), command.GetValue(_name));
        string name = process?.Name is { Length: > 0 } known ? known : process is null ? NameOf(program) : "process";
        if (isWatched)
        {
            Watch(process!.Id, duration, options, abandon.Token);
            return;
        }
        string path = command.GetValue(_output) ?? string.Create(CultureInfo.InvariantCulture, $"{name}-{DateTime.Now:yyyyMMdd-HHmmss}.nettrace");
        var progress = new RecordProgress();
        // A file that was there before, and a device, is never deleted.
        bool isNew = path != "-" && !Path.Exists(path);
        try
        {
            using Stream file = Open(path);
            Task recording = process is null
                ? DotNetRecorder.RecordToAsync(StartOf(program), file, duration, options, progress, abandon.Token)
                : DotNetRecorder.RecordToAsync(process.Id, file, duration, options, progress, abandon.Token);
            recording.GetAwaiter().GetResult();
        }
        catch (DotNetRecordException failure)
        {
            if (isNew) DeleteEmpty(path);
            throw new InputException("record", failure.Message, failure);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            throw new InputException(path, "the recording was interrupted before its end: methods have no names");
        }
        finally
        {
            progress.Clear();
        }
        ErrorReporting.Note($"{path}: {progress.Summary}");
    }

    private static void Watch(int processId, TimeSpan? duration, DotNetRecordOptions options, CancellationToken abandon)
    {
        try
        {
            RecordWatch.Run(processId, duration, options, abandon);
        }
        catch (DotNetRecordException failure)
        {
            throw new InputException("record", failure.Message, failure);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Interrupted twice. There is nothing to keep.
        }
    }

    // The first signal ends the recording, so that the names of methods follow; the second abandons it.
    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop, CancellationTokenSource abandon) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (stop.IsCancellationRequested) abandon.Cancel();
            else stop.Cancel();
        });

    private static DotNetEvents ParseEvents(string? list)
    {
        var events = DotNetEvents.None;
        foreach (string name in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            events |= name switch
            {
                "allocations" => DotNetEvents.Allocations,
                "contention" => DotNetEvents.Contention,
                "exceptions" => DotNetEvents.Exceptions,
                _ => throw new UsageException($"--events takes allocations, contention and exceptions, not '{name}'"),
            };
        }
        return events;
    }

    private static DotNetProcess FindProcess(int? id, string? name)
    {
        IReadOnlyList<DotNetProcess> processes = DotNetRecorder.GetProcesses();
        if (id is { } number) return processes.FirstOrDefault(process => process.Id == number) ?? new DotNetProcess { Id = number };
        DotNetProcess[] found = [.. processes.Where(process => process.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 0) throw new InputException(name!, "there is no .NET process with this name; see flamescope ps");
        if (found.Length == 1) return found[0];
        string ids = string.Join(", ", found.Select(process => process.Id.ToString(CultureInfo.InvariantCulture)));
        throw new InputException(name!, $"several processes have this name; select one with --pid: {ids}");
    }

    private static string NameOf(string[] program)
    {
        string last = program.FirstOrDefault(word => word.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) ?? program[0];
        return Path.GetFileNameWithoutExtension(last);
    }

    private static ProcessStartInfo StartOf(string[] program) => new(program[0], program.Skip(1));

    // Not a temporary file: if this process is killed, what was recorded is there.
    private static Stream Open(string path)
    {
        if (path == "-") return Console.OpenStandardOutput();
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(path, failure is DirectoryNotFoundException ? "the folder does not exist" : failure.Message, failure);
        }
    }

    private static void DeleteEmpty(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 } file) file.Delete();
    }
}
