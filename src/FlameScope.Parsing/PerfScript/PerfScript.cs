using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses the text that Linux <c>perf script</c> and Android <c>simpleperf</c> print into a profile, for any event and any selection of fields.
/// </summary>
/// <remarks>
/// <para>Lines that cannot be read are counted in <see cref="Profile.Diagnostics"/> and do not affect other lines.</para>
/// <para>To read a file, a stream or a pipe, compressed or not, use <see cref="ProfileFile"/>. To read single lines without a profile, use
/// <see cref="PerfScriptReader"/>; for a complete profile, this class is several times faster.</para>
/// </remarks>
/// <example>
/// <code>
/// Profile profile = PerfScript.Parse(File.ReadAllBytes("perf.txt"));
/// </code>
/// </example>
public static class PerfScript
{
    /// <summary>Parses text in memory. The text is not compressed.</summary>
    /// <param name="text">The text, in UTF-8.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ProfileFormatException">
    /// The text is not that of perf; or it exceeds a limit; or it has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    public static Profile Parse(ReadOnlySpan<byte> text, ProfileReadOptions? options = null)
    {
        options ??= new ProfileReadOptions();
        ReadOnlySpan<byte> start = text[..Math.Min(text.Length, UnreadableFormat.StartLength)];
        UnreadableFormat.ThrowIfKnown(start);
        var parser = new PerfScriptParser(options);
        parser.LookAhead(start);
        try
        {
            PerfTextRead.Read(text, parser, options);
            return parser.Finish(damage: null);
        }
        catch (ProfileFormatException fault)
        {
            fault.Format ??= PerfScriptFormat.FormatName;
            throw;
        }
    }

    /// <summary>Parses a string.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">The limits and the strictness; <c>null</c> for the defaults.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ProfileFormatException">
    /// The text is not that of perf; or it exceeds a limit; or it has a fault and <see cref="ProfileReadOptions.Strict"/> is set.
    /// </exception>
    public static Profile Parse(string text, ProfileReadOptions? options = null) => Parse(Encoding.UTF8.GetBytes(text), options);

    /// <summary>Returns whether an input is <c>perf script</c> text, as far as its start decides. The input is not compressed.</summary>
    /// <param name="start">The first bytes of the input: 16 KiB, or all if there are fewer.</param>
    /// <returns>
    /// <see cref="FormatMatch.Yes"/> if the start contains a sample or a record, <see cref="FormatMatch.No"/> if it is known to be something else,
    /// <see cref="FormatMatch.NeedMoreData"/> otherwise.
    /// </returns>
    public static FormatMatch Match(ReadOnlySpan<byte> start) => Match(start, isWhole: false);

    /// <summary>Returns whether an input is <c>perf script</c> text, as far as its start decides.</summary>
    /// <param name="start">The first bytes of the input.</param>
    /// <param name="isWhole">Indicates whether the input ends with them. The last line then needs no line end.</param>
    internal static FormatMatch Match(ReadOnlySpan<byte> start, bool isWhole)
    {
        if (!start.IsEmpty && UnreadableFormat.DescribeCertain(start) is not null) return FormatMatch.No;
        var reader = new PerfScriptReader(start, isWhole, default);
        while (reader.Read())
        {
            if (IsCertain(reader)) return FormatMatch.Yes;
        }
        bool isBlank = start.Trim(" \t\r\n"u8).IsEmpty;
        return isBlank || UnreadableFormat.Describe(start) is null ? FormatMatch.NeedMoreData : FormatMatch.No;
    }

    /// <summary>Indicates whether the current line of a reader is found in <c>perf script</c> text only.</summary>
    internal static bool IsCertain(in PerfScriptReader reader) =>
        reader.Kind is PerfLineKind.Event or PerfLineKind.Record
        || (reader.Kind == PerfLineKind.RawDump && PerfRawDump.IsStartOfRecord(reader.Line));

    /// <summary>Parses an input whose start has been checked. Synchronous input is parsed before this method returns.</summary>
    internal static async ValueTask<Profile> ReadAsync(ProfileInput input, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ParseAsync(input, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ProfileFormatException fault)
        {
            fault.Format ??= PerfScriptFormat.FormatName;
            throw;
        }
    }

    private static async ValueTask<Profile> ParseAsync(ProfileInput input, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        if (input.Peeked.Length < UnreadableFormat.StartLength) await input.PeekAsync(UnreadableFormat.StartLength, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> start = input.Peeked;
        var parser = new PerfScriptParser(options);
        parser.LookAhead(start.Span[..Math.Min(start.Length, UnreadableFormat.StartLength)]);
        await PerfTextRead.ReadAsync(input, parser, options, cancellationToken).ConfigureAwait(false);
        return parser.Finish(input.Damage);
    }
}
