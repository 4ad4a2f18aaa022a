// Writes a stream of OTLP export requests, each after its length in four bytes, into a dataset. The service and the host are those of the resource.
//
//     dotnet run --project samples/OtlpToDataset -- profiles < requests.otlp

using System.Buffers;
using System.Buffers.Binary;
using FlameScope.Columnar;
using FlameScope.Export;
using FlameScope.Model;
using FlameScope.Parsing;

const uint MaximumLength = 256 << 20;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: OtlpToDataset FOLDER < REQUESTS");
    return 2;
}

var dataset = new DatasetFolder(args[0]);
var options = new ProfileReadOptions { Format = "otlp" };
using Stream input = Console.OpenStandardInput();
byte[] prefix = new byte[4];
while (await input.ReadAtLeastAsync(prefix, 4, throwOnEndOfStream: false) is var count and > 0)
{
    uint length = count == 4 ? BinaryPrimitives.ReadUInt32BigEndian(prefix) : 0;
    if (count < 4 || length > MaximumLength)
    {
        Console.Error.WriteLine("The stream ends within a length, or a request is longer than 256 MiB.");
        return 1;
    }
    byte[] request = new byte[length];
    await input.ReadExactlyAsync(request);
    Profile profile = ProfileFormats.Default.Parse(request, options);
    foreach (ReadDiagnostic diagnostic in profile.Diagnostics) Console.Error.WriteLine(diagnostic);

    #region write
    // A request of a collector may have several resources.
    foreach ((string service, string? host) in Resources(profile))
    {
        DatasetWriteResult result = await ProfileDataset.WriteAsync(
            Only(profile, service, host), new RecordingLabels { Service = service, Host = host ?? "unknown" }, dataset);
        Console.WriteLine($"{service} on {host ?? "unknown"}: {result.SampleCount} samples written, {result.UntimedCount} without a time left out");
    }
    #endregion
}
return 0;

static (string Service, string? Host)[] Resources(Profile profile) =>
[
    .. Enumerable.Range(0, profile.LabelSets.Count).Select(i => new LabelSetId(i)).Where(id => profile.Samples.LabelSets.Contains(id))
        .Select(id => (profile.LabelSets.Find(id, "service.name") ?? "unknown", profile.LabelSets.Find(id, "host.name"))).Distinct(),
];

// A profile of one resource is written as it is; otherwise, the samples of each resource become a profile.
Profile Only(Profile profile, string service, string? host)
{
    if (Resources(profile).Length == 1) return profile;
    var labels = new List<KeyValuePair<string, string>> { KeyValuePair.Create("service.name", service) };
    if (host is not null) labels.Add(KeyValuePair.Create("host.name", host));
    var output = new ArrayBufferWriter<byte>();
    new OtlpWriter().Write(profile.Select(SampleFilter.All.And(new SampleFilter { Labels = labels, IncludeIdle = true })), output, new ProfileWriteOptions());
    return ProfileFormats.Default.Parse(output.WrittenMemory, options);
}
