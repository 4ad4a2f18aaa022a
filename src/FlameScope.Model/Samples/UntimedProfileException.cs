namespace FlameScope.Model;

/// <summary>The exception that is thrown when a profile without times is used where times are needed.</summary>
public sealed class UntimedProfileException : InvalidOperationException
{
    /// <summary>Initializes an exception with the default message.</summary>
    public UntimedProfileException()
        : this("No sample of the profile has a time: it has stacks, but no heat map and no ranges of time.")
    {
    }

    /// <summary>Initializes an exception with a message.</summary>
    /// <param name="message">The message that describes the error.</param>
    public UntimedProfileException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The message that describes the error.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public UntimedProfileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
