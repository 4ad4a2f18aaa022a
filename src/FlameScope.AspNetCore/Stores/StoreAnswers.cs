using FlameScope.Model;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>Computes answers about the services and hosts of a store: what a range selects is counted by the store, and the answer is made of the counts.</summary>
internal static class StoreAnswers
{
    /// <summary>Computes an answer.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="answer">The question.</param>
    /// <param name="file">The service or host.</param>
    /// <param name="other">That of the baseline; <paramref name="file"/> if there is no other.</param>
    /// <param name="cancellationToken">Cancels the questions, in the engine too.</param>
    public static async Task<Func<CancellationToken, Reply>> PrepareAsync(ProfileBrowser browser, ProfileAnswer answer, ServedFile file, ServedFile other, CancellationToken cancellationToken)
    {
        StoreProfiles profiles = browser.StoreProfiles!;
        if (answer is IStoreAnswer own && await own.AnswerAsync(profiles, file, cancellationToken).ConfigureAwait(false) is { } reply) return _ => reply;
        if (answer.Query is not { } query) throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "This answer is for files, and not for services and hosts of a store.");
        TimeRange range = query.RangeOf(file.Store!);
        LoadedProfile target = await profiles.GetAsync(file, query, [range], answer.NeedsSamples, cancellationToken).ConfigureAwait(false);
        LoadedProfile baseline = answer.Baseline is { } compared
            ? await profiles.GetAsync(other, query, compared.RangesIn(other.Store!, range), answer.NeedsSamples, cancellationToken).ConfigureAwait(false)
            : target;
        return token => answer.Compute(target, baseline, token);
    }
}
