using FlameScope.Model;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>Answers questions about a profile.</summary>
internal static class ProfileEndpoint
{
    /// <summary>Answers a request.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="context">The request.</param>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="nameParameter">The parameter with the name of the profile.</param>
    /// <param name="read">Reads the other parameters.</param>
    public static async Task AnswerAsync(ProfileBrowser browser, HttpContext context, string resource, string nameParameter, Func<QueryParameters, ProfileAnswer> read)
    {
        var query = new QueryParameters(context.Request.Query);
        string name = query.Required(nameParameter);
        ProfileAnswer answer = read(query);
        CancellationToken aborted = context.RequestAborted;
        ServedFile file = await browser.FindAsync(name, aborted).ConfigureAwait(false);
        ServedFile other = answer.BaselineProfile is { } baseline ? await browser.FindAsync(baseline, aborted).ConfigureAwait(false) : file;
        if (query.Text("version") is { } version && version != file.Version)
            throw new RequestFault(StatusCodes.Status409Conflict, "The profile has changed.");
        await ReplyServer.SendAsync(browser, context, resource, [file, other], (encode, token) => ComputeAsync(browser, answer, file, other, encode, token)).ConfigureAwait(false);
    }

    private static async Task<Func<CancellationToken, Reply>> PrepareAsync(ProfileBrowser browser, ProfileAnswer answer, ServedFile file, ServedFile other, CancellationToken cancellationToken)
    {
        LoadedProfile profile = await browser.Store.GetAsync(file, cancellationToken).ConfigureAwait(false);
        LoadedProfile baseline = other.Path == file.Path && other.Version == file.Version ? profile : await browser.Store.GetAsync(other, cancellationToken).ConfigureAwait(false);
        return token => answer.Compute(profile, baseline, token);
    }

    private static async Task<EncodedReply> ComputeAsync(
        ProfileBrowser browser, ProfileAnswer answer, ServedFile file, ServedFile other, Func<Reply, EncodedReply> encode, CancellationToken cancellationToken)
    {
        Func<CancellationToken, Reply> compute = file.Store is null
            ? await PrepareAsync(browser, answer, file, other, cancellationToken).ConfigureAwait(false)
            : await StoreAnswers.PrepareAsync(browser, answer, file, other, cancellationToken).ConfigureAwait(false);
        using IDisposable permission = await browser.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return encode(compute(cancellationToken));
        }
        catch (OverflowException fault)
        {
            throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The sum of the values does not fit in 64 bits.", fault);
        }
        catch (UntimedProfileException fault)
        {
            throw new RequestFault(StatusCodes.Status422UnprocessableEntity, ProfileMessage.ToSentence(fault.Message), fault);
        }
        catch (OutOfMemoryException fault)
        {
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "There is not enough memory for this answer.", fault) { RetryAfter = 10 };
        }
    }
}
