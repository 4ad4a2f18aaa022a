using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Adds the samples of speedscope profiles to the builder.</summary>
internal sealed class SpeedscopeConverter(ProfileBuilder builder, ReadContext context, SpeedscopeFrames frames)
{
    private const int WeightUnit = 1000;    // 10^WeightScale
    private const int RowsAtOnce = 4096;

    private readonly SpanSampler _sampler = new(builder, context.Options.SpanGrid, context.Options.MaximumSpanSamples);
    private readonly long[] _times = new long[RowsAtOnce];
    private readonly StackId[] _stacks = new StackId[RowsAtOnce];
    private readonly long[] _values = new long[RowsAtOnce];

    /// <summary>Adds a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isCut">Indicates whether the input was cut in the profile.</param>
    /// <param name="hasGaps">Indicates whether samples without frames are time without samples, as in files that this library wrote.</param>
    public void Convert(SpeedscopeProfile profile, bool isCut, bool hasGaps)
    {
        frames.Resolve();
        // Numbers of a unit that did not come before the cut have no meaning.
        if (profile.Unit is null && isCut) return;
        SpeedscopeUnit unit = profile.Unit ?? SpeedscopeUnit.None;
        ThreadId thread = SpeedscopeThread.Add(builder, profile.Name);
        if (profile.Samples.Count > 0 || profile.Weights.Count > 0 || profile.EarlyWeights.Count > 0) AddSamples(profile, unit, thread, isCut, hasGaps);
        if (profile.Events.Count > 0)
        {
            profile.Spans ??= BeginSpans(unit, thread);
            foreach (SpeedscopeEvent each in profile.Events.MoveTo(null)) profile.Spans.Add(each);
        }
        profile.Spans?.End(profile.End ?? default, isCut);
    }

    /// <summary>Begins the spans of a profile whose name and unit are known, and all frames: its events then need not be kept.</summary>
    public SpeedscopeSpans BeginSpans(SpeedscopeProfile profile) =>
        BeginSpans(profile.Unit ?? SpeedscopeUnit.None, SpeedscopeThread.Add(builder, profile.Name));

    /// <summary>Adds the samples of evented profiles.</summary>
    public void Complete() => _sampler.Complete(context);

    private void AddSamples(SpeedscopeProfile profile, SpeedscopeUnit unit, ThreadId thread, bool isCut, bool hasGaps)
    {
        foreach (DecimalValue? weight in profile.EarlyWeights)
        {
            long scaled = long.MinValue;
            if (weight is { } known && !known.TryScale(profile.ScaleOfWeights, out scaled)) scaled = long.MinValue;
            profile.Weights.Add(scaled);
        }
        int[] samples = profile.Samples.MoveTo(null);
        long[] weights = profile.Weights.MoveTo(null);
        if (samples.Length != weights.Length && !isCut)
        {
            context.Report("sample without a weight, or weight without a sample", count: Math.Abs((long)samples.Length - weights.Length));
        }
        SampleEventId eventId = builder.AddEvent("samples", [new SampleValueType("weight", unit.Name)], 0);
        long start = Scaled(profile.Start ?? default, unit.Scale ?? 0);
        var sum = new WeightSum();
        int count = Math.Min(samples.Length, weights.Length);
        builder.ReserveSamples(count);
        for (int first = 0; first < count; first += RowsAtOnce)
        {
            int length = 0;
            for (int i = first; i < Math.Min(first + RowsAtOnce, count); i++)
            {
                long before = sum.Rounded;
                if (weights[i] < 0 || !sum.TryAdd(weights[i])) context.Report("weight that is negative, not a number, or does not fit");
                if (hasGaps && samples[i] == SpeedscopeFrames.EmptyStack) continue;
                if (!frames.TryGetStack(samples[i], out _stacks[length])) context.Report("sample with a frame that is missing");
                _times[length] = unit.Scale is null ? SampleTable.NoTime : Math.Clamp(Saturate(start, before), long.MinValue + 1, long.MaxValue - 1);
                _values[length++] = sum.Rounded - before;
            }
            AddRows(new SampleRows
            {
                Times = _times.AsSpan(0, length),
                Stacks = _stacks.AsSpan(0, length),
                Values = _values.AsSpan(0, length),
                Thread = thread,
                Event = eventId,
            });
            context.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    // Row by row only where a sum does not fit.
    private void AddRows(in SampleRows rows)
    {
        if (builder.TryAddSamples(rows)) return;
        for (int i = 0; i < rows.Times.Length; i++)
        {
            var row = new SampleRow
            {
                Time = rows.Times[i] == SampleTable.NoTime ? null : rows.Times[i],
                Stack = rows.Stacks[i],
                Thread = rows.Thread,
                Event = rows.Event,
                Value = rows.Values[i],
            };
            if (builder.CanAdd(row)) builder.AddSample(row);
            else context.Report("sample whose weight does not fit");
        }
    }

    private SpeedscopeSpans BeginSpans(SpeedscopeUnit unit, ThreadId thread)
    {
        var valueType = new SampleValueType(unit.Scale is null ? "weight" : "duration", unit.Name);
        SpanLane lane = _sampler.AddLane(thread, builder.AddEvent("span", [valueType], 0), unit.Scale is not null);
        return new SpeedscopeSpans(lane, frames, context, unit.Scale ?? 0);
    }

    private static long Scaled(DecimalValue value, int scale) => value.TryScale(scale, out long scaled) ? scaled : 0;

    private static long Saturate(long a, long b) => b > 0 && a > long.MaxValue - b ? long.MaxValue : a + b;

    // Time is the sum of all weights before, so weights are added up exactly and only the sum is rounded, half to even.
    private struct WeightSum
    {
        private long _whole;
        private long _thousandths;

        public readonly long Rounded =>
            _whole + (_thousandths > WeightUnit / 2 || (_thousandths == WeightUnit / 2 && (_whole & 1) != 0) ? 1 : 0);

        public bool TryAdd(long thousandths)
        {
            (long whole, long rest) = Math.DivRem(thousandths, WeightUnit);
            if (whole >= long.MaxValue - _whole - 1) return false;
            _whole += whole;
            _thousandths += rest;
            if (_thousandths < WeightUnit) return true;
            _thousandths -= WeightUnit;
            _whole++;
            return true;
        }
    }
}
