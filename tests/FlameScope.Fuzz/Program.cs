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
var corpus = new Corpus(options.Seed, options.Inputs);
FormatCorpus? formats = options.Formats is null ? null : new FormatCorpus(options.Formats);
if (formats is not null) Console.WriteLine($"{formats.Files.Count} files of {formats.Files.Select(file => file.Format).Distinct().Count()} formats");
var clock = Stopwatch.StartNew();
TimeSpan limit = options.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;
long next = options.First, end = options.Cases > long.MaxValue - options.First ? long.MaxValue : options.First + options.Cases;
long ran = 0;
int failures = 0;

void Work()
{
    var text = new FuzzCase(options.Seed, corpus);
    FormatCase? format = formats is null ? null : new FormatCase(options.Seed, formats);
    while (clock.Elapsed < limit && Volatile.Read(ref failures) < 10)
    {
        long start = Interlocked.Add(ref next, Batch) - Batch;
        for (long index = start; index < Math.Min(start + Batch, end); index++)
        {
            try
            {
                if (format is null) text.Run(index);
                else format.Run(index);
            }
            catch (Exception failure)
            {
                Interlocked.Increment(ref failures);
                string file = $"fuzz-{options.Seed}-{index}.perf";
                File.WriteAllBytes(file, format is null ? text.Text.ToArray() : format.Bytes.ToArray());
                string what = failure is FuzzFailure ? failure.Message : failure.ToString();
                lock (corpus) Console.Error.WriteLine($"seed {options.Seed}, case {index}: {what}\n  the text is in {file}; again: --seed {options.Seed} --first {index} --cases 1");
            }
            Interlocked.Increment(ref ran);
        }
        if (start >= end) return;
    }
}

Thread[] threads = [.. Enumerable.Range(0, options.Threads).Select(_ => new Thread(Work))];
foreach (Thread thread in threads) thread.Start();
foreach (Thread thread in threads) thread.Join();
Console.WriteLine($"{ran} cases in {clock.Elapsed.TotalSeconds:F1} s, {ran / clock.Elapsed.TotalSeconds:F0} per second on {options.Threads} threads, seed {options.Seed}: {failures} failures");
return failures == 0 ? 0 : 1;
