// Converts the CPU samples of a recording of Windows (.etl, .etl.zip, .etlx) into any format that this library writes. TraceEvent reads such files
// on Windows only; an .etlx file that it made there is read everywhere.
//
//     dotnet run --project samples/ConvertEtl -- trace.etl profile.pb.gz

using FlameScope.Export;
using FlameScope.Model;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers.Kernel;

if (args is not [string input, string output])
{
    Console.Error.WriteLine("usage: ConvertEtl TRACE.etl OUTPUT");
    return 2;
}

using TraceLog trace = input.EndsWith(".etlx", StringComparison.OrdinalIgnoreCase) ? new TraceLog(input) : TraceLog.OpenOrConvert(input);
var builder = new ProfileBuilder();
SampleEventId cpu = builder.AddEvent("cpu", [new SampleValueType("cpu", "nanoseconds")], 0);
long interval = (long)trace.SampleProfileInterval.TotalNanoseconds;
var stacks = new Dictionary<CallStackIndex, StackId>();

foreach (SampledProfileTraceData sample in trace.Events.ByEventType<SampledProfileTraceData>())
{
    builder.AddSample(new SampleRow
    {
        Time = (long)(sample.TimeStampRelativeMSec * 1_000_000),
        Thread = builder.AddThread(sample.ProcessID, sample.ThreadID, sample.Thread()?.ThreadInfo ?? "", sample.ProcessName),
        Stack = StackOf(sample.CallStack()),
        Cpu = sample.ProcessorNumber,
        Event = cpu,
        Value = interval,
        IsIdle = sample.ProcessID == 0,
    });
}
using FileStream file = File.Create(output);
ProfileWriters.Write(ProfileWriters.Default.FindByPath(output) ?? throw new ArgumentException("No format has this ending."), builder.Build().Select(), file);
return 0;

// Each call stack of TraceEvent is a frame and its caller, so a stack is added once and then looked up.
StackId StackOf(TraceCallStack? stack)
{
    if (stack is null) return StackId.Empty;
    if (stacks.TryGetValue(stack.CallStackIndex, out StackId known)) return known;
    TraceCodeAddress address = stack.CodeAddress;
    string module = address.ModuleName;
    string name = address.FullMethodName is { Length: > 0 } method ? method : "[unknown]";
    bool isKernel = address.ModuleFile?.ImageBase is { } start && (long)start < 0;
    FrameId frame = builder.AddFrame(builder.AddSymbol(name), builder.AddModule(module), isKernel ? FrameKind.Kernel : FrameKind.User);
    return stacks[stack.CallStackIndex] = builder.AddStack(StackOf(stack.Caller), frame);
}
