using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlameScope.AspNetCore;

/// <summary>The HTTP API of Netflix FlameScope, for clients that exist.</summary>
internal static class FlameScopeEndpoints
{
    public static void Map(IEndpointRouteBuilder group, ProfileBrowser browser)
    {
        Add("profile", context => ListAsync(browser, context));
        Add("heatmap", context => ProfileEndpoint.AnswerAsync(browser, context, "FlameScope heatmap", "filename", query => new FlameScopeHeatmapAnswer(query)));
        Add("flamegraph", context => ProfileEndpoint.AnswerAsync(browser, context, "FlameScope flamegraph", "filename", query => new FlameScopeFlameGraphAnswer(query)));
        Add("differential", context => ProfileEndpoint.AnswerAsync(browser, context, "FlameScope differential", "filename", query => new FlameScopeDiffAnswer(query, isElided: false)));
        Add("elided", context => ProfileEndpoint.AnswerAsync(browser, context, "FlameScope elided", "filename", query => new FlameScopeDiffAnswer(query, isElided: true)));

        void Add(string resource, RequestDelegate answer) =>
            group.MapGet($"/{resource}/", answer).WithMetadata(new EndpointKind($"FlameScope {resource}", IsFlameScopes: true)).ExcludeFromDescription();
    }

    private static async Task ListAsync(ProfileBrowser browser, HttpContext context)
    {
        CancellationToken aborted = context.RequestAborted;
        FlameScopeProfileBody[] profiles;
        using (await browser.EnterAsync(aborted).ConfigureAwait(false))
        {
            profiles = await Task.Run(() => List(browser, aborted), aborted).ConfigureAwait(false);
        }
        await ReplyServer.SendAsync(browser, context, Reply.OfJson(profiles, ApiJson.Default.FlameScopeProfileBodyArray)).ConfigureAwait(false);
    }

    private static FlameScopeProfileBody[] List(ProfileBrowser browser, CancellationToken cancellationToken) =>
    [
        .. browser.Folder.List(browser.Options.MaximumFiles, cancellationToken).Files
            .Select(file => new FlameScopeProfileBody(file.Name, FlameScopeType.Of(browser.Store.Catalog.Get(file, cancellationToken).Format))),
    ];
}
