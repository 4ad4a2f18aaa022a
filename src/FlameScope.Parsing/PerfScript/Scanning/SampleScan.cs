namespace FlameScope.Parsing;

/// <summary>
/// The samples of a piece of text as far as the text alone tells them: where they are, and of their call chains what has to be looked up. It says
/// nothing that depends on what stands before, so any thread can make it; what it leaves out is read line by line.
/// </summary>
internal sealed class SampleScan
{
    private ScannedSample[] _samples = new ScannedSample[64];
    private ScannedLine[] _lines = new ScannedLine[1024];
    private int _lineCount;

    /// <summary>Up to where the text was looked at: a sample before it that is not listed has to be read line by line.</summary>
    public int End { get; set; }

    /// <summary>The samples, rising.</summary>
    public ReadOnlySpan<ScannedSample> Samples => _samples.AsSpan(0, SampleCount);

    public int SampleCount { get; private set; }

    /// <summary>The lines of a sample that it does not share.</summary>
    public ReadOnlySpan<ScannedLine> LinesOf(in ScannedSample sample) => _lines.AsSpan(sample.FirstLine, sample.OwnLines);

    /// <summary>Asks ahead for a sample, if there is one of this index. Another processor may have written it.</summary>
    public void PrefetchSample(int index)
    {
        if (index < SampleCount) Prefetch.Read(in _samples[index]);
    }

    /// <summary>Asks ahead for the lines of a sample, if there is one of this index.</summary>
    public void PrefetchLines(int index)
    {
        const int LinesOfCacheLine = 4;
        if (index >= SampleCount) return;
        ReadOnlySpan<ScannedLine> lines = LinesOf(_samples[index]);
        for (int i = 0; i < lines.Length; i += LinesOfCacheLine) Prefetch.Read(in lines[i]);
    }

    public void Clear()
    {
        SampleCount = 0;
        _lineCount = 0;
        End = 0;
    }

    /// <summary>Room for the lines of one more sample, which become its own when it is added.</summary>
    public Span<ScannedLine> ReserveLines(int count)
    {
        if (_lineCount + count > _lines.Length) Array.Resize(ref _lines, Math.Max(_lines.Length * 2, _lineCount + count));
        return _lines.AsSpan(_lineCount, count);
    }

    /// <summary>Adds a sample, whose lines stand where <see cref="ReserveLines"/> said.</summary>
    public void Add(in ScannedSample sample)
    {
        if (SampleCount == _samples.Length) Array.Resize(ref _samples, SampleCount * 2);
        ref ScannedSample added = ref _samples[SampleCount++];
        added = sample;
        added.FirstLine = _lineCount;
        _lineCount += sample.OwnLines;
    }
}
