namespace FlameScope.DotNet;

/// <summary>The exception that is thrown when a process cannot be recorded.</summary>
public sealed class DotNetRecordException : Exception
{
    /// <summary>Initializes an exception.</summary>
    public DotNetRecordException()
        : this("The process cannot be recorded.")
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The message that describes the problem.</param>
    public DotNetRecordException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The message that describes the problem.</param>
    /// <param name="innerException">The exception that is the cause.</param>
    public DotNetRecordException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
