using System.Buffers;

namespace FlameScope.Parsing;

/// <summary>
/// Remembers the stacks of samples by the text of their arrays. A recording has many more samples than distinct stacks, and finding a text takes a fifth
/// of the time of its numbers.
/// </summary>
internal sealed class SampleTexts
{
    // So many texts are remembered at first, and from then on if one in so many was found.
    private const int TrialTexts = 50_000;
    private const int MinimumRepeats = 4;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789, "u8);

    private readonly FingerprintTable _stacks = new();
    private Fingerprint _key;       // of the array that is read
    private bool _hasKey;
    private long _new;
    private long _found;

    /// <summary>Returns the stack of an array that was read before.</summary>
    /// <param name="text">The text of the array up to its first closing bracket.</param>
    /// <param name="stack">Receives the stack.</param>
    /// <returns><c>false</c> if the array must be read. <see cref="Set"/> is then called with its stack.</returns>
    public bool TryGet(ReadOnlySpan<byte> text, out int stack)
    {
        stack = 0;
        _hasKey = false;
        if (_new > TrialTexts && _found < _new * MinimumRepeats) return false;
        var key = new Fingerprint(Fingerprint.HashOf(text), (uint)text.Length);
        if (_stacks.TryGet(key, out stack))
        {
            _found++;
            return true;
        }
        // Text with other bytes, such as a string with a bracket, may not be the whole array.
        if (text.IndexOfAnyExcept(Plain) >= 0) return false;
        _key = key;
        _hasKey = true;
        return false;
    }

    /// <summary>Sets the stack of the array that was read.</summary>
    public void Set(int stack)
    {
        if (!_hasKey) return;
        _hasKey = false;
        _new++;
        if (stack < 0) return;
        if (_stacks.IsLarge) _stacks.Clear();
        _stacks.Add(_key, stack);
    }
}
