using System.Diagnostics;
using FlameScope.Fuzz;

FuzzOptions options;
try
{
    options = FuzzOptions.Parse(args);
}
catch (Exception wrong) when (wrong is FormatException or OverflowException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

const int Batch = 1024;
TimeSpan endless = TimeSpan.FromMinutes(2);
Func<IFuzzCase> create = CreateTarget();
var clock = Stopwatch.StartNew();
TimeSpan limit = options.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;
long next = options.First, end = options.Cases > long.MaxValue - options.First ? long.MaxValue : options.First + options.Cases;
long ran = 0;
int failures = 0;
var reports = new object();

Func<IFuzzCase> CreateTarget()
{
    if (options.Formats is { } folder)
    {
        var formats = new FormatCorpus(folder);
        Console.WriteLine($"{formats.Files.Count} files of {formats.Files.Select(file => file.Format).Distinct().Count()} formats");
        return () => new FormatCase(options.Seed, formats);
    }
    if (options.Target == FuzzOptions.Symbols)
    {
        var symbols = new SymbolCorpus(options.Inputs);
        return () => new SymbolCase(options.Seed, symbols);
    }
    var corpus = new Corpus(options.Seed, options.Inputs);
    return () => new FuzzCase(options.Seed, corpus);
}

void Report(long index, string what, byte[] bytes)
{
    string file = $"fuzz-{options.Seed}-{index}.input";
    File.WriteAllBytes(file, bytes);
    lock (reports) Console.Error.WriteLine($"seed {options.Seed}, case {index}: {what}\n  the input is in {file}; again: --seed {options.Seed} --first {index} --cases 1");
}

void Work(IFuzzCase target, Worker worker)
{
    using var files = target as IDisposable;
    while (clock.Elapsed < limit && Volatile.Read(ref failures) < 10)
    {
        long start = Interlocked.Add(ref next, Batch) - Batch;
        for (long index = start; index < Math.Min(start + Batch, end) && clock.Elapsed < limit; index++)
        {
            try
            {
                worker.Run(index);
            }
            catch (Exception failure)
            {
                Interlocked.Increment(ref failures);
                Report(index, failure is FuzzFailure ? failure.Message : failure.ToString(), worker.Bytes);
            }
            Interlocked.Increment(ref ran);
        }
        if (start >= end) return;
    }
}

var workers = new Worker[options.Threads];
var threads = new Thread[options.Threads];
for (int i = 0; i < threads.Length; i++)
{
    IFuzzCase target = create();
    Worker worker = workers[i] = new Worker(target);
    threads[i] = new Thread(() => Work(target, worker)) { IsBackground = true };
    threads[i].Start();
}
foreach (Thread thread in threads)
{
    while (!thread.Join(TimeSpan.FromSeconds(1)))
    {
        foreach (Worker worker in workers)
        {
            if (worker.FindEndless(endless) is not { } index) continue;
            Report(index, $"the case has been running for {endless.TotalMinutes} minutes", worker.Bytes);
            return 1;
        }
    }
}
Console.WriteLine($"{ran} cases in {clock.Elapsed.TotalSeconds:F1} s, {ran / clock.Elapsed.TotalSeconds:F0} per second on {options.Threads} threads, seed {options.Seed}: {failures} failures");
return failures == 0 ? 0 : 1;
