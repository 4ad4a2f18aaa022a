namespace FlameScope.Store;

/// <summary>The exception that is thrown when an engine fails, or a query would read too much.</summary>
public sealed class ProfileStoreException : Exception
{
    /// <summary>Initializes an exception with a default message.</summary>
    public ProfileStoreException()
        : this("The store cannot answer the query.")
    {
    }

    /// <summary>Initializes an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public ProfileStoreException(string? message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public ProfileStoreException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
