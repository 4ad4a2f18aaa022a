namespace FlameScope.FlameGraph;

public abstract partial class StackTransform
{
    // Not fields: those would be set before or after the transforms themselves, as the compiler likes.
    private static StackTransform[] Plain =>
    [
        Standard, NodeJs, NodeJsPackages, JavaPackages, ByPackage, ByModule, Invert, CollapseRecursion, CollapseKernel, StripArguments, MergeTiers,
    ];

    private static (string Word, string Value, Func<string, StackTransform> Make)[] WithValue =>
    [
        ("focus", "FUNCTION", Focus), ("callers", "FUNCTION", Callers), ("callees", "FUNCTION", Callees),
        ("prune", "REGEX", Prune), ("collapse-module", "REGEX", CollapseModule),
    ];

    /// <summary>The texts that <see cref="Parse"/> knows, with what stands behind the equals sign in capitals.</summary>
    public static IReadOnlyList<string> Forms => [.. Plain.Select(t => t.Text), .. WithValue.Select(t => $"{t.Word}={t.Value}")];

    /// <summary>The flavours that FlameScope has, by its names.</summary>
    public static IReadOnlyList<string> Flavors => [Standard.Text, NodeJs.Text, NodeJsPackages.Text, JavaPackages.Text];

    /// <summary>A transform by its word, <c>collapse-kernel</c>, or word and value, <c>focus=main</c>; a string will do for one in PowerShell.</summary>
    /// <param name="text">One of <see cref="Forms"/>.</param>
    /// <exception cref="ArgumentException">There is no such transform, or a regular expression is not valid.</exception>
    public static StackTransform Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 && Array.Find(Plain, t => t.Text == text) is { } plain) return plain;
        if (equals > 0 && equals < text.Length - 1 && Array.Find(WithValue, t => t.Word == text[..equals]).Make is { } make) return make(text[(equals + 1)..]);
        throw new ArgumentException($"There is no transform \"{text}\"; there are {string.Join(", ", Forms)}.", nameof(text));
    }
}
