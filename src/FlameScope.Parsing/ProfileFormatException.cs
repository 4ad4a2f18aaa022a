using System.Globalization;

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

    // At a line. The problem is the message without the position.
    internal ProfileFormatException(string problem, long line, long byteOffset)
        : base(string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"))
    {
        Line = line;
        ByteOffset = byteOffset;
    }

    /// <summary>The number of the line with the fault, starting at 1; <c>null</c> if the fault has no line.</summary>
    public long? Line { get; }

    /// <summary>The offset of the line in the decompressed input, in bytes; <c>null</c> if the fault has no line.</summary>
    public long? ByteOffset { get; }
}
