using FlameScope.Tests;

namespace FlameScope.Culture.Tests;

/// <summary>The cultures differ here, so that the other tests can fail.</summary>
public class CultureTests
{
    private const int Number = -1;
    private const double Share = 1234.5;

    [OptionalTheory(Requirement.Cultures)]
    [InlineData("sv-SE", "\u22121", "1\u00A0234,5")]
    [InlineData("de-DE", "-1", "1.234,5")]
    [InlineData("ar-SA", "\u061C-1", null)]
    [InlineData("tr-TR", "-1", "1.234,5")]
    [InlineData("", "-1", "1,234.5")]
    public void A_number_formatted_without_a_culture_is_in_the_current_one(string culture, string number, string? share) => Cultures.Under(culture, () =>
    {
        Assert.Equal(number, $"{Number}");
        if (share is not null) Assert.Equal(share, $"{Share:N1}");
        return true;
    });

    [OptionalFact(Requirement.Cultures)]
    public void Letters_dates_and_order_are_those_of_the_current_culture()
    {
        Assert.Equal("İ", Cultures.Under("tr-TR", () => "i".ToUpper(System.Globalization.CultureInfo.CurrentCulture)));
        Assert.NotEqual(2024, Cultures.Under("ar-SA", () => System.Globalization.CultureInfo.CurrentCulture.Calendar.GetYear(new DateTime(2024, 1, 1))));
        Assert.True(Cultures.Under("sv-SE", () => StringComparer.CurrentCulture.Compare("ab", "B") < 0));
    }
}
