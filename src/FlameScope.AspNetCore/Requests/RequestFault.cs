namespace FlameScope.AspNetCore;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">The status.</param>
/// <param name="detail">A sentence for the client. It says nothing about the machine.</param>
/// <param name="innerException">The cause; it is not sent.</param>
internal sealed class RequestFault(int status, string detail, Exception? innerException = null) : Exception(detail, innerException)
{
    /// <summary>The status.</summary>
    public int Status { get; } = status;

    /// <summary>The number of seconds after which the client may try again; <c>null</c> for none.</summary>
    public int? RetryAfter { get; init; }
}
