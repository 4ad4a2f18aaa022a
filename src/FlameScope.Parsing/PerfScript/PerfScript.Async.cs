using System.Buffers;
using System.IO.Pipelines;
using FlameScope.Model;

namespace FlameScope.Parsing;

public static partial class PerfScript
{
    /// <summary>Reads what a pipe brings, plain or gzip.</summary>
    /// <param name="reader">The pipe. It is completed when its text has been read to the end.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The text is not perf's, or breaks a limit.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static Task<Profile> ParseAsync(PipeReader reader, CancellationToken cancellationToken = default) =>
        ParseAsync(reader, null, null, cancellationToken);

    /// <summary>Reads what a pipe brings, plain or gzip.</summary>
    /// <param name="reader">The pipe. It is completed when its text has been read to the end.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Is told, ten times a second at most, how far reading has come.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The text is not perf's, breaks a limit, or has a fault and strictness was asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static async Task<Profile> ParseAsync(
        PipeReader reader, ProfileReadOptions? options, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= ProfileReadOptions.Default;
        byte[] start = await PeekAsync(reader, cancellationToken).ConfigureAwait(false);
        // Too few bytes mean that the pipe has ended. Some pipes do not bear being asked again then (PipeReader.Create over an empty array).
        Stream rest = start.Length < ProfileInput.MagicLength ? Stream.Null : reader.AsStream();
        using var input = ProfileInput.Open(start, rest, options.MaximumCompressionRatio, progress);
        Profile profile = await ReadAsync(input, options, cancellationToken).ConfigureAwait(false);
        await reader.CompleteAsync().ConfigureAwait(false);
        return profile;
    }

    // The first bytes, taken from the pipe; fewer only where it ends before.
    private static async Task<byte[]> PeekAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        ReadResult result = await reader.ReadAtLeastAsync(ProfileInput.MagicLength, cancellationToken).ConfigureAwait(false);
        if (result.IsCanceled) throw new OperationCanceledException("Reading was canceled on the pipe."); // which may well bring more
        ReadOnlySequence<byte> buffer = result.Buffer;
        byte[] bytes = buffer.Slice(0, Math.Min(ProfileInput.MagicLength, buffer.Length)).ToArray();
        reader.AdvanceTo(buffer.GetPosition(bytes.Length)); // a position of the buffer itself: that of a slice may be of no segment
        return bytes;
    }
}
