using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FlameScope.AspNetCore;

/// <summary>A question about a profile, read from the parameters of a request before the profile is.</summary>
internal abstract class ProfileAnswer
{
    /// <summary>The name of the profile that is compared; <c>null</c> for none.</summary>
    public virtual string? BaselineProfile => null;

    /// <summary>Computes the answer.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="baseline">The profile that is compared; <paramref name="profile"/> if there is no other.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public abstract Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken);

    /// <summary>Returns an answer in JSON.</summary>
    protected static Reply Json<T>(T body, JsonTypeInfo<T> type) => new(Reply.Json, JsonSerializer.SerializeToUtf8Bytes(body, type));

    /// <summary>Returns an answer that a library writes.</summary>
    protected static Reply Written(string contentType, Action<Stream> write, string? fileName = null)
    {
        using var memory = new MemoryStream();
        write(memory);
        return new Reply(contentType, memory.GetBuffer().AsMemory(0, (int)memory.Length)) { FileName = fileName };
    }
}
