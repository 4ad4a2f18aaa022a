namespace FlameScope.Model;

/// <summary>A view over time was asked of a profile none of whose samples has a time.</summary>
public sealed class UntimedProfileException : InvalidOperationException
{
    /// <summary>An exception with the standard message.</summary>
    public UntimedProfileException()
        : this("No sample of the profile has a time: it has stacks, but no heat map and no ranges of time.")
    {
    }

    /// <summary>An exception with a message of its own.</summary>
    /// <param name="message">What was asked, and why the profile cannot answer it.</param>
    public UntimedProfileException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What was asked, and why the profile cannot answer it.</param>
    /// <param name="innerException">The cause.</param>
    public UntimedProfileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
