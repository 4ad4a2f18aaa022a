using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The exception that is thrown when an input is not a readable profile, exceeds a limit, or has a fault in strict mode.</summary>
public sealed class ProfileFormatException : FormatException
{
    /// <summary>Initializes an exception without a position.</summary>
    public ProfileFormatException()
        : this("The input is not a profile that can be read.")
    {
    }

    /// <summary>Initializes an exception without a position.</summary>
    /// <param name="message">The message that describes the fault.</param>
    public ProfileFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception without a position.</summary>
    /// <param name="message">The message that describes the fault.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public ProfileFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes an exception with the kind and the position of the fault.</summary>
    /// <param name="error">The kind of fault.</param>
    /// <param name="problem">The description of the fault. The message also contains the position.</param>
    /// <param name="position">The position of the fault.</param>
    /// <param name="innerException">The exception that caused this one; <c>null</c>, the default, for none.</param>
    public ProfileFormatException(ProfileReadError error, string problem, InputPosition position = default, Exception? innerException = null)
        : base(position == default ? problem : $"{position}: {problem}", innerException)
    {
        Error = error;
        Position = position;
    }

    // At a line. The problem is the message without the position.
    internal ProfileFormatException(string problem, long line, long byteOffset)
        : this(ProfileReadError.Malformed, problem, InputPosition.AtLine(line, byteOffset))
    {
    }

    /// <summary>The kind of fault.</summary>
    public ProfileReadError Error { get; internal init; }

    /// <summary>The name of the format that the input was read as; <c>null</c> if the format is not known.</summary>
    public string? Format { get; internal set; }

    /// <summary>The position of the fault. It is empty if the fault has no position.</summary>
    public InputPosition Position { get; }

    /// <summary>The number of the line with the fault, starting at 1; <c>null</c> if the fault has no line.</summary>
    public long? Line => Position.Line;

    /// <summary>The offset of the fault in the decompressed input, in bytes; of the line if it has one; <c>null</c> if it is unknown.</summary>
    public long? ByteOffset => Position.ByteOffset;
}
