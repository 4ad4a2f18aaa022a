using System.Globalization;

namespace FlameScope.Parsing;

/// <summary>The input is not a profile that can be read, or breaks a limit, or has a fault and strictness was asked for.</summary>
public sealed class ProfileFormatException : Exception
{
    /// <summary>An exception without a position.</summary>
    public ProfileFormatException()
        : this("The input is not a profile that can be read.")
    {
    }

    /// <summary>An exception without a position.</summary>
    /// <param name="message">What is wrong.</param>
    public ProfileFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception without a position.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What told so.</param>
    public ProfileFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception at a line.</summary>
    /// <param name="problem">What is wrong, without the position.</param>
    /// <param name="line">The line's number, from 1.</param>
    /// <param name="byteOffset">Where the line starts in the decompressed input, in bytes.</param>
    public ProfileFormatException(string problem, long line, long byteOffset)
        : base(string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"))
    {
        Line = line;
        ByteOffset = byteOffset;
    }

    /// <summary>The line's number, from 1; <c>null</c> when the fault is not at a line.</summary>
    public long? Line { get; }

    /// <summary>Where the line starts in the decompressed input, in bytes; <c>null</c> when the fault is not at a line.</summary>
    public long? ByteOffset { get; }
}
