namespace FlameScope.Parsing;

/// <summary>The kind of fault that a <see cref="ProfileFormatException"/> reports.</summary>
public enum ProfileReadError
{
    /// <summary>The kind is not known.</summary>
    Unspecified,

    /// <summary>The input is not of a format that can be read.</summary>
    UnknownFormat,

    /// <summary>The input is of a version or a variant of the format that is not supported.</summary>
    UnsupportedVersion,

    /// <summary>The input violates the rules of its format.</summary>
    Malformed,

    /// <summary>The input ends too early, and nothing of it can be read.</summary>
    Truncated,

    /// <summary>The input exceeds a limit of <see cref="ProfileReadOptions"/>.</summary>
    LimitExceeded,
}
