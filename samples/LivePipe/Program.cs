// Reads a profile from standard input, or from the output of a command while it runs, without a file in between.
//
//     perf script | dotnet run --project samples/LivePipe
//     dotnet run --project samples/LivePipe -- perf script -i perf.data

using System.Diagnostics;
using FlameScope.Model;
using FlameScope.Parsing;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    interrupted.Cancel();
};

using Process? command = args is [string program, .. string[] arguments]
    ? Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
    : null;
Stream text = command?.StandardOutput.BaseStream ?? Console.OpenStandardInput();
try
{
    #region pipe
    Profile profile = await ProfileFile.OpenAsync(text, cancellationToken: interrupted.Token);
    #endregion

    Console.WriteLine($"{profile.Samples.Count} samples of {profile.Threads.Count} threads, {profile.Stacks.Count - 1} distinct stacks");
    foreach (ReadDiagnostic diagnostic in profile.Diagnostics) Console.Error.WriteLine($"{diagnostic.Reason}: {diagnostic.Count} times");
    return 0;
}
catch (ProfileFormatException unreadable)
{
    Console.Error.WriteLine(unreadable.Message);
    return 1;
}
catch (OperationCanceledException)
{
    command?.Kill(entireProcessTree: true);
    return 130;
}
