using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FlameScope.AspNetCore;

/// <summary>Writes errors: <c>{"error": "…"}</c> for FlameScope's API, problem details otherwise.</summary>
internal static class FaultReply
{
    public static async Task WriteAsync(HttpContext context, EndpointKind kind, RequestFault fault)
    {
        HttpResponse response = context.Response;
        if (response.HasStarted) return;
        // FlameScope's clients know 400, 404, 416 and 500. 503 is also for their proxies.
        int status = kind.IsFlameScopes && fault.Status is not (404 or 416 or 500 or 503) ? StatusCodes.Status400BadRequest : fault.Status;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Remove("ETag");
        response.Headers.Remove("Content-Disposition");
        if (fault.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        response.ContentType = kind.IsFlameScopes ? "application/json" : "application/problem+json";
        byte[] body = kind.IsFlameScopes
            ? JsonSerializer.SerializeToUtf8Bytes(new FlameScopeErrorBody(fault.Message), ApiJson.Default.FlameScopeErrorBody)
            : JsonSerializer.SerializeToUtf8Bytes(ProblemOf(fault), ApiJson.Default.ProblemBody);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static ProblemBody ProblemOf(RequestFault fault) => new("about:blank", ReasonPhrases.GetReasonPhrase(fault.Status), fault.Status, fault.Message);
}
