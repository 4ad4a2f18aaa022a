namespace FlameScope.Parsing;

/// <summary>The result of comparing the start of an input with a format.</summary>
public enum FormatMatch
{
    /// <summary>The input is not of the format.</summary>
    No,

    /// <summary>The start does not decide: more of the input is needed.</summary>
    NeedMoreData,

    /// <summary>The input is of the format.</summary>
    Yes,
}
