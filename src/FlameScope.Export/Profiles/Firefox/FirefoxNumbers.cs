using System.Buffers.Text;
using System.Text.Json;

namespace FlameScope.Export;

/// <summary>Writes numbers of columns.</summary>
internal static class FirefoxNumbers
{
    private const int Million = 1_000_000;
    private const int FractionDigits = 6;
    private const int LongestNumber = 32;

    // The writer's buffer is handed over at least this often.
    private const int FlushSize = 1 << 16;

    /// <summary>Writes nanoseconds as decimal milliseconds with all digits.</summary>
    public static void WriteMilliseconds(Utf8JsonWriter json, long nanoseconds)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        int length = 0;
        ulong magnitude = (ulong)nanoseconds;
        if (nanoseconds < 0)
        {
            text[length++] = (byte)'-';
            magnitude = 0 - magnitude;
        }
        (ulong whole, ulong fraction) = Math.DivRem(magnitude, Million);
        Utf8Formatter.TryFormat(whole, text[length..], out int written);
        length += written;
        if (fraction > 0)
        {
            text[length++] = (byte)'.';
            Utf8Formatter.TryFormat(fraction, text[length..], out _, new System.Buffers.StandardFormat('D', FractionDigits));
            length += FractionDigits;
            while (text[length - 1] == '0') length--;
        }
        json.WriteRawValue(text[..length], skipInputValidation: true);
        Flush(json);
    }

    /// <summary>Hands the writer's buffer over if it is full.</summary>
    public static void Flush(Utf8JsonWriter json)
    {
        if (json.BytesPending >= FlushSize) json.Flush();
    }
}
