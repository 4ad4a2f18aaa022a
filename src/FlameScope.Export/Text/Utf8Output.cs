using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Text;
using FlameScope.Heatmap;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>
/// Writes UTF-8 through one pooled buffer. A document is never in memory as a whole, and no allocation is made per number or name. The buffer
/// is the only chunk; longer text is copied through it in slices.
/// </summary>
internal sealed class Utf8Output(Utf8Output.Sink sink) : IBufferWriter<byte>, IDisposable
{
    // The longest number: a sign, 19 digits and 6 separators.
    private const int Number = 32;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private int _used;

    /// <summary>Receives the bytes of the buffer whenever it is full.</summary>
    public delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>The size of the buffer in bytes, at least 64. Only tests set it.</summary>
    public static int Size { get; set; } = BufferSize.Choose(64 * 1024, small: 64);

    /// <summary>Returns space for at least <paramref name="length"/> bytes, of which there can be at most 64.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_buffer.Length - _used < length) Flush();
        return _buffer.AsSpan(_used);
    }

    public void Advance(int count) => _used += count;

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>
    /// Returns space for text that cannot be sliced, such as a name that another writer escapes. The buffer grows to the requested size.
    /// </summary>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        sizeHint = Math.Max(sizeHint, 1);
        if (_buffer.Length - _used < sizeHint) Flush();
        if (_buffer.Length < sizeHint)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(sizeHint);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        return _buffer.AsMemory(_used);
    }

    public void WriteByte(byte value)
    {
        if (_used == _buffer.Length) Flush();
        _buffer[_used++] = value;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= _buffer.Length - _used)
        {
            bytes.CopyTo(_buffer.AsSpan(_used));
            _used += bytes.Length;
            return;
        }
        WriteLong(bytes);
    }

    public void Write(long value)
    {
        value.TryFormat(Reserve(Number), out int written, default, CultureInfo.InvariantCulture);
        _used += written;
    }

    /// <summary>Writes a number with commas between groups of three digits, as <c>12,345</c>.</summary>
    public void WriteGrouped(long value)
    {
        if (value is > -1000 and < 1000)
        {
            Write(value);
            return;
        }
        value.TryFormat(Reserve(Number), out int written, "N0", CultureInfo.InvariantCulture);
        _used += written;
    }

    /// <summary>Writes a number of hundredths without trailing zeros: <c>12.3</c> for 1230.</summary>
    public void WriteHundredths(long hundredths)
    {
        if (hundredths < 0)
        {
            WriteByte((byte)'-');
            hundredths = -hundredths;
        }
        (long whole, long rest) = Math.DivRem(hundredths, 100);
        Write(whole);
        if (rest == 0) return;
        Span<byte> text = Reserve(3);
        text[0] = (byte)'.';
        text[1] = (byte)('0' + (rest / 10));
        text[2] = (byte)('0' + (rest % 10));
        _used += rest % 10 == 0 ? 2 : 3;
    }

    /// <summary>Writes a share of a total in percent with two decimals, such as <c>12.30</c>; 0 when the total is 0.</summary>
    public void WritePercent(long part, long whole)
    {
        long hundredths = whole == 0 ? 0 : (long)Math.Round((double)part / whole * 10_000);
        (long percent, long rest) = Math.DivRem(hundredths, 100);
        Write(percent);
        Span<byte> text = Reserve(3);
        text[0] = (byte)'.';
        text[1] = (byte)('0' + (rest / 10));
        text[2] = (byte)('0' + (rest % 10));
        _used += 3;
    }

    /// <summary>Writes a number of the unit 10^-digits, which is not negative, without trailing zeros: <c>1.5</c> for 1500 with 3 digits.</summary>
    public void WriteDecimal(long value, int digits)
    {
        long unit = 1;
        for (int i = 0; i < digits; i++) unit *= 10;
        (long whole, long rest) = Math.DivRem(value, unit);
        Write(whole);
        if (rest == 0) return;
        WriteByte((byte)'.');
        for (; rest > 0; rest %= unit)
        {
            unit /= 10;
            WriteByte((byte)('0' + (rest / unit)));
        }
    }

    /// <summary>Writes the shortest decimal that round-trips, with a decimal point: <c>980.0</c>.</summary>
    public void WriteDouble(double value)
    {
        // In two steps, since Reserve can flush, which resets the count.
        int length = DoubleText.Format(value, Reserve(DoubleText.MaximumLength));
        _used += length;
    }

    public void WriteColor(Rgb color)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        Span<byte> text = Reserve(7);
        text[0] = (byte)'#';
        text[1] = digits[color.R >> 4];
        text[2] = digits[color.R & 15];
        text[3] = digits[color.G >> 4];
        text[4] = digits[color.G & 15];
        text[5] = digits[color.B >> 4];
        text[6] = digits[color.B & 15];
        _used += 7;
    }

    /// <summary>Writes text, such as a title, escaped for XML.</summary>
    public void WriteXml(string text) => XmlText.Write(this, Encoding.UTF8.GetBytes(text), int.MaxValue);

    /// <summary>Writes bytes as base64 with padding.</summary>
    public void WriteBase64(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // All slices but the last have complete groups of three bytes, so that only the last is padded.
            int length = Math.Min(bytes.Length, (Reserve(4).Length / 4) * 3);
            Base64.EncodeToUtf8(bytes[..length], _buffer.AsSpan(_used), out _, out int written);
            _used += written;
            bytes = bytes[length..];
        }
    }

    /// <summary>Writes an embedded file without changes.</summary>
    public void WriteAsset(string name)
    {
        using Stream asset = Assembly.GetExecutingAssembly().GetManifestResourceStream("FlameScope.Export.Assets." + name)!;
        Flush();
        for (int read; (read = asset.Read(_buffer)) > 0;) sink(_buffer.AsSpan(0, read));
    }

    public void Flush()
    {
        sink(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private void WriteLong(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _buffer.Length) Flush();
            int length = Math.Min(bytes.Length, _buffer.Length - _used);
            bytes[..length].CopyTo(_buffer.AsSpan(_used));
            _used += length;
            bytes = bytes[length..];
        }
    }
}
