using BenchmarkDotNet.Analysers;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;
using FlameScope;
using FlameScope.DotNet;

/// <summary>
/// Records each benchmark in an additional run, and saves the recording and an interactive report of it in the folder of the results.
/// </summary>
/// <remarks>Copy this file; it needs the packages FlameScope.Core and FlameScope.DotNet.</remarks>
public sealed class FlameScopeDiagnoser : IDiagnoser
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<string> _reports = [];
    private CancellationTokenSource _stop = new();
    private Task? _recording;
    private string _path = "";

    /// <inheritdoc/>
    public IEnumerable<string> Ids => ["FlameScope"];

    /// <inheritdoc/>
    public IEnumerable<IExporter> Exporters => [];

    /// <inheritdoc/>
    public IEnumerable<IAnalyser> Analysers => [];

    /// <summary>Gets the run in which the benchmark is recorded: one of its own, so that the recording does not change the results.</summary>
    public RunMode GetRunMode(BenchmarkCase benchmarkCase) => RunMode.ExtraRun;

    /// <inheritdoc/>
    public void Handle(HostSignal signal, DiagnoserActionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (signal == HostSignal.BeforeActualRun) Start(parameters);
        else if (signal == HostSignal.AfterActualRun) Finish(parameters.BenchmarkCase);
    }

    /// <inheritdoc/>
    public IEnumerable<Metric> ProcessResults(DiagnoserResults results) => [];

    /// <inheritdoc/>
    public void DisplayResults(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        foreach (string report in _reports) logger.WriteLineInfo(report);
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters) => [];

    private void Start(DiagnoserActionParameters parameters)
    {
        BenchmarkCase benchmark = parameters.BenchmarkCase;
        string name = $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";
        if (benchmark.HasParameters) name += "-" + benchmark.Parameters.DisplayInfo;
        foreach (char unsafeCharacter in Path.GetInvalidFileNameChars()) name = name.Replace(unsafeCharacter, '_');
        Directory.CreateDirectory(parameters.Config.ArtifactsPath);
        _path = Path.Combine(parameters.Config.ArtifactsPath, name + ".nettrace");
        _stop = new CancellationTokenSource();
        var isRecording = new TaskCompletionSource();
        // Benchmarks of the in-process toolchains run in this process, which can record itself.
        int processId = parameters.Process?.Id ?? Environment.ProcessId;
        _recording = RecordAsync(processId, _path, new FirstReport(isRecording), _stop.Token);
        Task.WaitAny([isRecording.Task, _recording], Patience);
    }

    private void Finish(BenchmarkCase benchmark)
    {
        if (_recording is null) return;
        _stop.Cancel();
        _recording.GetAwaiter().GetResult();
        _recording = null;
        string report = Path.ChangeExtension(_path, ".html");
        ProfileView.Open(_path).SaveReport(report, benchmark.DisplayInfo);
        _reports.Add(report);
    }

    private static async Task RecordAsync(int processId, string path, IProgress<DotNetRecordProgress> progress, CancellationToken stop)
    {
        await using FileStream file = File.Create(path);
        await DotNetRecorder.RecordToAsync(processId, file, options: new DotNetRecordOptions { StopToken = stop }, progress: progress);
    }

    /// <summary>Notices when the first samples have arrived.</summary>
    private sealed class FirstReport(TaskCompletionSource isRecording) : IProgress<DotNetRecordProgress>
    {
        public void Report(DotNetRecordProgress value)
        {
            if (value.SampleCount > 0) isRecording.TrySetResult();
        }
    }
}
