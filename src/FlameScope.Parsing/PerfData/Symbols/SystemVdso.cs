using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>Reads the image that the kernel of this machine maps into every process, from this process.</summary>
internal static unsafe class SystemVdso
{
    private const int MaximumLength = 1024 * 1024;

    public static ElfModule? TryRead()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            foreach (string line in File.ReadLines("/proc/self/maps"))
            {
                if (!line.EndsWith("[vdso]", StringComparison.Ordinal)) continue;
                string[] range = line.Split(' ')[0].Split('-');
                ulong start = ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                ulong end = ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (end <= start || end - start > MaximumLength) return null;
                byte[] image = new ReadOnlySpan<byte>((void*)start, (int)(end - start)).ToArray();
                return ElfModule.TryRead(() => ByteSource.Of(image));
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
        return null;
    }
}
