using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlameScope.Cli.Text;

namespace FlameScope.Cli.Options;

/// <summary>Creates options that take a number.</summary>
internal static class NumberOption
{
    /// <summary>Creates an option that takes a whole number.</summary>
    public static Option<int?> Whole(string name, string valueName, string description, int minimum = int.MinValue, int maximum = int.MaxValue) => new(name)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result =>
        {
            if (int.TryParse(Token(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                && number >= minimum && number <= maximum)
            {
                return number;
            }
            string range = (minimum, maximum) switch
            {
                (int.MinValue, int.MaxValue) => "a whole number",
                (_, int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {minimum}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}"),
            };
            result.AddError($"{name} takes {range}, not '{Token(result)}'");
            return null;
        },
    };

    /// <summary>Creates an option that takes the id of a process or a thread.</summary>
    public static Option<long?> Id(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            if (long.TryParse(Token(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id)) return id;
            result.AddError($"{name} takes a whole number, not '{Token(result)}'");
            return null;
        },
    };

    /// <summary>Creates an option that takes a number.</summary>
    public static Option<double?> Real(string name, string valueName, string description, double minimum, double maximum) => new(name)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result =>
        {
            if (double.TryParse(Token(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= minimum && number <= maximum)
            {
                return number;
            }
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {minimum} to {maximum}, not '{Token(result)}'"));
            return null;
        },
    };

    /// <summary>Creates an option that takes a length of time, such as <c>500ms</c>, <c>10s</c>, <c>5m</c> or <c>1h</c>; a number alone is in seconds.</summary>
    public static Option<TimeSpan?> Length(string name, string description, TimeSpan minimum, TimeSpan maximum) => new(name)
    {
        HelpName = "TIME",
        Description = description,
        CustomParser = result =>
        {
            if (TimeText.ParseLength(Token(result)) is { } length && length >= minimum && length <= maximum) return length;
            result.AddError($"{name} takes a time from {TimeText.Length(minimum)} to {TimeText.Length(maximum)}, such as 500ms, 10s, 5m or 1h, not '{Token(result)}'");
            return null;
        },
    };

    /// <summary>Creates an option that takes seconds, or hours, minutes and seconds.</summary>
    public static Option<double?> Seconds(string name, string description) => new(name)
    {
        HelpName = "S",
        Description = description,
        CustomParser = result =>
        {
            if (TimeText.ParseSeconds(Token(result)) is { } seconds) return seconds;
            result.AddError($"{name} takes a number of seconds, not '{Token(result)}'");
            return null;
        },
    };

    private static string Token(ArgumentResult result) => result.Tokens[0].Value;
}
