using FlameScope.Parsing;

namespace FlameScope.AspNetCore;

/// <summary>Detects the format of a file by its start.</summary>
internal static class FormatDetector
{
    /// <summary>The name of the format of a file that nothing reads.</summary>
    public const string Unknown = "unknown";

    // The keys that decide may come late in JSON. A list does not wait for more than this.
    private const int MaximumStart = 1024 * 1024;
    private const int StartGrowth = 8;

    /// <summary>Returns the name of the format, and <see cref="Unknown"/> if no format reads the file.</summary>
    public static string Detect(Stream stream, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            // Tasks of synchronous input are complete.
            using ProfileInput input = ProfileInput.OpenAsync(new InputSource(stream, isAsync: false), options, null, cancellationToken).AsTask().GetAwaiter().GetResult();
            ProfileFormats formats = options.Formats ?? ProfileFormats.Default;
            for (int length = UnreadableFormat.StartLength; ; length *= StartGrowth)
            {
                input.PeekAsync(length, cancellationToken).AsTask().GetAwaiter().GetResult();
                var probe = new FormatProbe(input.Peeked, isWhole: input.Peeked.Length < length);
                bool needsMore = false;
                foreach (IProfileReader reader in formats.Readers)
                {
                    FormatMatch match = reader.Match(probe);
                    if (match == FormatMatch.Yes) return reader.Name;
                    needsMore |= match == FormatMatch.NeedMoreData;
                }
                if (!needsMore || probe.IsWhole || length >= MaximumStart) return Unknown;
            }
        }
        catch (Exception fault) when (fault is ProfileFormatException or IOException or InvalidDataException)
        {
            return Unknown;
        }
    }
}
