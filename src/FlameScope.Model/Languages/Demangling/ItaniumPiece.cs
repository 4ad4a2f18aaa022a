namespace FlameScope.Model;

/// <summary>
/// A type or name of C++ as text. The declarator of a function or an array is between its two parts: <c>void (*</c> and <c>)(int)</c>.
/// </summary>
/// <param name="Left">The text before the declarator.</param>
/// <param name="Right">The text after the declarator.</param>
internal sealed record ItaniumPiece(string Left, string Right = "")
{
    /// <summary>Indicates whether a pointer to it needs parentheses: it is a function or an array.</summary>
    public bool NeedsParentheses { get; init; }

    /// <summary>The last part of the name without template arguments, which is the name of a constructor.</summary>
    public string Last { get; init; } = "";

    /// <summary>Indicates whether the name ends in template arguments, so that a function's type begins with the return type.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>Indicates whether the name is a constructor, destructor or conversion, which have no return type.</summary>
    public bool HasNoReturnType { get; init; }

    /// <summary>The qualifiers of a member function, which follow its parameters.</summary>
    public string Qualifiers { get; init; } = "";

    /// <summary>The elements, if it is a pack of template arguments; otherwise <c>null</c>.</summary>
    public IReadOnlyList<ItaniumPiece>? Pack { get; init; }

    public string Text => Pack is null ? Left + Right : string.Join(", ", Pack.Select(each => each.Text).Where(text => text.Length > 0));

    /// <summary>Returns the result of a change of each element of a pack, or of the piece itself.</summary>
    public ItaniumPiece Map(Func<ItaniumPiece, ItaniumPiece> change) => Pack is null ? change(this) : new ItaniumPiece("") { Pack = [.. Pack.Select(change)] };
}
