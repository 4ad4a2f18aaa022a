using BenchmarkDotNet.Running;
using FlameScope.Benchmarks;

return args switch
{
    ["generate", .. var rest] => TextGenerator.Run(rest),
    ["processor-time", .. var rest] => ProcessorTime.Run(rest),
    ["quick"] => Run(["--filter", "*"], new BenchmarkConfig(isQuick: true)),
    _ => Run(args, new BenchmarkConfig(isQuick: false)),
};

static int Run(string[] args, BenchmarkConfig config)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
    return 0;
}
