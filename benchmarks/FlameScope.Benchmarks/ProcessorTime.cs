using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace FlameScope.Benchmarks;

/// <summary>
/// Runs the benchmarks of a group one after the other, several times, and prints their processor time, which other processes of the machine change less
/// than they change the elapsed time. Every method has run before, so that its code is compiled.
/// </summary>
internal static class ProcessorTime
{
    private const int Warmup = 4;
    private const int Rounds = 5;

    public static int Run(string[] groups)
    {
        foreach (Type type in typeof(ProcessorTime).Assembly.GetTypes().Where(type => groups.Contains(type.Name.Replace("Benchmarks", "", StringComparison.Ordinal))))
        {
            object group = Activator.CreateInstance(type)!;
            MethodInfo[] methods = type.GetMethods();
            Array.Find(methods, method => method.IsDefined(typeof(GlobalSetupAttribute)))?.Invoke(group, null);
            Run(group, [.. methods.Where(method => method.IsDefined(typeof(BenchmarkAttribute)))]);
        }
        return 0;
    }

    private static void Run(object group, MethodInfo[] methods)
    {
        List<(double User, double System)>[] times = [.. methods.Select(_ => new List<(double, double)>())];
        for (int round = -Warmup; round < Rounds; round++)
        {
            for (int i = 0; i < methods.Length; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Environment.ProcessCpuUsage before = Environment.CpuUsage;
                object? result = methods[i].Invoke(group, null);
                Environment.ProcessCpuUsage after = Environment.CpuUsage;
                GC.KeepAlive(result);
                if (round >= 0) times[i].Add(((after.UserTime - before.UserTime).TotalSeconds, (after.PrivilegedTime - before.PrivilegedTime).TotalSeconds));
            }
        }
        Console.WriteLine("| method | MB | user s | system s | MB/s | ns/sample |\n|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < methods.Length; i++)
        {
            (double user, double system) = times[i].OrderBy(time => time.User + time.System).ElementAt(Rounds / 2);
            Work work = Work.Of(methods[i].Name) ?? new Work(1);
            double total = user + system;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {methods[i].Name} | {work.Bytes / 1e6:F0} | {user:F2} | {system:F2} | {work.Bytes / 1e6 / total:F0} | {total * 1e9 / work.Samples:F0} |"));
        }
    }
}
