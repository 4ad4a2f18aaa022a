using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FlameScope.AspNetCore;

/// <summary>
/// Adds a profile to the folder. The file is written under a temporary name, which no list shows, and gets its name when it is complete, so that an
/// interrupted upload leaves nothing. An existing file is never replaced.
/// </summary>
internal static class UploadEndpoint
{
    private const string TemporaryPrefix = ".flamescope-upload-";
    private const int BufferSize = 128 * 1024;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    /// <summary>Deletes what uploads left behind when the process was killed.</summary>
    public static void DeleteAbandoned(ProfileFolder folder)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder.Path, TemporaryPrefix + "*"))
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > AbandonedAfter) File.Delete(file);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // They are hidden, and the health check reports a folder that cannot be read.
        }
    }

    public static async Task PutAsync(ProfileBrowser browser, HttpContext context)
    {
        HttpRequest request = context.Request;
        FlameScopeOptions options = browser.Options;
        if (!options.AllowUploads) throw new RequestFault(StatusCodes.Status403Forbidden, "This server takes no uploads.");
        if (CrossSite.IsCrossSite(request)) throw new RequestFault(StatusCodes.Status403Forbidden, "Pages of other sites cannot upload profiles.");
        string name = new QueryParameters(request.Query).Required("profile");
        if (!ProfileName.IsValidForUpload(name)) throw QueryParameters.Invalid("profile", "is not a name that a file can be given");
        if (request.ContentLength > options.MaximumUploadBytes) throw TooLarge();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = options.MaximumUploadBytes;
        string target = FindTarget(browser.Folder, name);
        long length = 0;
        string outcome = "failed";
        string temporary = Path.Combine(browser.Folder.Path, TemporaryPrefix + Path.GetRandomFileName());
        try
        {
            length = await ReceiveAsync(request, temporary, options.MaximumUploadBytes, context.RequestAborted).ConfigureAwait(false);
            string format = await DetectAsync(browser, temporary, context.RequestAborted).ConfigureAwait(false);
            if (format == FormatDetector.Unknown) throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The file is of none of the formats that are read.");
            MoveWithoutReplacing(temporary, target);
            outcome = "added";
        }
        catch (RequestFault)
        {
            outcome = "refused";
            throw;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException || (fault is IOException and not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested))
        {
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "The file cannot be written.", fault) { RetryAfter = 60 };
        }
        finally
        {
            Discard(temporary);
            browser.Telemetry.Uploaded(outcome, name, length);
        }
        ServedFile file = browser.Folder.Find(name);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"profile?profile={Uri.EscapeDataString(name)}";
        var item = ProfileItemBody.Of(file, browser.Store.Catalog.Get(file, CancellationToken.None));
        await ReplyServer.SendAsync(browser, context, Reply.OfJson(item, ApiJson.Default.ProfileItemBody)).ConfigureAwait(false);
    }

    // The folders of the name must exist, so that a client cannot fill the disk with folders.
    private static string FindTarget(ProfileFolder folder, string name)
    {
        int end = name.LastIndexOf('/');
        string root = folder.Path;
        string? parent = end < 0 ? root : RealPath.Resolve(Path.Combine(root, name[..end]));
        if (parent is null || (parent != root && !RealPath.IsBelow(parent, root)) || !Directory.Exists(parent))
            throw new RequestFault(StatusCodes.Status404NotFound, "There is no such folder.");
        string target = Path.Combine(parent, name[(end + 1)..]);
        return Path.Exists(target) || new FileInfo(target).LinkTarget is not null ? throw Exists() : target;
    }

    private static async Task<long> ReceiveAsync(HttpRequest request, string path, long maximum, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            long length = 0;
            while (true)
            {
                int count = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                length += count;
                if (length > maximum) throw TooLarge();
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
            if (length == 0) throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The file is empty.");
            file.Flush(flushToDisk: true);
            return length;
        }
    }

    private static Task<string> DetectAsync(ProfileBrowser browser, string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using FileStream file = File.OpenRead(path);
            return FormatDetector.Detect(file, browser.ReadOptions, cancellationToken);
        },
        cancellationToken);

    private static void MoveWithoutReplacing(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target, overwrite: false);
        }
        catch (IOException) when (Path.Exists(target))
        {
            throw Exists();
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is deleted when the server starts again.
        }
    }

    private static RequestFault TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "The file is larger than this server takes.");

    private static RequestFault Exists() => new(StatusCodes.Status409Conflict, "A file of this name exists.");
}
