namespace FlameScope.Model;

/// <summary>The position in a mangled name, and the numbers and texts in it.</summary>
internal sealed class ItaniumCursor(string text)
{
    public int Position { get; set; }

    public char Peek => PeekAt(0);

    public bool IsEnd => Position >= text.Length;

    public char PeekAt(int offset) => Position + offset < text.Length ? text[Position + offset] : '\0';

    public char Next()
    {
        char next = Peek;
        if (next == '\0') throw new FormatException();
        Position++;
        return next;
    }

    public bool TryTake(char expected)
    {
        if (Peek != expected) return false;
        Position++;
        return true;
    }

    public bool TryTake(string expected)
    {
        if (string.CompareOrdinal(text, Position, expected, 0, expected.Length) != 0) return false;
        Position += expected.Length;
        return true;
    }

    public void Expect(char expected)
    {
        if (!TryTake(expected)) throw new FormatException();
    }

    public string Take(int length)
    {
        if (length < 0 || length > text.Length - Position) throw new FormatException();
        Position += length;
        return text.Substring(Position - length, length);
    }

    /// <summary>Reads a decimal number.</summary>
    public int Number()
    {
        int value = 0, start = Position;
        for (; char.IsAsciiDigit(Peek); Position++)
        {
            value = (value * 10) + (Peek - '0');
            if (value > 1_000_000) throw new FormatException();
        }
        return Position > start ? value : throw new FormatException();
    }

    /// <summary>Reads the number of a substitution or parameter: nothing is 0, and a number counts from 1. It ends in an underscore.</summary>
    public int Sequence(int radix)
    {
        if (TryTake('_')) return 0;
        int value = 0;
        while (!TryTake('_'))
        {
            char digit = Next();
            int number = char.IsAsciiDigit(digit) ? digit - '0' : radix == 36 && char.IsAsciiLetterUpper(digit) ? digit - 'A' + 10 : throw new FormatException();
            value = (value * radix) + number;
            if (value > 1_000_000) throw new FormatException();
        }
        return value + 1;
    }

    /// <summary>Reads the characters up to one.</summary>
    public string TakeUntil(char end)
    {
        int at = text.IndexOf(end, Position);
        return at < 0 ? throw new FormatException() : Take(at - Position);
    }
}
