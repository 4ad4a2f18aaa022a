// Only the package FlameScope.Parsing: the reader and the parser must find the same number of samples.
using System.IO.Compression;
using FlameScope.Model;
using FlameScope.Parsing;

Profile profile = ProfileFile.Open(args[0]);

using var text = new MemoryStream();
using (var file = new GZipStream(File.OpenRead(args[0]), CompressionMode.Decompress)) file.CopyTo(text);
long events = 0;
var reader = new PerfScriptReader(text.ToArray());
while (reader.Read())
{
    if (reader.Kind == PerfLineKind.Event) events++;
}

if (events != profile.Samples.Count) throw new InvalidOperationException($"{events} events became {profile.Samples.Count} samples.");
string[] others = Directory.GetFiles(AppContext.BaseDirectory, "FlameScope.*.dll").Select(f => Path.GetFileName(f)!).Except(["FlameScope.Model.dll", "FlameScope.Parsing.dll"]).ToArray();
if (others.Length > 0) throw new InvalidOperationException($"{string.Join(", ", others)} were not expected.");
Console.WriteLine($"{profile.Samples.Count} samples, on {Environment.Version}");
