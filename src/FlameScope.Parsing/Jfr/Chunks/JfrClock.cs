namespace FlameScope.Parsing;

/// <summary>Converts the ticks of a chunk to nanoseconds, exactly and rounded down.</summary>
internal readonly struct JfrClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // The remainder of a division by a frequency up to this, times the nanoseconds of a second, fits in 64 bits.
    private const long MaximumFastFrequency = long.MaxValue / NanosecondsPerSecond;

    private readonly long _startNanoseconds;
    private readonly long _startTicks;
    private readonly long _frequency;

    public JfrClock(long startNanoseconds, long startTicks, long ticksPerSecond)
    {
        _startNanoseconds = startNanoseconds;
        _startTicks = startTicks;
        _frequency = ticksPerSecond;
    }

    /// <summary>Indicates whether ticks can be converted. A frequency that is not positive is a fault of the file.</summary>
    public bool IsUsable => _frequency > 0;

    /// <summary>Returns the Unix time of a moment.</summary>
    /// <returns><c>false</c> if the time does not fit in 64 bits, or the clock cannot be used.</returns>
    public bool TryGetTime(long ticks, out long time)
    {
        time = 0;
        long difference = unchecked(ticks - _startTicks);
        bool overflows = ((ticks ^ _startTicks) & (ticks ^ difference)) < 0;
        if (overflows || !TryGetNanoseconds(difference, out long nanoseconds)) return false;
        time = unchecked(_startNanoseconds + nanoseconds);
        bool fits = ((_startNanoseconds ^ time) & (nanoseconds ^ time)) >= 0;
        return fits && time is not (long.MinValue or long.MaxValue);
    }

    /// <summary>Converts moments to Unix times if all of them fit in 64 bits and ticks are nanoseconds, so that a sum suffices.</summary>
    /// <returns><c>false</c> if <see cref="TryGetTime"/> has to convert them.</returns>
    public bool TryAddStart(ReadOnlySpan<long> ticks, Span<long> times)
    {
        if (_frequency != NanosecondsPerSecond || ticks.IsEmpty) return false;
        times = times[..ticks.Length];
        long difference = unchecked(_startNanoseconds - _startTicks);
        long first = ticks[0], last = first;
        for (int i = 0; i < ticks.Length; i++)
        {
            long tick = ticks[i];
            first = Math.Min(first, tick);
            last = Math.Max(last, tick);
            times[i] = unchecked(tick + difference);
        }
        return TryGetTime(first, out _) && TryGetTime(last, out _);
    }

    /// <summary>Returns the nanoseconds of a number of ticks.</summary>
    /// <returns><c>false</c> if they do not fit in 64 bits, or the clock cannot be used.</returns>
    public bool TryGetNanoseconds(long ticks, out long nanoseconds)
    {
        nanoseconds = ticks;
        if (_frequency == NanosecondsPerSecond) return true;
        nanoseconds = 0;
        if (_frequency <= 0) return false;
        (long seconds, long rest) = Math.DivRem(ticks, _frequency);
        if (rest < 0)
        {
            rest += _frequency;
            seconds--;
        }
        long fraction = _frequency <= MaximumFastFrequency
            ? rest * NanosecondsPerSecond / _frequency
            : (long)((Int128)rest * NanosecondsPerSecond / _frequency);
        if (seconds is > MaximumFastFrequency - 1 or < -MaximumFastFrequency) return false;
        nanoseconds = (seconds * NanosecondsPerSecond) + fraction;
        return true;
    }
}
