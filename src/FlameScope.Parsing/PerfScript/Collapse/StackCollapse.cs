using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Collapses <c>perf script</c> text to one line a stack, as FlameGraph's <c>stackcollapse-perf.pl</c> does, for those who have pipelines around
/// it.
/// </summary>
/// <remarks>
/// <para>It reads the text with the script's rules, not with this library's, so that its output is the script's: the comm ends at the first
/// number, samples without a call chain are left out, and so is a last sample without a blank line behind it
/// (<see cref="CollapsedStacks.IsLastUnfinished"/>); where nothing else is asked for, only the event that comes first is taken. To lose nothing,
/// read a <see cref="Profile"/> and write its tree as folded stacks.</para>
/// <para>The rules are those of https://github.com/brendangregg/FlameGraph/blob/master/stackcollapse-perf.pl; the code is not.</para>
/// </remarks>
public static class StackCollapse
{
    /// <summary>Collapses text that is in memory; not compressed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">What the script's options are; <c>null</c> for none.</param>
    /// <exception cref="ProfileFormatException">The text is known to be something else, or breaks a limit.</exception>
    public static CollapsedStacks Collapse(ReadOnlySpan<byte> text, StackCollapseOptions? options = null)
    {
        var collapser = new StackCollapser(options ?? StackCollapseOptions.Default);
        collapser.Read(text, isFinal: true);
        return collapser.Finish(damage: null);
    }

    /// <inheritdoc cref="Collapse(ReadOnlySpan{byte}, StackCollapseOptions?)"/>
    public static CollapsedStacks Collapse(byte[] text, StackCollapseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Collapse(text.AsSpan(), options);
    }

    /// <summary>Collapses a file, plain or gzip.</summary>
    /// <param name="path">The file. A relative path counts from the process's current folder.</param>
    /// <param name="options">What the script's options are; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The input is known to be something else, or breaks a limit. Compressed data that is cut or damaged is read as far as it goes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static CollapsedStacks CollapseFile(string path, StackCollapseOptions? options = null, CancellationToken cancellationToken = default)
    {
        using FileStream file = ProfileFile.OpenFile(path);
        return CollapseStream(file, options, cancellationToken);
    }

    /// <summary>Collapses a stream from where it stands to its end, plain or gzip. It stays open.</summary>
    /// <param name="stream">The stream; it need not be seekable.</param>
    /// <param name="options">What the script's options are; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The input is known to be something else, or breaks a limit. Compressed data that is cut or damaged is read as far as it goes.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static CollapsedStacks CollapseStream(Stream stream, StackCollapseOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProfileReadOptions limits = ProfileReadOptions.Default;
        using var input = ProfileInput.Open(stream, limits.MaximumCompressionRatio, progress: null);
        var collapser = new StackCollapser(options ?? StackCollapseOptions.Default);
        var blocks = new CarryOverBuffer(collapser.Read, limits.BlockSize);
        blocks.ReadAll(input, cancellationToken);
        return collapser.Finish(input.Damage);
    }
}
