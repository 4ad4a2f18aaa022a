using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Reads the text that Linux <c>perf script</c> prints, and Android's <c>simpleperf</c>, into a profile: plain or gzip, of any event, whatever
/// fields were printed.
/// </summary>
/// <remarks>
/// What cannot be read is counted in <see cref="Profile.Diagnostics"/> and harms nothing else. For reading without a profile, at the level of
/// lines, see <see cref="PerfScriptReader"/>.
/// </remarks>
/// <example>
/// <code>
/// Profile profile = PerfScript.ParseFile("perf.txt.gz");
/// </code>
/// </example>
public static partial class PerfScript
{
    /// <summary>Reads text that is in memory; not compressed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <exception cref="ProfileFormatException">The text is not perf's, breaks a limit, or has a fault and strictness was asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Profile Parse(ReadOnlySpan<byte> text, ProfileReadOptions? options = null)
    {
        options ??= ProfileReadOptions.Default;
        var assembler = new PerfScriptParser(options);
        if (options.ThreadCount == 1 || text.Length <= options.BlockSize) assembler.Read(text, isFinal: true);
        else ReadTogether(assembler, text, options);
        return assembler.Finish();
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, ProfileReadOptions?)"/>
    public static Profile Parse(byte[] text, ProfileReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan(), options);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, ProfileReadOptions?)"/>
    public static Profile ParseText(string text, ProfileReadOptions? options = null) => Parse(Encoding.UTF8.GetBytes(text), options);

    /// <summary>Reads a file, plain or gzip.</summary>
    /// <param name="path">The file. A relative path counts from the process's current folder.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Is told, on the calling thread and ten times a second at most, how far reading has come.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The text is not perf's, breaks a limit, or has a fault and strictness was asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static Profile ParseFile(
        string path, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using FileStream file = ProfileFile.OpenFile(path);
        return ParseStream(file, options, progress, cancellationToken);
    }

    /// <summary>Reads a stream from where it stands to its end, plain or gzip. It stays open.</summary>
    /// <param name="stream">The stream; it need not be seekable.</param>
    /// <param name="options">Limits and strictness; <c>null</c> for the defaults.</param>
    /// <param name="progress">Is told, on the calling thread and ten times a second at most, how far reading has come.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProfileFormatException">The text is not perf's, breaks a limit, or has a fault and strictness was asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    public static Profile ParseStream(
        Stream stream, ProfileReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= ProfileReadOptions.Default;
        options.Validate();
        using var input = ProfileInput.Open(stream, options.MaximumCompressionRatio, progress);
        return Read(input, options, cancellationToken);
    }

    private static Profile Finish(PerfScriptParser assembler, ProfileInput input)
    {
        if (input.Damage is not null) assembler.ReportDamage(input.Damage);
        return assembler.Finish();
    }
}
