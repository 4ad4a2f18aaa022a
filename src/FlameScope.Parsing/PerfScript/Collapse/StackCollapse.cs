using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Collapses <c>perf script</c> text to one line per stack, as <c>stackcollapse-perf.pl</c> of FlameGraph does, for existing pipelines around that
/// script.
/// </summary>
/// <remarks>
/// <para>The text is read by the rules of the script, not by those of this library, so that the output is the same: the name of a thread ends at
/// the first number, and without an event filter, only samples of the first event are counted. Where the script loses data, the rules are those of
/// <c>inferno-collapse-perf</c>: a sample without a call chain has the frame on its line, the arguments of a function within the brackets of a type
/// do not end its name, names of Rust functions are completed, and a last sample that no blank line follows is counted unless the text was cut
/// (<see cref="CollapsedStacks.IsLastUnfinished"/>). A sample without frames is counted with the name of its thread. The output is valid UTF-8.</para>
/// <para>The rules are those of https://github.com/brendangregg/FlameGraph/blob/master/stackcollapse-perf.pl; the code is independent.</para>
/// </remarks>
/// <example>
/// <code>
/// CollapsedStacks stacks = StackCollapse.CollapseFile("perf.txt.gz", new StackCollapseOptions { Kernel = true });
/// stacks.Write(Console.OpenStandardOutput());
/// </code>
/// </example>
public static class StackCollapse
{
    /// <summary>Collapses text in memory. The text is not compressed.</summary>
    /// <param name="text">The text, in UTF-8.</param>
    /// <param name="options">The options of the script; <c>null</c> for none.</param>
    /// <returns>The distinct stacks and their counts; none for empty text.</returns>
    /// <exception cref="ProfileFormatException">The text is known to be something else, or exceeds a limit.</exception>
    public static CollapsedStacks Collapse(ReadOnlySpan<byte> text, StackCollapseOptions? options = null)
    {
        CheckStart(text[..Math.Min(text.Length, UnreadableFormat.StartLength)]);
        var collapser = new StackCollapser(options ?? new StackCollapseOptions());
        PerfTextRead.Read(text, collapser, StackCollapser.Limits);
        return collapser.Finish(damage: null);
    }

    /// <summary>Collapses a file, plain or gzip.</summary>
    /// <param name="path">The path of the file. A relative path is resolved against the current directory of the process.</param>
    /// <param name="options">The options of the script; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels the read, also while the file is a pipe that delivers no data.</param>
    /// <returns>The distinct stacks and their counts. Compressed data that is damaged or truncated is read as far as possible.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is <c>null</c> or empty.</exception>
    /// <exception cref="ProfileFormatException">The input is known to be something else, or exceeds a limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static CollapsedStacks CollapseFile(string path, StackCollapseOptions? options = null, CancellationToken cancellationToken = default)
    {
        using FileStream file = InputFile.Open(path, cancellationToken);
        return Collapse(file, options, cancellationToken);
    }

    /// <summary>Collapses a stream, plain or gzip, from its current position to its end. The stream is not closed.</summary>
    /// <param name="stream">The stream. It need not be seekable.</param>
    /// <param name="options">The options of the script; <c>null</c> for none.</param>
    /// <param name="cancellationToken">
    /// Cancels the read, also while the stream delivers no data. A read of the stream that is pending then is abandoned; the stream cannot be used
    /// further.
    /// </param>
    /// <returns>The distinct stacks and their counts. Compressed data that is damaged or truncated is read as far as possible.</returns>
    /// <exception cref="ProfileFormatException">The input is known to be something else, or exceeds a limit.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was canceled.</exception>
    public static CollapsedStacks Collapse(Stream stream, StackCollapseOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadAsync(new InputSource(stream, isAsync: false), options, cancellationToken).AsTask().GetAwaiter().GetResult();
    }

    private static async ValueTask<CollapsedStacks> ReadAsync(InputSource source, StackCollapseOptions? options, CancellationToken cancellationToken)
    {
        ProfileReadOptions limits = StackCollapser.Limits;
        using ProfileInput input = await ProfileInput.OpenAsync(source, limits, progress: null, cancellationToken).ConfigureAwait(false);
        await input.PeekAsync(UnreadableFormat.StartLength, cancellationToken).ConfigureAwait(false);
        CheckStart(input.Peeked.Span);
        var collapser = new StackCollapser(options ?? new StackCollapseOptions());
        await PerfTextRead.ReadAsync(input, collapser, limits, cancellationToken).ConfigureAwait(false);
        return collapser.Finish(input.Damage);
    }

    // Empty input gives empty output, as with the script. Other formats are refused instead of being read as text without samples.
    private static void CheckStart(ReadOnlySpan<byte> start)
    {
        if (!start.IsEmpty) UnreadableFormat.ThrowIfKnown(start);
    }
}
