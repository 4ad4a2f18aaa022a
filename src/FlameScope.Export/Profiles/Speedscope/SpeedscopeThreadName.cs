using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Writes a thread as the name of a speedscope profile, in the form of py-spy: <c>Process 9089 Thread 9092 "indexer"</c>. A name without numbers is written
/// alone, and in quotes if it could be taken for that form.
/// </summary>
internal static class SpeedscopeThreadName
{
    public static string Of(Profile profile, ThreadId thread)
    {
        ThreadInfo info = profile.Threads[thread];
        string name = profile.GetThreadName(thread);
        if (info.Pid is null && info.Tid is null) return IsAmbiguous(name) ? $"\"{name}\"" : name;

        // The form of dotnet-trace.
        if (info.Pid is null && name == string.Create(CultureInfo.InvariantCulture, $"Thread ({info.Tid})")) return name;
        string process = info.Pid is { } pid ? string.Create(CultureInfo.InvariantCulture, $"Process {pid} ") : "";
        string number = info.Tid is { } tid ? string.Create(CultureInfo.InvariantCulture, $"Thread {tid} ") : "";
        return name.Length == 0 ? (process + number).TrimEnd() : $"{process}{number}\"{name}\"";
    }

    private static bool IsAmbiguous(string name) =>
        name.StartsWith("Process ", StringComparison.Ordinal) || name.StartsWith("Thread ", StringComparison.Ordinal)
        || (name.Length >= 2 && name[0] == '"' && name[^1] == '"');
}
