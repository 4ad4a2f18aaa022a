using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>The state that the layers of an input share: its raw bytes, its limit, and the damage that ended it.</summary>
internal sealed class InputState(PrefixedStream raw, int maximumRatio)
{
    // No ratio is checked below this length: a small file may well repeat a few lines.
    private const long UncheckedLength = 64 * 1024 * 1024;

    private long _decompressed;
    private long _compressed;

    /// <summary>The fault of the compressed data; <c>null</c> if there is none so far.</summary>
    public string? Damage { get; set; }

    /// <summary>Counts compressed bytes that are read in another way than through the stream.</summary>
    public void AddCompressed(long count) => _compressed += count;

    /// <summary>Counts decompressed bytes.</summary>
    /// <exception cref="ProfileFormatException">The ratio of decompressed to compressed bytes exceeds the limit.</exception>
    public void AddDecompressed(int count)
    {
        _decompressed += count;
        long compressed = raw.BytesRead + _compressed;
        if (maximumRatio <= 0 || _decompressed <= UncheckedLength || _decompressed / maximumRatio <= compressed) return;
        const string Limit = nameof(ProfileReadOptions.MaximumCompressionRatio);
        throw new ProfileFormatException(ProfileReadError.LimitExceeded, string.Create(
            CultureInfo.InvariantCulture, $"{compressed} compressed bytes decompress to more than {maximumRatio} times as many ({Limit})"));
    }
}
