namespace FlameScope.Parsing;

/// <summary>
/// The samples of a piece of text as far as the text alone tells them: where they are, and of their call chains what has to be looked up. It says
/// nothing that depends on what stands before, so any thread can make it; what it leaves out is read line by line.
/// </summary>
internal sealed class SampleScan
{
    private Sample[] _samples = new Sample[64];
    private Line[] _lines = new Line[1024];
    private int _lineCount;

    /// <summary>A sample with a blank line behind it, all of whose lines but the first start with a tab.</summary>
    public struct Sample
    {
        public int Start; // of the first line
        public int Chain; // where the first line ends: its line feed
        public int End; // behind the blank line
        public int LineCount; // the first and the blank one included
        public int FirstLine; // of its own lines, leaf first
        public int OwnLines;
        public int Shared; // the lines on the root side, besides, that the sample before in its slot has, too
        public int Slot; // samples of one thread have the same
        public int Number; // counts from 1 in a text
        public int Before; // the number of the sample before in its slot; 0 when there is none
        public EventLineKey Event; // of the first line
    }

    /// <summary>A line of a call chain. 16 bytes: they go from one processor to another.</summary>
    public struct Line
    {
        public ulong Hash;
        public uint Part;
        public int Start;

        public readonly Fingerprint Key => new(Hash, Part);
    }

    /// <summary>Up to where the text was looked at: a sample before it that is not listed has to be read line by line.</summary>
    public int End { get; set; }

    /// <summary>The samples, rising.</summary>
    public ReadOnlySpan<Sample> Samples => _samples.AsSpan(0, SampleCount);

    public int SampleCount { get; private set; }

    /// <summary>The lines of a sample that it does not share.</summary>
    public ReadOnlySpan<Line> LinesOf(in Sample sample) => _lines.AsSpan(sample.FirstLine, sample.OwnLines);

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
        ReadOnlySpan<Line> lines = LinesOf(_samples[index]);
        for (int i = 0; i < lines.Length; i += LinesOfCacheLine) Prefetch.Read(in lines[i]);
    }

    public void Clear()
    {
        SampleCount = 0;
        _lineCount = 0;
        End = 0;
    }

    /// <summary>Room for the lines of one more sample, which become its own when it is added.</summary>
    public Span<Line> ReserveLines(int count)
    {
        if (_lineCount + count > _lines.Length) Array.Resize(ref _lines, Math.Max(_lines.Length * 2, _lineCount + count));
        return _lines.AsSpan(_lineCount, count);
    }

    /// <summary>Adds a sample, whose lines stand where <see cref="ReserveLines"/> said.</summary>
    public void Add(in Sample sample)
    {
        if (SampleCount == _samples.Length) Array.Resize(ref _samples, SampleCount * 2);
        ref Sample added = ref _samples[SampleCount++];
        added = sample;
        added.FirstLine = _lineCount;
        _lineCount += sample.OwnLines;
    }
}
