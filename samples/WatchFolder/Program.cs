// Watches a folder and draws a heat map and a flame graph of each recording in it. Ctrl-C ends the program.
//
//     dotnet run --project samples/WatchFolder -- recordings

using System.Collections.Concurrent;
using FlameScope;
using FlameScope.Parsing;

if (args is not [string folder])
{
    Console.Error.WriteLine("usage: WatchFolder FOLDER");
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    interrupted.Cancel();
};

using var arrived = new BlockingCollection<string>();
using var watcher = new FileSystemWatcher(folder, "*.gz");
// Recordings are written under another name and renamed when they are complete, so only renamed files are drawn.
watcher.Renamed += (_, file) => arrived.Add(file.FullPath);
watcher.EnableRaisingEvents = true;
foreach (string path in Directory.EnumerateFiles(folder, "*.gz").Order(StringComparer.Ordinal)) arrived.Add(path);
Console.WriteLine($"watching {folder}");

try
{
    foreach (string path in arrived.GetConsumingEnumerable(interrupted.Token)) Draw(path);
}
catch (OperationCanceledException)
{
}
return 0;

static void Draw(string path)
{
    try
    {
        ProfileView view = ProfileView.Open(path);
        view.SaveFlameGraph(path + ".flames.svg");
        if (view.Profile.HasTimes) view.SaveHeatmap(path + ".heat.svg");
        Console.WriteLine($"{Path.GetFileName(path)}: {view.SampleCount} samples");
    }
    catch (Exception failure) when (failure is ProfileFormatException or IOException or UnauthorizedAccessException)
    {
        // An unreadable file does not stop the program.
        Console.Error.WriteLine($"{Path.GetFileName(path)}: {failure.Message}");
    }
}
