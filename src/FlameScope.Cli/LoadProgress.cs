using System.Diagnostics;
using System.Globalization;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Cli;

/// <summary>
/// Shows the progress of reading in one line on standard error, if that is a terminal and the file is large. The cursor stays visible, so nothing has
/// to be restored if the command is interrupted.
/// </summary>
internal static class LoadProgress
{
    // A smaller file is read before the line becomes visible.
    private const long MinimumLength = 8 * 1024 * 1024;

    /// <summary>Reads, and shows the progress where that is useful.</summary>
    /// <param name="length">The number of bytes to read, or <c>null</c> if it is unknown.</param>
    /// <param name="read">Reads, and reports its progress to the argument if that is not <c>null</c>.</param>
    public static T Run<T>(long? length, Func<IProgress<ReadProgress>?, T> read)
    {
        if (Console.IsErrorRedirected || length < MinimumLength) return read(null);
        var line = new ProgressLine(length);
        try
        {
            return read(line);
        }
        finally
        {
            line.Clear();
        }
    }

    private sealed class ProgressLine(long? length) : IProgress<ReadProgress>
    {
        private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

        private readonly object _lock = new();
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _next = Delay;
        private bool _isShown;
        private bool _isCleared;

        public void Report(ReadProgress value)
        {
            lock (_lock)
            {
                if (_isCleared || _watch.Elapsed < _next) return;
                _next = _watch.Elapsed + Interval;
                _isShown = true;
                Console.Error.Write($"\rreading: {Describe(value.BytesRead)}\e[K");
            }
        }

        public void Clear()
        {
            lock (_lock)
            {
                _isCleared = true;
                if (_isShown) Console.Error.Write("\r\e[K");
            }
        }

        private string Describe(long bytes)
        {
            string read = UnitText.Format(bytes, "bytes");
            return length is > 0 and { } all
                ? string.Create(CultureInfo.InvariantCulture, $"{Math.Min(100, bytes * 100 / all)} % of {UnitText.Format(all, "bytes")}")
                : read;
        }
    }
}
