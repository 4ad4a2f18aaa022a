using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads a recording while it is made: bytes are pushed as they arrive. The samples so far can be taken as a profile at any time; their code has the
/// names that are known by then.
/// </summary>
internal sealed class NetTraceFeed
{
    private readonly ProfileBuilder _builder = new() { Format = new NetTraceReader().Name };
    private readonly ReadContext _context;
    private readonly NetTraceCode _code;
    private readonly NetTraceParser _parser;
    private byte[] _rest = new byte[64 * 1024];
    private int _restLength;
    private long _takenLostCount;

    /// <summary>Initializes a feed.</summary>
    /// <param name="options">The limits of the read.</param>
    /// <param name="code">The code that another feed of the same process has read; <c>null</c> for none.</param>
    /// <param name="keepsSamples">Indicates whether samples are kept, and not only counted.</param>
    public NetTraceFeed(ProfileReadOptions options, NetTraceCode? code = null, bool keepsSamples = true)
    {
        _context = new ReadContext(_builder.Format, options, null, CancellationToken.None);
        _code = code ?? new NetTraceCode();
        _parser = new NetTraceParser(_builder, _context, _code);
        _parser.Decoder.KeepsSamples = keepsSamples;
        _parser.Decoder.Counts = Counts;
    }

    /// <summary>The code that was read.</summary>
    public NetTraceCode Code => _code;

    /// <summary>The number of lost events.</summary>
    public long LostCount => _parser.Decoder.LostCount;

    /// <summary>The counts of samples.</summary>
    public NetTraceCounts Counts { get; } = new();

    /// <summary>Reads the next bytes.</summary>
    /// <exception cref="ProfileFormatException">The bytes are not a recording.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        if (_restLength == 0)
        {
            Keep(bytes[_parser.Parse(bytes, isFinal: false)..]);
            return;
        }
        Keep(bytes);
        int consumed = _parser.Parse(_rest.AsSpan(0, _restLength), isFinal: false);
        _rest.AsSpan(consumed, _restLength - consumed).CopyTo(_rest);
        _restLength -= consumed;
    }

    /// <summary>Returns the number of addresses in stacks, from one of them on, that no known code contains.</summary>
    /// <param name="firstSlot">The slot of the first address; 0 for all.</param>
    /// <param name="end">Receives the slot after the last one.</param>
    public int CountUnnamed(int firstSlot, out int end)
    {
        end = firstSlot;
        return _parser.Decoder.Events?.CountUnnamed(firstSlot, out end) ?? 0;
    }

    /// <summary>Takes the samples that arrived since the previous call.</summary>
    public Profile Take()
    {
        var builder = new ProfileBuilder { Format = _builder.Format, LostCount = Math.Max(0, LostCount - _takenLostCount) };
        _takenLostCount = LostCount;
        _parser.Decoder.Events?.MoveTo(builder);
        return builder.Build();
    }

    /// <summary>Ends the input and returns the profile of all samples that were not taken.</summary>
    /// <exception cref="ProfileFormatException">There was nothing to read.</exception>
    public Profile Complete()
    {
        _parser.Parse(_rest.AsSpan(0, _restLength), isFinal: true);
        _parser.Complete();
        _builder.LostCount = Math.Max(0, LostCount - _takenLostCount);
        _builder.Diagnostics = _context.ToDiagnostics();
        return _builder.Build();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_restLength + bytes.Length > _rest.Length) Array.Resize(ref _rest, Math.Max(_restLength + bytes.Length, _rest.Length * 2));
        bytes.CopyTo(_rest.AsSpan(_restLength));
        _restLength += bytes.Length;
    }
}
