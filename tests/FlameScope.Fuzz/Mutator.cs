namespace FlameScope.Fuzz;

/// <summary>Mutates a text as damage or an attacker might.</summary>
internal sealed class Mutator(Corpus corpus)
{
    private const int LongestToken = 3000;

    // Text that the parser searches for, and text that often breaks parsers.
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\n", "\n\n", "\r\n", "\t", " ", ": ", ":", "/", "[", "]", "(", ")", " (", ")\n", "->", "=>", "+0x", "+0x1f", "#", "# ", "-1", "-", ".", "\0", "\uFEFF", "\u001f\u008b",
            "1.500000:", " 7 1.500000: ", "99999999999999999999", "9223372036854775807", "9223372036854775808", "4294967296", "2147483648", "-2147483649", "00000000000000000000001",
            "PERF_RECORD_LOST lost ", "PERF_RECORD_", "VM:", "VM:1 VCPU:2 ", "[000]", "[-01]", "(inlined)", " (deleted)", "[unknown]", "raw 0x", "Warning:", "operator", "\t 7f1 x (/tmp/perf-1.map)\n",
            "  a.c:1\n", "ABI:", "insn:", "/P/-/", "... ", "# reference time: x = 99999999999.123456 (TOD) = 999999999.123456789 (", "# ========\n", "# captured on: Sun Nov 22 06:36:48 9999\n", "<html>", "{",
            "app 10 [000] 1.500000: 100 cycles: \n", "\t            7f0001 foo (/bin/x)\n", "swapper", "default_idle", "\u202e", "\u0661",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x1F, 0x8B], [0x80, 0x80, 0x80],
    ];

    private byte[] _text = new byte[16 * 1024];
    private int _length;

    /// <summary>Returns a text with one to eight mutations.</summary>
    public ReadOnlySpan<byte> Mutate(Random random)
    {
        _length = 0;
        Insert(0, corpus.Pick(random));
        int count = 1 + random.Next(random.Next(8) + 1);
        for (int i = 0; i < count; i++) Damage(random);
        return _text.AsSpan(0, _length);
    }

    private void Damage(Random random)
    {
        int at = random.Next(_length + 1);
        switch (random.Next(13))
        {
            case 0 when at < _length:
                _text[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < _length:
                _text[at] = (byte)random.Next(256);
                break;
            case 2:
                Remove(at, Math.Min(_length - at, random.Next(1, 9)));
                break;
            case 3:
                Insert(at, [(byte)random.Next(256)]);
                break;
            case 4:
                _length = at;
                break;
            case 5:
                Remove(0, at);
                break;
            case 6:
                (int start, int length) = LineAt(at);
                Insert(LineAt(random.Next(_length + 1)).Start, _text.AsSpan(start, length).ToArray());
                break;
            case 7:
                (start, length) = LineAt(at);
                Remove(start, length);
                break;
            case 8:
                (start, length) = LineAt(at);
                byte[] line = _text.AsSpan(start, length).ToArray();
                Remove(start, length);
                Insert(LineAt(random.Next(_length + 1)).Start, line);
                break;
            case 9:
                ReadOnlySpan<byte> other = corpus.Pick(random);
                int from = random.Next(other.Length + 1);
                Insert(at, other.Slice(from, random.Next(other.Length - from + 1)));
                break;
            case 10 when random.Next(8) == 0:
                byte[] token = new byte[random.Next(LongestToken)];
                token.AsSpan().Fill(" \ta0:(-#\n"u8[random.Next(9)]);
                Insert(at, token);
                break;
            default:
                Insert(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }

    // The line at a position, with its line end.
    private (int Start, int Length) LineAt(int at)
    {
        int start = _text.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        int length = _text.AsSpan(start, _length - start).IndexOf((byte)'\n');
        return (start, length < 0 ? _length - start : length + 1);
    }

    private void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _text.Length) Array.Resize(ref _text, (_length + bytes.Length) * 2);
        _text.AsSpan(at, _length - at).CopyTo(_text.AsSpan(at + bytes.Length));
        bytes.CopyTo(_text.AsSpan(at));
        _length += bytes.Length;
    }

    private void Remove(int at, int count)
    {
        _text.AsSpan(at + count, _length - at - count).CopyTo(_text.AsSpan(at));
        _length -= count;
    }
}
