using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collects the facts about the profiles of an input. The facts have the names of the fields.</summary>
internal sealed class OtlpHeader
{
    // Profilers send a profile every few seconds. The facts of the first ones suffice.
    private const int MaximumFacts = 64;

    private readonly List<HeaderFact> _facts = [];
    private string? _hostName;

    /// <summary>Indicates whether a sample had a time.</summary>
    public bool HasTimes { get; set; }

    public void AddProfile(ReadOnlySpan<byte> message, in OtlpProfileFields profile, OtlpDictionary dictionary, string? hostName)
    {
        _hostName ??= hostName;
        if (_facts.Count < MaximumFacts) profile.AddFacts(message, dictionary, _facts);
    }

    public RecordingHeader Create() => new() { HostName = _hostName, Facts = _facts, Clock = HasTimes ? UnixClock.Clock : null };
}
