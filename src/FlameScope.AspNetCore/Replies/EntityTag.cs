using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlameScope.AspNetCore;

/// <summary>
/// The entity tag of an answer. It depends on the question, the versions of the files and the version of this library, so that it is known before the answer is
/// computed. It is weak, because it is the same for all encodings.
/// </summary>
internal static class EntityTag
{
    private const int Length = 15;

    private static readonly string Build = typeof(EntityTag).Module.ModuleVersionId.ToString("N");

    public static EntityTagHeaderValue Of(HttpRequest request, string resource, params ReadOnlySpan<ServedFile> files)
    {
        var text = new StringBuilder(Build).Append('\n').Append(resource).Append('\n').Append(request.QueryString.Value);
        foreach (ServedFile file in files) text.Append('\n').Append(file.Path).Append('\n').Append(file.Version);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(hash.AsSpan(0, Length))}\"", isWeak: true);
    }

    /// <summary>Indicates whether the client has the answer.</summary>
    public static bool Matches(HttpRequest request, EntityTagHeaderValue tag)
    {
        foreach (EntityTagHeaderValue known in request.GetTypedHeaders().IfNoneMatch)
        {
            if (known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)) return true;
        }
        return false;
    }
}
