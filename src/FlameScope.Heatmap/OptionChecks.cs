using System.Globalization;
using System.Runtime.CompilerServices;

namespace FlameScope.Heatmap;

/// <summary>Checks the values of options where they are given: in the <c>init</c> accessor, whose property is the parameter's name.</summary>
internal static class OptionChecks
{
    /// <summary>Returns a value after checking that it is within a range, both ends included.</summary>
    public static int InRange(int value, int minimum, int maximum, [CallerMemberName] string name = "") =>
        value >= minimum && value <= maximum ? value : throw OutOfRange(value, minimum, maximum, name);

    /// <inheritdoc cref="InRange(int, int, int, string)"/>
    public static double InRange(double value, double minimum, double maximum, [CallerMemberName] string name = "") =>
        value >= minimum && value <= maximum ? value : throw OutOfRange(value, minimum, maximum, name);

    /// <summary>Returns a value after checking that its type defines it.</summary>
    public static TEnum Defined<TEnum>(TEnum value, [CallerMemberName] string name = "")
        where TEnum : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    /// <summary>Returns a value after checking that it is not <c>null</c>.</summary>
    public static T NotNull<T>(T value, [CallerMemberName] string name = "")
        where T : class => value ?? throw new ArgumentNullException(name);

    private static ArgumentOutOfRangeException OutOfRange(object value, double minimum, double maximum, string name) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be from {minimum} to {maximum}."));
}
