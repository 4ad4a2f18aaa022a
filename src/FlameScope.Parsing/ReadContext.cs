using System.Globalization;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The options of a read, its limits, and the methods by which a parser reports problems of its input.</summary>
public sealed class ReadContext
{
    private readonly DiagnosticLog _log;

    internal ReadContext(string format, ProfileReadOptions options, string? path, CancellationToken cancellationToken)
    {
        Format = format;
        Options = options;
        Path = path;
        CancellationToken = cancellationToken;
        _log = new DiagnosticLog(options.Strict);
    }

    /// <summary>The name of the format.</summary>
    public string Format { get; }

    /// <summary>The options of the read.</summary>
    public ProfileReadOptions Options { get; }

    /// <summary>The path of the file; <c>null</c> if the input is not a file.</summary>
    public string? Path { get; }

    /// <summary>The token that cancels the read. Long loops check it.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Counts a part of the input that cannot be read, or that was read with a correction.</summary>
    /// <param name="reason">A constant phrase in lower case; see <see cref="ReadDiagnostic.Reason"/>.</param>
    /// <param name="position">The position of the part.</param>
    /// <param name="text">The text of the part. Its start is kept.</param>
    /// <param name="count">The number of occurrences, at least 1.</param>
    /// <exception cref="ProfileFormatException"><see cref="ProfileReadOptions.Strict"/> is set.</exception>
    public void Report(string reason, InputPosition position = default, ReadOnlySpan<byte> text = default, long count = 1) =>
        _log.Add(reason, position, text, count);

    /// <summary>Creates the exception for an input that violates the rules of its format, so that nothing can be read.</summary>
    /// <param name="problem">The description of the fault.</param>
    /// <param name="position">The position of the fault.</param>
    /// <returns>The exception.</returns>
    public ProfileFormatException Malformed(string problem, InputPosition position = default) => Create(ProfileReadError.Malformed, problem, position);

    /// <summary>Creates the exception for a version or a variant of the format that is not supported.</summary>
    /// <param name="problem">The description, with the version that was found and those that are supported.</param>
    /// <param name="position">The position of the version.</param>
    /// <returns>The exception.</returns>
    public ProfileFormatException Unsupported(string problem, InputPosition position = default) =>
        Create(ProfileReadError.UnsupportedVersion, problem, position);

    /// <summary>Creates the exception for an input that ends too early, so that nothing of it can be read.</summary>
    /// <param name="problem">The description of the fault.</param>
    /// <param name="position">The position of the end.</param>
    /// <returns>The exception.</returns>
    public ProfileFormatException Truncated(string problem, InputPosition position = default) => Create(ProfileReadError.Truncated, problem, position);

    /// <summary>Checks the number of frames of a sample.</summary>
    /// <param name="count">The number of frames.</param>
    /// <param name="position">The position of the sample.</param>
    /// <exception cref="ProfileFormatException">The number is greater than <see cref="ProfileReadOptions.MaximumFrames"/>.</exception>
    public void CheckFrames(int count, InputPosition position = default)
    {
        if (count > Options.MaximumFrames)
        {
            throw Limit($"the sample has more frames than the limit of {Options.MaximumFrames} ({nameof(ProfileReadOptions.MaximumFrames)})", position);
        }
    }

    /// <summary>Checks the length of a symbol and the number of distinct symbols.</summary>
    /// <param name="length">The length of the symbol in bytes.</param>
    /// <param name="symbolCount">The number of distinct symbols so far; see <see cref="ProfileBuilder.SymbolCount"/>.</param>
    /// <param name="position">The position of the symbol.</param>
    /// <exception cref="ProfileFormatException">
    /// The length is greater than <see cref="ProfileReadOptions.MaximumSymbolLength"/>, or the number is greater than
    /// <see cref="ProfileReadOptions.MaximumSymbols"/>.
    /// </exception>
    public void CheckSymbol(int length, int symbolCount, InputPosition position = default)
    {
        if (length > Options.MaximumSymbolLength)
        {
            const string Name = nameof(ProfileReadOptions.MaximumSymbolLength);
            throw Limit($"a symbol of {length} bytes is longer than the limit of {Options.MaximumSymbolLength} ({Name})", position);
        }
        if (symbolCount > Options.MaximumSymbols)
        {
            throw Limit($"there are more than {Options.MaximumSymbols} distinct symbols ({nameof(ProfileReadOptions.MaximumSymbols)})", position);
        }
    }

    /// <summary>Checks the length of a line, a string or another part of the input that is kept in memory.</summary>
    /// <param name="length">The length in bytes.</param>
    /// <param name="position">The position of the text.</param>
    /// <exception cref="ProfileFormatException">The length is greater than <see cref="ProfileReadOptions.MaximumLineLength"/>.</exception>
    public void CheckText(long length, InputPosition position = default)
    {
        if (length > Options.MaximumLineLength)
        {
            const string Name = nameof(ProfileReadOptions.MaximumLineLength);
            throw Limit($"a text of {length} bytes is longer than the limit of {Options.MaximumLineLength} ({Name})", position);
        }
    }

    /// <summary>Creates the exception for an input that exceeds a limit.</summary>
    internal ProfileFormatException Limit(FormattableString problem, InputPosition position) =>
        Create(ProfileReadError.LimitExceeded, problem.ToString(CultureInfo.InvariantCulture), position);

    internal IReadOnlyList<ReadDiagnostic> ToDiagnostics() => _log.ToDiagnostics();

    private ProfileFormatException Create(ProfileReadError error, string problem, InputPosition position) => new(error, problem, position) { Format = Format };
}
