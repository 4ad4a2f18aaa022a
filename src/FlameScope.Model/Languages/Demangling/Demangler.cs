using System.Text;

namespace FlameScope.Model;

/// <summary>
/// Returns the names of C++ and Rust functions as they are in the source code, in the form that perf prints: without parameters and return type at the
/// outermost level.
/// </summary>
/// <remarks>
/// Names are hostile: a short one can stand for a very long one. The length of a name, of its parts and the work on all names are bounded; what exceeds a
/// bound keeps its mangled name.
/// </remarks>
internal sealed class Demangler
{
    private const int MaximumLength = 8 * 1024;

    private long _work = 256 * 1024 * 1024; // characters

    /// <summary>Indicates whether a name has the form of a mangled name.</summary>
    public static bool IsMangled(ReadOnlySpan<byte> name) =>
        name.StartsWith("_Z"u8) || name.StartsWith("_R"u8) || name.StartsWith("__Z"u8) || name.StartsWith("___Z"u8);

    /// <summary>Returns the name in the source code.</summary>
    /// <param name="name">The name, which may end in a suffix that a linker or a profiler added: <c>@plt</c>, <c>@@GLIBCXX_3.4</c>.</param>
    /// <returns>The name in the source code with the same suffix; <c>null</c> if the name is not a mangled name, or is not understood.</returns>
    public string? Demangle(string name)
    {
        if (!name.StartsWith('_')) return null;
        int suffix = name.IndexOf('@', StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(suffix < 0 ? name : name[..suffix]);
        if (!IsMangled(bytes) || Demangle(bytes) is not { } text) return null;
        string result = Encoding.UTF8.GetString(text);
        return suffix < 0 ? result : result + name[suffix..];
    }

    /// <summary>Returns the name in the source code.</summary>
    /// <param name="name">The bytes of the name.</param>
    /// <returns>The bytes of the name in the source code; <c>null</c> if the name is not a mangled name, or is not understood.</returns>
    public byte[]? Demangle(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaximumLength || _work <= 0) return null;
        var budget = new DemanglingBudget();
        string text = Encoding.Latin1.GetString(name);
        string? result;
        if (text.StartsWith("_R", StringComparison.Ordinal))
        {
            result = RustDemangler.Demangle(text, budget);
        }
        else
        {
            result = ItaniumDemangler.Demangle(text[(text.IndexOf('Z', StringComparison.Ordinal) + 1)..], budget);
            if (result is not null) result = RustLegacyName.Unescape(result) ?? result;
        }
        _work -= budget.Used + name.Length;
        return result is null ? null : Encoding.Latin1.GetBytes(result);
    }
}

/// <summary>Bounds the work on one name.</summary>
internal sealed class DemanglingBudget
{
    private const int MaximumText = 16 * 1024;
    private const int MaximumWork = 4 * 1024 * 1024;
    private const int MaximumDepth = 200;

    private int _depth;

    /// <summary>The number of characters that were written.</summary>
    public int Used { get; private set; }

    /// <summary>Takes a part of a name into account.</summary>
    /// <returns>The part.</returns>
    /// <exception cref="FormatException">A bound is exceeded.</exception>
    public string Take(string text)
    {
        Used += text.Length + 1;
        if (text.Length > MaximumText || Used > MaximumWork) throw new FormatException();
        return text;
    }

    public void Enter()
    {
        Used++;
        if (++_depth > MaximumDepth || Used > MaximumWork) throw new FormatException();
    }

    public void Leave() => _depth--;
}
