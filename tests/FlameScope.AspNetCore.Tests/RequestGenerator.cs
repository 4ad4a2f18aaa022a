using System.Globalization;
using System.Text;

// cspell:disable
namespace FlameScope.AspNetCore.Tests;

/// <summary>Makes request targets of hostile clients: encodings, separators, links, NUL, overlong names, and values that are no numbers.</summary>
internal sealed class RequestGenerator(int seed)
{
    private static readonly string[] Routes =
    [
        "/heatmap/", "/flamegraph/", "/differential/", "/elided/", "/profile/", "/api/v1/profiles", "/api/v1/profile", "/api/v1/heatmap", "/api/v1/flamegraph",
        "/api/v1/diff", "/api/v1/export", "/api/v1/functions", "/api/v1/callers", "/api/v1/moments", "/api/v1/selection", "/api/v1/thumbnail", "/api/v1/summary",
        "/api/v1/changes", "/api/v1/flamechart", "/viewer/viewer.js", "/", "/api/v1/../heatmap/", "//heatmap//", "/heatmap/%2e%2e/profile/", "/viewer/..%2f..%2fetc/passwd",
    ];

    private static readonly string[] Names =
    [
        "a.perf", "sub/b.perf", "inner.perf", "outer.perf", "absolute.perf", "chain.perf", "loop.perf", "others/secret.perf", "alias/b.perf", "..", "../secret.perf", "sub/../a.perf",
        "../profiles-of-others/secret.perf", ".hidden/c.perf", "/etc/passwd", "....//secret.perf", "..\\secret.perf", "C:\\x", "\\\\host\\share", "con", "a.perf::$DATA", "~root",
        "a.perf\0", "\0", "%00", "%2e%2e%2fsecret.perf", "..%c0%afsecret.perf", "\uFF0E\uFF0E\uFF0Fsecret.perf", "a.perf?x", "a.perf#x", "a.perf;x", "|id", "$(id)", "{{7*7}}", "<script>", "\r\nX: y",
        "\u202Ea.perf", "sub", "sub/", "/a.perf", "./a.perf", "a.perf/.", "a.perf/..", "again/again/again/a.perf", "again/../../secret.perf", "/proc/self/environ", "file:///etc/passwd",
    ];

    private static readonly string[] Parameters =
    [
        "filename", "filename", "filename", "profile", "profile", "profile", "compareFilename", "baselineProfile", "baseline", "type", "rows", "flavor", "start", "end", "from", "to",
        "compareStart", "compareEnd", "columnLength", "match", "exclude", "search", "event", "comm", "pid", "tid", "cpu", "label", "weight", "grouping", "reversed", "minimum", "zoom",
        "format", "transform", "function", "kind", "thread", "limit", "top", "take", "skip", "sort", "version", "width", "theme", "cpuBuckets", "crop", "swapped", "normalization", "idle",
    ];

    private static readonly string[] Values =
    [
        "0", "1", "-1", "50", "1.5", "0.1", "1e308", "-1e308", "NaN", "Infinity", "-0", "9223372036854775807", "99999999999999999999", "2147483648", "0x10", "１", "1,5", "", " ", "true", "standard",
        "nodejs", "java-packages", "whole", "rest", "range", "profile", "time", "cpuTime", "comm", "tid", "label:x", "svg", "folded", "report", "pprof", "diff-svg", "heatmap-csv", "json", "(", "(a+)+$", "^(?=a)", "main",
        "samples", "period", "collapse-kernel", "focus:main", "invert", "*", "a=b", "=", "include", "dark", "1e-7", "0.000000001", "%", "%zz", "%u0041", "+", "&", "é",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Returns the next target.</summary>
    public string Next()
    {
        var target = new StringBuilder(Pick(Routes));
        int count = _random.Next(0, 7);
        for (int i = 0; i < count; i++)
        {
            string name = Pick(Parameters);
            bool isName = name is "filename" or "profile" or "compareFilename" or "baselineProfile";
            target.Append(i == 0 ? '?' : '&').Append(Escape(name)).Append('=').Append(Escape(isName ? NextName() : Pick(Values)));
        }
        return target.ToString();
    }

    private string NextName() => _random.Next(12) switch
    {
        0 => string.Concat(Enumerable.Range(0, _random.Next(1, 12)).Select(_ => Pick((string[])["..", ".", "/", "\\", "sub", "a.perf", "\0", "secret.perf", "%2f", " "]))),
        1 => new string('a', _random.Next(200, 3000)),
        2 => string.Join('/', Enumerable.Repeat("again", _random.Next(1, 100))) + "/a.perf",
        3 => string.Concat(Enumerable.Range(0, _random.Next(1, 20)).Select(_ => (char)_random.Next(1, 0x3000))),
        < 7 => "a.perf",
        _ => Pick(Names),
    };

    // Escaped as clients do, wholly, twice, or as it is where HTTP allows it.
    private string Escape(string text) => _random.Next(5) switch
    {
        0 => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => string.Create(CultureInfo.InvariantCulture, $"%{b:x2}"))),
        1 => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        2 when text.All(c => c is > ' ' and < (char)127 and not ('&' or '#')) => text,
        _ => Uri.EscapeDataString(text),
    };

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
