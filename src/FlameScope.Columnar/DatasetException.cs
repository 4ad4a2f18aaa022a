namespace FlameScope.Columnar;

/// <summary>The exception that is thrown when a profile cannot be written into a dataset, or a dataset cannot be read.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>Initializes an exception with a default message.</summary>
    public DatasetException()
        : this("The dataset cannot be read or written.")
    {
    }

    /// <summary>Initializes an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public DatasetException(string? message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public DatasetException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
