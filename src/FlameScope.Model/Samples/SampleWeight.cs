using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FlameScope.Model;

/// <summary>
/// The value that each sample contributes to totals: the number of samples, or a value of the profile such as <c>cpu</c> or <c>alloc_space</c>.
/// </summary>
/// <remarks>
/// <c>default</c> is the weight that the profile shows by default (<see cref="Profile.Resolve"/>). <see cref="Profile.Weights"/> lists the weights of a
/// profile. A string such as <c>cpu</c> can be parsed; PowerShell converts it by itself.
/// </remarks>
/// <example>
/// <code>
/// StackTree tree = StackTree.From(profile, new StackTreeOptions { Weight = SampleWeight.Value("alloc_space") });
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct SampleWeight : IParsable<SampleWeight>
{
    private const string DefaultName = "default";

    private SampleWeight(string name) => Name = name;

    /// <summary>The number of samples: each row of the profile counts as <see cref="Sample.Count"/>, which is 1 for most formats.</summary>
    public static SampleWeight Samples { get; } = new("samples");

    /// <summary>
    /// The value of the first value type of each event. For perf it is the period, the number of events that a sample represents.
    /// </summary>
    public static SampleWeight Period { get; } = new("period");

    /// <summary>
    /// The name: <c>samples</c>, <c>period</c>, or the name of a value type, which may be followed by a slash and its unit; <c>null</c> for the default of
    /// the profile.
    /// </summary>
    public string? Name { get; }

    /// <summary>Indicates whether this is the weight that the profile shows by default.</summary>
    public bool IsDefault => Name is null;

    /// <summary>Returns the weight of a value type.</summary>
    /// <param name="name">
    /// The name of a value type, such as <c>cpu</c>, or its name and unit, such as <c>cpu/nanoseconds</c>. <c>samples</c> is <see cref="Samples"/>, and
    /// <c>period</c> is <see cref="Period"/>.
    /// </param>
    /// <returns>The weight. A profile that has no such value type refuses it.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is <c>null</c> or empty.</exception>
    public static SampleWeight Value(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new SampleWeight(name);
    }

    /// <summary>Converts a name to a weight.</summary>
    /// <param name="s">
    /// The name, as for <see cref="Value"/>, or <c>default</c>. The case of <c>samples</c>, <c>period</c> and <c>default</c> is ignored.
    /// </param>
    /// <returns>The weight.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is empty.</exception>
    public static SampleWeight Parse(string s) => Parse(s, null);

    /// <summary>Converts a name to a weight.</summary>
    /// <param name="s">The name, as for <see cref="Value"/>, or <c>default</c>.</param>
    /// <param name="provider">Ignored: names do not depend on a culture.</param>
    /// <returns>The weight.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is empty.</exception>
    public static SampleWeight Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out SampleWeight weight) ? weight : throw new FormatException("The name of a weight is empty.");
    }

    /// <summary>Converts a name to a weight.</summary>
    /// <param name="s">The name, as for <see cref="Value"/>, or <c>default</c>.</param>
    /// <param name="provider">Ignored: names do not depend on a culture.</param>
    /// <param name="result">The weight.</param>
    /// <returns><c>false</c> if <paramref name="s"/> is <c>null</c> or empty.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SampleWeight result)
    {
        result = default;
        if (string.IsNullOrEmpty(s)) return false;
        if (Is(s, Samples.Name)) result = Samples;
        else if (Is(s, Period.Name)) result = Period;
        else if (!Is(s, DefaultName)) result = new SampleWeight(s);
        return true;
    }

    /// <summary>Returns the name; <c>default</c> for the default of the profile.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name ?? DefaultName;

    private static bool Is(string text, string? word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
