using System.Diagnostics;
using System.Globalization;

namespace FlameScope.Model;

/// <summary>A kind of problem in the input, with its occurrences: something could not be read, or was read with a correction.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ReadDiagnostic
{
    /// <summary>
    /// A short phrase in lower case that is the same for every occurrence, such as <c>frame without an event</c>. The default is empty.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>The number of occurrences. The default is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long Count
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of occurrences is negative.");
    } = 1;

    /// <summary>The line numbers of the first occurrences, from 1, in ascending order. The default is empty, for an input without lines.</summary>
    public IReadOnlyList<long> Lines { get; init; } = [];

    /// <summary>The positions of the first occurrences, as far as they are known. The default is empty.</summary>
    public IReadOnlyList<InputPosition> Positions { get; init; } = [];

    /// <summary>The start of the text of the first occurrence, with control characters replaced. The default is empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>Returns the reason and the number of occurrences, such as <c>frame without an event (3)</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Reason} ({Count})");
}
