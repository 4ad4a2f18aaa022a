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
    private Action? _finish;

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
        else if (signal == HostSignal.AfterActualRun) Finish();
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
        string path = Path.Combine(parameters.Config.ArtifactsPath, name + ".nettrace");
        var stop = new CancellationTokenSource();
        var isRecording = new TaskCompletionSource();
        // Benchmarks of the in-process toolchains run in this process, which can record itself.
        int processId = parameters.Process?.Id ?? Environment.ProcessId;
        Task recording = RecordAsync(processId, path, new FirstReport(isRecording), stop.Token);
        Task.WaitAny([isRecording.Task, recording], Patience);
        _finish = () =>
        {
            stop.Cancel();
            recording.GetAwaiter().GetResult();
            stop.Dispose();
            string report = Path.ChangeExtension(path, ".html");
            ProfileView.Open(path).SaveReport(report, benchmark.DisplayInfo);
            _reports.Add(report);
        };
    }

    private void Finish()
    {
        _finish?.Invoke();
        _finish = null;
    }

    private static async Task RecordAsync(int processId, string path, IProgress<DotNetRecordProgress> progress, CancellationToken stopToken)
    {
        await using FileStream file = File.Create(path);
        var options = new DotNetRecordOptions { StopToken = stopToken }; // ends the recording properly
        await DotNetRecorder.RecordToAsync(processId, file, options: options, progress: progress, cancellationToken: CancellationToken.None);
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
