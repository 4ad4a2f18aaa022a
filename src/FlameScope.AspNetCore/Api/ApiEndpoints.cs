using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlameScope.AspNetCore;

/// <summary>The resources of <c>api/v1</c>.</summary>
internal static class ApiEndpoints
{
    public static void Map(IEndpointRouteBuilder group, ProfileBrowser browser)
    {
        Get("profiles", "Lists profiles.", ApiParameters.List, context => ListAsync(browser, context)).Produces<ProfileListBody>();
        Get("summary", "Reads a profile and returns its entry in the list.", ApiParameters.Profile, context => SummaryAsync(browser, context)).Produces<ProfileItemBody>();
        OfProfile("thumbnail", "Draws a small heat map without text.", ApiParameters.Thumbnail, query => new ThumbnailAnswer(query)).Produces(200, null, Reply.Svg).Produces(204);
        OfProfile("profile", "Describes a profile.", ApiParameters.Profile, _ => new AboutAnswer()).Produces<AboutBody>();
        OfProfile("heatmap", "Counts samples by time: a heat map.", ApiParameters.Heatmap, query => new HeatmapAnswer(query)).Produces<HeatmapBody>();
        OfProfile("selection", "Returns the numbers of a selection.", ApiParameters.Selection, query => new SelectionAnswer(query)).Produces<SelectionBody>();
        OfProfile("flamegraph", "Returns the stacks of a selection as a tree: a flame graph.", [.. ApiParameters.Selection, .. ApiParameters.Grouping, .. ApiParameters.Pruning], query => new FlameGraphAnswer(query)).Produces<FlameGraphBody>();
        OfProfile("diff", "Compares two selections.", [.. ApiParameters.Selection, .. ApiParameters.Baseline, .. ApiParameters.Grouping, .. ApiParameters.Pruning], query => new DiffAnswer(query)).Produces<DiffBody>();
        OfProfile("functions", "Lists the functions of a selection, and of a baseline.", [.. ApiParameters.Selection, .. ApiParameters.Baseline, new("top", "integer", "The maximum number of functions; the default is 2,000.")], query => new FunctionsAnswer(query)).Produces<FunctionsBody>();
        OfProfile("changes", "Tests how the shares of functions differ from a baseline.", [.. ApiParameters.Selection, .. ApiParameters.Baseline, new("top", "integer", "The maximum number of functions; the default is 100.")], query => new ChangesAnswer(query)).Produces<ChangesBody>();
        OfProfile("callers", "Lists the callers and callees of a function.", [.. ApiParameters.Selection, new("function", "string", "The name of the function.") { IsRequired = true }, new("kind", "integer", "The kind of its frames.")], query => new CallersAnswer(query)).Produces<CallersBody>();
        OfProfile("moments", "Finds the ranges that stand out.", [.. ApiParameters.Selection, new("limit", "integer", "The maximum number of moments; the default is 100.")], query => new MomentsAnswer(query)).Produces<MomentsBody>();
        OfProfile("hosts", "Counts the samples of each host of a service over time.", [.. ApiParameters.Selection, new("columns", "integer", "The maximum number of columns, up to 2,000; the default is 120.")], query => new HostsAnswer(query)).Produces<HostsBody>();
        OfProfile("flamechart", "Draws the stacks of a thread over time.", [.. ApiParameters.Selection, new("thread", "integer", "The id of the thread.") { IsRequired = true }, new("title", "string", "The title.")], query => new FlameChartAnswer(query)).Produces(200, null, Reply.Svg);
        OfProfile("export", "Writes a selection as a file.", ApiParameters.Export, query => new ExportAnswer(query)).Produces(200, null, "application/octet-stream");
        Describe(group.MapPut("/api/v1/profile", Handler(context => UploadEndpoint.PutAsync(browser, context))), "upload", "Adds a profile; the body is the file.", [new("profile", "string", "The name of the profile.") { IsRequired = true }])
            .Produces<ProfileItemBody>(201).AddOpenApiOperationTransformer((operation, _, _) => ApiDocument.DescribeBody(operation));
        group.MapGet("/api/v1/openapi.json", context => ApiDocument.SendAsync(browser, context)).WithMetadata(new EndpointKind("openapi")).ExcludeFromDescription();

        RouteHandlerBuilder OfProfile(string resource, string summary, ApiParameter[] parameters, Func<QueryParameters, ProfileAnswer> read) =>
            Get(resource, summary, parameters, context => ProfileEndpoint.AnswerAsync(browser, context, resource, "profile", read));

        RouteHandlerBuilder Get(string resource, string summary, ApiParameter[] parameters, Func<HttpContext, Task> answer) =>
            Describe(group.MapGet($"/api/v1/{resource}", Handler(answer)), resource, summary, parameters);
    }

    // Only endpoints of a delegate, instead of a request delegate, are in OpenAPI documents.
    private static Delegate Handler(Func<HttpContext, Task> answer) => (HttpContext context) => answer(context);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string resource, string summary, ApiParameter[] parameters)
    {
        endpoint.WithMetadata(new EndpointKind(resource)).WithGroupName(ApiDocument.Name).WithSummary(summary).WithTags("FlameScope");
        foreach (int status in (ReadOnlySpan<int>)[400, 404, 409, 422, 503]) endpoint.ProducesProblem(status);
        if (resource == "upload") endpoint.ProducesProblem(403).ProducesProblem(413);
        endpoint.AddOpenApiOperationTransformer((operation, _, _) => ApiDocument.Describe(operation, parameters));
        return endpoint;
    }

    private static async Task ListAsync(ProfileBrowser browser, HttpContext context)
    {
        var list = new ProfileList(new QueryParameters(context.Request.Query));
        CancellationToken aborted = context.RequestAborted;
        ProfileListBody body;
        using (await browser.EnterAsync(aborted).ConfigureAwait(false))
        {
            (List<ServedFile> files, bool isTruncated) = await browser.ListAsync(aborted).ConfigureAwait(false);
            body = await Task.Run(() => list.Compute(browser, files, isTruncated, aborted), aborted).ConfigureAwait(false);
        }
        await ReplyServer.SendAsync(browser, context, Reply.OfJson(body, ApiJson.Default.ProfileListBody)).ConfigureAwait(false);
    }

    private static async Task SummaryAsync(ProfileBrowser browser, HttpContext context)
    {
        ServedFile file = await browser.FindAsync(new QueryParameters(context.Request.Query).Required("profile"), context.RequestAborted).ConfigureAwait(false);
        if (file.Store is not null)
        {
            await ReplyServer.SendAsync(browser, context, Reply.OfJson(ProfileItemBody.Of(file, file.Store), ApiJson.Default.ProfileItemBody)).ConfigureAwait(false);
            return;
        }
        CatalogEntry entry = browser.Store.Catalog.Get(file, context.RequestAborted);
        if (entry is { Summary: null, Fault: null })
        {
            try
            {
                await browser.Store.GetAsync(file, context.RequestAborted).ConfigureAwait(false);
            }
            catch (RequestFault fault) when (fault.Status == StatusCodes.Status422UnprocessableEntity)
            {
                // The entry has the reason.
            }
            entry = browser.Store.Catalog.Get(file, context.RequestAborted);
        }
        await ReplyServer.SendAsync(browser, context, Reply.OfJson(ProfileItemBody.Of(file, entry), ApiJson.Default.ProfileItemBody)).ConfigureAwait(false);
    }
}
