// Reads perf script text line by line without building a profile, and counts the frames of each kind. The reader allocates nothing per line.
//
//     dotnet run --project samples/CountFrames -- perf.txt

using FlameScope.Model;
using FlameScope.Parsing;

if (args is not [string path])
{
    Console.Error.WriteLine("usage: CountFrames PERF-SCRIPT-TEXT");
    return 2;
}

#region reader
var reader = new PerfScriptReader(File.ReadAllBytes(path));
long samples = 0;
var frames = new long[Enum.GetValues<FrameKind>().Length];
while (reader.Read())
{
    if (reader.Kind == PerfLineKind.Event) samples++;
    else if (reader.Kind == PerfLineKind.Frame) frames[(int)reader.Frame.Kind]++;
}
#endregion

Console.WriteLine($"{samples} samples");
foreach (FrameKind kind in Enum.GetValues<FrameKind>()) Console.WriteLine($"{frames[(int)kind]} frames of kind {kind}");
return 0;
