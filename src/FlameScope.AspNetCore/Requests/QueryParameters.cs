using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FlameScope.AspNetCore;

/// <summary>The parameters of a request, with one rule for values that are not valid: 400, and the name of the parameter.</summary>
internal readonly struct QueryParameters(IQueryCollection query)
{
    /// <summary>Returns the text of a parameter; <c>null</c> if it is absent or empty.</summary>
    public string? Text(string name)
    {
        StringValues values = query[name];
        if (values.Count > 1) throw Invalid(name, "is given more than once");
        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    /// <summary>Returns the texts of a parameter that may be repeated.</summary>
    public string[] Texts(string name) => [.. query[name].Where(text => !string.IsNullOrEmpty(text)).Select(text => text!)];

    /// <summary>Returns the text of a parameter that is required.</summary>
    public string Required(string name) => Text(name) ?? throw Invalid(name, "is required");

    /// <summary>Returns one of several words; the first if the parameter is absent.</summary>
    public string Word(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text) return words[0];
        return words.Contains(text) ? text : throw Invalid(name, $"takes {string.Join(", ", words!)}");
    }

    /// <summary>Returns whether a flag is set: <c>1</c> or <c>true</c>.</summary>
    public bool Flag(string name) => Word(name, "0", "1", "false", "true") is "1" or "true";

    /// <summary>Returns an integer; <c>null</c> if the parameter is absent.</summary>
    public long? Integer(string name, long minimum, long maximum)
    {
        if (Text(name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum
            ? value
            : throw Invalid(name, string.Create(CultureInfo.InvariantCulture, $"takes an integer from {minimum} to {maximum}"));
    }

    /// <summary>Returns an integer; a default if the parameter is absent.</summary>
    public int Integer(string name, int minimum, int maximum, int defaultValue) => (int)(Integer(name, minimum, maximum) ?? defaultValue);

    /// <summary>Returns a finite number; <c>null</c> if the parameter is absent.</summary>
    public double? Number(string name, double minimum, double maximum)
    {
        if (Text(name) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= minimum && value <= maximum
            ? value
            : throw Invalid(name, string.Create(CultureInfo.InvariantCulture, $"takes a number from {minimum} to {maximum}"));
    }

    /// <summary>Returns a time in seconds as nanoseconds; <c>null</c> if the parameter is absent. More than nine decimals are rounded.</summary>
    public long? Seconds(string name)
    {
        const decimal Maximum = 9_000_000_000m;
        if (Text(name) is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal value)
            && Math.Abs(value) <= Maximum
            ? (long)decimal.Round(value * 1_000_000_000m)
            : throw Invalid(name, "takes a number of seconds");
    }

    /// <summary>Returns the fault of a parameter.</summary>
    public static RequestFault Invalid(string name, string problem) => new(StatusCodes.Status400BadRequest, $"The parameter '{name}' {problem}.");
}
