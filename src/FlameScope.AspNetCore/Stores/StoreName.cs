using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>
/// The names under which services and hosts are requested: <c>SERVICE</c>, <c>SERVICE/HOST</c>, and with a range of time
/// <c>SERVICE@2026-11-28T14:00:00Z..2026-11-28T15:00:00Z</c>. In the names of services and hosts, <c>%</c>, <c>/</c>, <c>@</c> and control characters are
/// percent-encoded.
/// </summary>
internal static class StoreName
{
    private const int MaximumLength = 4096;
    private const string Between = "..";
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF" + "'Z'";

    /// <summary>Returns a name.</summary>
    public static string Of(string service, string? host, TimeRange? window)
    {
        var name = new StringBuilder();
        Append(name, service);
        if (host is not null) Append(name.Append('/'), host);
        if (window is { } range) name.Append('@').Append(TextOf(range.Start)).Append(Between).Append(TextOf(range.End));
        return name.ToString();
    }

    /// <summary>Parses a name; <c>null</c> if it cannot be one.</summary>
    public static (string Service, string? Host, TimeRange? Window)? Parse(string name)
    {
        if (name.Length is 0 or > MaximumLength) return null;
        TimeRange? window = null;
        int at = name.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (WindowOf(name[(at + 1)..]) is not { } range) return null;
            (window, name) = (range, name[..at]);
        }
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string service = Uri.UnescapeDataString(slash < 0 ? name : name[..slash]);
        string? host = slash < 0 ? null : Uri.UnescapeDataString(name[(slash + 1)..]);
        // Names have one form, so that a cache has one entry.
        return Of(service, host, null) == name ? (service, host, window) : null;
    }

    private static TimeRange? WindowOf(string text)
    {
        int middle = text.IndexOf(Between, StringComparison.Ordinal);
        return middle >= 0 && TimeOf(text[..middle]) is { } start && TimeOf(text[(middle + Between.Length)..]) is { } end && start < end ? new TimeRange(start, end) : null;
    }

    private static long? TimeOf(string text) =>
        DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
        && time >= DateTime.UnixEpoch && time < StoreEntry.TimeOf(long.MaxValue)
            ? (time - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick
            : null;

    private static string TextOf(long unixNanoseconds) => StoreEntry.TimeOf(unixNanoseconds).ToString(Format, CultureInfo.InvariantCulture);

    private static void Append(StringBuilder name, string part)
    {
        foreach (char c in part)
        {
            if (c is '%' or '/' or '@' || char.IsControl(c)) name.Append(Uri.EscapeDataString(c.ToString()));
            else name.Append(c);
        }
    }
}
