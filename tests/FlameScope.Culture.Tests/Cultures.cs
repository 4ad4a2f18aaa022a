using System.Globalization;

namespace FlameScope.Culture.Tests;

/// <summary>Cultures in which what is formatted without naming a culture differs from the invariant culture.</summary>
internal static class Cultures
{
    /// <summary>The minus sign U+2212, a mark of direction with signs, another calendar, decimal commas, points between groups, and an i with a dot.</summary>
    public static string[] Names { get; } = ["sv-SE", "de-DE", "ar-SA", "tr-TR"];

    /// <summary>Runs a function under a culture.</summary>
    public static T Under<T>(string name, Func<T> body)
    {
        (CultureInfo culture, CultureInfo ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
            return body();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }
}
