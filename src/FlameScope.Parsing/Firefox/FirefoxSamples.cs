using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the samples of a profile that has been read to a <see cref="ProfileBuilder"/>.</summary>
internal sealed class FirefoxSamples(ProfileBuilder builder, ReadContext context, bool readSymbolFile)
{
    private const int OldestProcessed = 24;
    private const int NewestProcessed = 70;
    private const int OldestGecko = 11;

    // Milliseconds of 1973. Less is no time since 1970, but since the machine started.
    private const long FirstWallClock = 100_000_000_000 * 1_000_000;
    private const long PicosecondsPerNanosecond = 1000;

    private bool _hasCpuTimes;
    private SampleEventId? _firstEvent;

    public void Add(FirefoxProfile root)
    {
        bool isProcessed = root.ProcessedVersion >= 0;
        CheckVersion(root, isProcessed);
        builder.Header = new RecordingHeader
        {
            CpuDescription = root.CpuName,
            CpusOnline = root.LogicalCpus,
            OsRelease = root.OsName,
            Architecture = root.Abi,
            Clock = root.StartTime >= FirstWallClock ? new WallClock(0, root.StartTime, IsExact: true) : null,
        };
        if (isProcessed) AddProcessed(root);
        else AddGecko(root);
    }

    private void CheckVersion(FirefoxProfile root, bool isProcessed)
    {
        if (!isProcessed)
        {
            if (root.Version >= OldestGecko) return;
            if (root.Version < 0) throw context.Malformed("the profile has no version");
            throw context.Unsupported(Format(
                $"version {root.Version} of Gecko profiles is not supported; the oldest that is supported is {OldestGecko}"));
        }
        if (root.ProcessedVersion < OldestProcessed)
        {
            throw context.Unsupported(Format(
                $"version {root.ProcessedVersion} of processed profiles is not supported; the versions {OldestProcessed} to {NewestProcessed} are"));
        }

        // A newer version is read as long as its tables are known.
        bool isNew = root.ProcessedVersion > NewestProcessed;
        if (isNew && root.Threads.Exists(thread => thread.Tables[FirefoxColumnId.SampleStack].Count > 0 && !ProcessedStacks.HasTables(root, thread)))
        {
            throw context.Unsupported(Format(
                $"version {root.ProcessedVersion} of processed profiles is not supported; the versions {OldestProcessed} to {NewestProcessed} are"));
        }
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void AddProcessed(FirefoxProfile root)
    {
        FirefoxSymbols? symbols = readSymbolFile && context.Path is { } path ? FirefoxSymbols.TryOpen(path, context) : null;
        var categories = new FirefoxCategories(root.Categories);
        var allocations = new FirefoxAllocations(builder, context);
        ProcessedStacks? shared = null;
        long total = root.Threads.Sum(thread => (long)thread.Tables[FirefoxColumnId.SampleStack].Count);
        if (total <= int.MaxValue) builder.ReserveSamples((int)total);
        foreach (FirefoxThread thread in root.Threads) _hasCpuTimes |= HasCpuTimes(thread.Tables[FirefoxColumnId.SampleCpuDelta]);
        foreach (FirefoxThread thread in root.Threads)
        {
            bool hasSamples = thread.Tables[FirefoxColumnId.SampleStack].Count > 0;
            if (!hasSamples && !thread.HasAllocations) continue;
            context.CancellationToken.ThrowIfCancellationRequested();
            bool isShared = !thread.Tables.Has(FirefoxColumnId.StackFrame) || !thread.Tables.Has(FirefoxColumnId.FrameFunc);
            ProcessedStacks stacks = isShared
                ? shared ??= new ProcessedStacks(builder, context, root, null, categories, symbols)
                : new ProcessedStacks(builder, context, root, thread, categories, symbols);
            if (hasSamples) AddProcessedThread(root, thread, stacks);
            if (thread.HasAllocations) allocations.Add(thread, AddThread(thread), stacks);
        }
        if (allocations.Count > 0) builder.DefaultEvent = _firstEvent ?? allocations.FirstEvent;
    }

    private void AddProcessedThread(FirefoxProfile root, FirefoxThread thread, ProcessedStacks stacks)
    {
        FirefoxColumn stackColumn = thread.Tables[FirefoxColumnId.SampleStack];
        FirefoxColumn times = thread.Tables[FirefoxColumnId.SampleTime];
        FirefoxColumn deltas = thread.Tables[FirefoxColumnId.SampleTimeDeltas];
        FirefoxColumn weights = thread.Tables[FirefoxColumnId.SampleWeight];
        FirefoxColumn cpu = thread.Tables[FirefoxColumnId.SampleCpuDelta];

        // The position of a size profile is an offset in a file.
        bool hasTimes = root.TimeUnit != "bytes" && (times.Count > 0 || deltas.Count > 0);
        int count = stackColumn.Count;
        int timeCount = times.Count > 0 ? times.Count : deltas.Count;
        if (hasTimes && timeCount != count)
        {
            context.Report("stacks and times of samples of unequal number", count: Math.Abs((long)timeCount - count));
            count = Math.Min(count, timeCount);
        }
        var rows = new FirefoxRowWriter(builder, context, AddThread(thread), thread.WeightType);
        _firstEvent ??= rows.Event;
        Int128 sum = 0; // picoseconds
        bool hasWeights = weights.Count > 0;
        for (int i = 0; i < count; i++)
        {
            long? time = null;
            if (hasTimes && times.Count > 0)
            {
                time = times[i];
            }
            else if (hasTimes)
            {
                if (deltas[i] != FirefoxColumn.None) sum += deltas[i];
                time = ToNanoseconds(sum);
            }
            if (time is FirefoxColumn.None or long.MaxValue)
            {
                context.Report("sample without a time");
                time = null;
            }
            long stack = stackColumn[i];
            if (stack == -1 && root.ProcessedVersion > NewestProcessed) stack = FirefoxColumn.None; // a typed array has no null
            bool isIdle = _hasCpuTimes && cpu.Count > 0 ? IsIdle(cpu[i], i) : stacks.IsIdle(stack);
            rows.Add(time, stacks.Resolve(stack), hasWeights ? weights[i] : FirefoxColumn.None, isIdle);
        }
        rows.Flush();
    }

    private void AddGecko(FirefoxProfile root)
    {
        var profiles = new List<FirefoxProfile> { root };
        for (int i = 0; i < profiles.Count; i++) profiles.AddRange(profiles[i].Processes);
        foreach (FirefoxThread thread in profiles.SelectMany(profile => profile.Threads))
        {
            FirefoxRows? rows = thread.Tables.Samples;
            int position = rows?.Find("threadCPUDelta") ?? -1;
            for (int i = 1; i < rows?.Count && position >= 0 && !_hasCpuTimes; i++) _hasCpuTimes = rows.GetScaled(i, position) > 0;
        }
        var rootCategories = new FirefoxCategories(root.Categories);
        foreach (FirefoxProfile profile in profiles)
        {
            FirefoxCategories categories = profile.Categories.Count > 0 ? new FirefoxCategories(profile.Categories) : rootCategories;
            long shift = profile.StartTime != 0 ? profile.StartTime - root.StartTime : 0;
            foreach (FirefoxThread thread in profile.Threads)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                if (thread.Tables.Samples is not { } samples) continue;
                AddGeckoThread(thread, samples, new GeckoStacks(builder, context, profile, thread, categories), shift);
            }
        }
    }

    private void AddGeckoThread(FirefoxThread thread, FirefoxRows samples, GeckoStacks stacks, long shift)
    {
        int stackAt = samples.Find("stack");
        int timeAt = samples.Find("time");
        int weightAt = samples.Find("weight");
        int cpuAt = samples.Find("threadCPUDelta");
        var rows = new FirefoxRowWriter(builder, context, AddThread(thread), thread.WeightType);
        for (int i = 0; i < samples.Count; i++)
        {
            long? time = null;
            if (samples.GetScaled(i, timeAt) is var milliseconds && milliseconds != FirefoxColumn.None) time = Shift(milliseconds, shift);
            if (time is null) context.Report("sample without a time");
            long stack = samples.Get(i, stackAt);
            bool isIdle = _hasCpuTimes && cpuAt >= 0 ? IsIdle(samples.GetScaled(i, cpuAt), i) : stacks.IsIdle(stack);
            rows.Add(time, stacks.Resolve(stack), samples.GetScaled(i, weightAt), isIdle);
        }
        rows.Flush();
    }

    private static bool HasCpuTimes(FirefoxColumn deltas)
    {
        for (int i = 0; i < deltas.Count; i++)
        {
            if (deltas[i] > 0) return true;
        }
        return false;
    }

    // The delta of a thread's first sample counts from nothing.
    private static bool IsIdle(long cpuDelta, int row) => cpuDelta == 0 && row > 0;

    private static long? ToNanoseconds(Int128 picoseconds)
    {
        if (picoseconds > long.MinValue && picoseconds < long.MaxValue)
        {
            // Almost always: 106 days. A division of 64 bits takes a tenth of the time.
            (long nanoseconds, long remainder) = Math.DivRem((long)picoseconds, PicosecondsPerNanosecond);
            long half = Math.Abs(remainder) * 2;
            return half > PicosecondsPerNanosecond || (half == PicosecondsPerNanosecond && (nanoseconds & 1) != 0) ? nanoseconds + Math.Sign(remainder) : nanoseconds;
        }
        (Int128 whole, Int128 rest) = Int128.DivRem(picoseconds, PicosecondsPerNanosecond);
        Int128 twice = Int128.Abs(rest) * 2;
        if (twice > PicosecondsPerNanosecond || (twice == PicosecondsPerNanosecond && !Int128.IsEvenInteger(whole))) whole += Int128.Sign(rest);
        return whole > long.MinValue && whole < long.MaxValue ? (long)whole : null;
    }

    private static long? Shift(long time, long shift)
    {
        Int128 sum = (Int128)time + shift;
        return sum > long.MinValue && sum < long.MaxValue ? (long)sum : null;
    }

    private ThreadId AddThread(FirefoxThread thread)
    {
        long? pid = ParseId(thread.Pid);
        string processName = thread.ProcessName.Length == 0 && pid is null ? thread.Pid : thread.ProcessName;
        return builder.AddThread(pid, ParseId(thread.Tid), thread.Name, processName);
    }

    // An id that was used again has a suffix: 123.1.
    private static long? ParseId(string text)
    {
        int length = text.StartsWith('-') ? 1 : 0;
        while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
        if (length < text.Length && text[length] != '.') length = 0;
        return long.TryParse(text.AsSpan(0, length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id) ? id : null;
    }
}
