using System.Globalization;
using System.Text;

namespace FlameScope.Columnar;

/// <summary>
/// The paths of the files of a dataset: <c>TABLE/date=2026-11-28/hour=14/service=S/host=H/ID.parquet</c>. Names are percent-encoded as engines expect in
/// paths of partitions, so no name can leave its folder.
/// </summary>
internal readonly record struct DatasetPath(string Table, string Date, string? Hour, string Service, string? Host, string Id)
{
    private const string Extension = ".parquet";

    public static string DateOf(long unixNanoseconds) => TimeOf(unixNanoseconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string HourOf(long unixNanoseconds) => TimeOf(unixNanoseconds).ToString("HH", CultureInfo.InvariantCulture);

    public static string Prefix(string table, string? date = null, string? hour = null, string? service = null, string? host = null)
    {
        var path = new StringBuilder(table).Append('/');
        if (date is not null) path.Append("date=").Append(date).Append('/');
        if (hour is not null) path.Append("hour=").Append(hour).Append('/');
        if (service is not null) path.Append("service=").Append(Escape(service)).Append('/');
        if (host is not null) path.Append("host=").Append(Escape(host)).Append('/');
        return path.ToString();
    }

    /// <summary>Parses a path. Files with other paths are not of the dataset.</summary>
    public static DatasetPath? Parse(string path)
    {
        string[] parts = path.Split('/');
        if (parts.Length < 3 || !parts[^1].EndsWith(Extension, StringComparison.Ordinal)) return null;
        string? date = null, hour = null, service = null, host = null;
        foreach (string part in parts[1..^1])
        {
            int end = part.IndexOf('=');
            if (end <= 0) continue;
            string value = Uri.UnescapeDataString(part[(end + 1)..]);
            switch (part[..end])
            {
                case "date": date = value; break;
                case "hour": hour = value; break;
                case "service": service = value; break;
                case "host": host = value; break;
            }
        }
        return date is null || service is null ? null : new DatasetPath(parts[0], date, hour, service, host, parts[^1][..^Extension.Length]);
    }

    public override string ToString() => Prefix(Table, Date, Hour, Service, Host) + Id + Extension;

    private static DateTime TimeOf(long unixNanoseconds) => DateTime.UnixEpoch.AddTicks(unixNanoseconds / 100);

    // "." and ".." cannot arise: the name follows an equals sign.
    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.') text.Append((char)b);
            else text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
