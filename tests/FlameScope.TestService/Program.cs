using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace FlameScope.TestService;

/// <summary>
/// A service for tests of recording: it is quiet but for a burst of 80 ms every period, a lock that is held for 300 ms while another thread waits for it,
/// and threads of the pool that wait for work.
/// </summary>
/// <remarks>Usage: FlameScope.TestService [SECONDS [PERIOD IN MS [LATE IN MS]]]. From LATE on, it calls methods of the framework that it did not call before. It writes "ready" when it runs, and ends after the time or when its input ends.</remarks>
public static class Program
{
    private static readonly Lock Gate = new();
    private static double _result;

    public static void Main(string[] args)
    {
        double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 60;
        int period = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5000;
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 4; i++) ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(10));
        Start("contention", Contend);
        Start("bursts", () => RunBursts(clock, period));
        if (args.Length > 2) Start("late", () => RunLate(int.Parse(args[2], CultureInfo.InvariantCulture)));
        Console.WriteLine("ready");
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            Quiet();
            Thread.Sleep(10);
        }
        Console.WriteLine(_result > 0 ? "done" : "nothing done");
    }

    private static void Start(string name, Action run) => new Thread(() => run()) { Name = name, IsBackground = true }.Start();

    private static void RunBursts(Stopwatch clock, int period)
    {
        for (int i = 1; ; i++)
        {
            TimeSpan wait = TimeSpan.FromMilliseconds((double)i * period) - clock.Elapsed;
            if (wait > TimeSpan.Zero) Thread.Sleep(wait);
            PlantedBurst();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlantedBurst()
    {
        long start = Stopwatch.GetTimestamp();
        double sum = 0;
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 80)
        {
            for (int i = 1; i <= 2000; i++) sum += Math.Sqrt(i);
        }
        _result += sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Quiet()
    {
        for (int i = 1; i <= 100; i++) _result += Math.Sqrt(i);
    }

    private static void RunLate(int delay)
    {
        Thread.Sleep(delay);
        while (true)
        {
            CallLate();
            Thread.Sleep(5);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CallLate()
    {
        var names = new List<string>();
        for (int i = 0; i < 5000; i++) names.Add((i * 7919 % 20011).ToString(CultureInfo.InvariantCulture));
        names.Sort(StringComparer.Ordinal);
        string text = System.Text.Json.JsonSerializer.Serialize(names);
        _result += System.Text.RegularExpressions.Regex.Count(text, "[0-9]+5\"");
    }

    private static void Contend()
    {
        while (true)
        {
            var holder = new Thread(HoldLock) { IsBackground = true };
            holder.Start();
            Thread.Sleep(20);
            lock (Gate) _result++;
            holder.Join();
            Thread.Sleep(500);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldLock()
    {
        lock (Gate) Thread.Sleep(300);
    }
}
