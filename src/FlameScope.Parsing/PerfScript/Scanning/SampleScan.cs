namespace FlameScope.Parsing;

/// <summary>
/// The result of scanning a block of text: the offsets of its samples, and the lines of their call chains that have to be looked up. It does not
/// depend on the text before the block, so any thread can produce it. Samples that it omits are read line by line.
/// </summary>
internal sealed class SampleScan
{
    private ScannedSample[] _samples = new ScannedSample[64];
    private ScannedLine[] _lines = new ScannedLine[1024];
    private int _lineCount;

    /// <summary>The end of the scanned text. A sample before it that is not listed has to be read line by line.</summary>
    public int End { get; set; }

    /// <summary>The samples, in the order of the text.</summary>
    public ReadOnlySpan<ScannedSample> Samples => _samples.AsSpan(0, SampleCount);

    public int SampleCount { get; private set; }

    /// <summary>Returns the lines of a sample that it does not share.</summary>
    public ReadOnlySpan<ScannedLine> GetLines(in ScannedSample sample) => _lines.AsSpan(sample.FirstLine, sample.OwnLines);

    /// <summary>Prefetches a sample, if the index exists. Another processor may have written it.</summary>
    public void PrefetchSample(int index)
    {
        if (index < SampleCount) Prefetch.Read(in _samples[index]);
    }

    /// <summary>Prefetches the lines of a sample, if the index exists.</summary>
    public void PrefetchLines(int index)
    {
        const int LinesPerCacheLine = 4;
        if (index >= SampleCount) return;
        ReadOnlySpan<ScannedLine> lines = GetLines(_samples[index]);
        for (int i = 0; i < lines.Length; i += LinesPerCacheLine) Prefetch.Read(in lines[i]);
    }

    public void Clear()
    {
        SampleCount = 0;
        _lineCount = 0;
        End = 0;
    }

    /// <summary>Returns memory for the lines of the next sample, which belong to it once it is added.</summary>
    public Span<ScannedLine> ReserveLines(int count)
    {
        if (_lineCount + count > _lines.Length) Array.Resize(ref _lines, Math.Max(_lines.Length * 2, _lineCount + count));
        return _lines.AsSpan(_lineCount, count);
    }

    /// <summary>Adds a sample whose lines are in the memory that <see cref="ReserveLines"/> returned.</summary>
    public void Add(in ScannedSample sample)
    {
        if (SampleCount == _samples.Length) Array.Resize(ref _samples, SampleCount * 2);
        ref ScannedSample added = ref _samples[SampleCount++];
        added = sample;
        added.FirstLine = _lineCount;
        _lineCount += sample.OwnLines;
    }
}
