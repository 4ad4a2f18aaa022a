using System.Diagnostics;
using FlameScope.Model;
using FlameScope.Parsing;
using Microsoft.AspNetCore.Http;

namespace FlameScope.AspNetCore;

/// <summary>
/// The parsed profiles of a folder. A file is parsed once for all requests that wait for it, and again when it has changed. A file that changes while it is
/// read is refused, so that no answer mixes two versions.
/// </summary>
internal sealed class ProfileStore(ProfileFolder folder, FlameScopeOptions options, ProfileReadOptions readOptions, ByteCache cache, ServerTelemetry telemetry)
    : IDisposable
{
    private readonly WorkGate _gate = new(options.MaximumConcurrentParses, options.MaximumQueuedParses);

    /// <summary>What is known of the files.</summary>
    public ProfileCatalog Catalog { get; } = new(folder, readOptions, 2 * options.MaximumFiles);

    /// <summary>The number of files that wait to be parsed.</summary>
    public long QueueLength => _gate.QueueLength;

    /// <summary>Returns the profile of a file.</summary>
    /// <exception cref="RequestFault">The file cannot be read, is too large, takes too long, or changes.</exception>
    public Task<LoadedProfile> GetAsync(ServedFile file, CancellationToken cancellationToken)
    {
        object key = (file.Path, file.Version);
        if (cache.TryGet(key, out LoadedProfile? loaded))
        {
            telemetry.CacheHit("profile");
            return Task.FromResult(loaded!);
        }
        if (Catalog.GetFault(file) is { } reason) throw Unreadable(reason);
        if (file.Length > options.MaximumProfileBytes) throw new RequestFault(StatusCodes.Status422UnprocessableEntity, "The file is larger than this server reads.");
        telemetry.CacheMiss("profile");
        return cache.GetOrAddAsync(key, token => ParseAsync(key, file, token), profile => profile.Bytes, cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private async Task<LoadedProfile> ParseAsync(object key, ServedFile file, CancellationToken cancellationToken)
    {
        using IDisposable permission = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ParseTimeout);
        using Activity? activity = ServerTelemetry.StartParse(file);
        long start = Stopwatch.GetTimestamp();
        string outcome = "failed";
        try
        {
            Profile profile = Parse(file, limit.Token);
            var loaded = new LoadedProfile(file, profile, bytes => cache.Grow(key, bytes));
            if (loaded.Bytes > cache.Capacity) throw Unreadable("The profile needs more memory than this server may use.");
            Catalog.Add(file, profile.Format, ProfileSummary.Of(profile));
            outcome = "parsed";
            return loaded;
        }
        catch (ProfileFormatException fault)
        {
            outcome = "unreadable";
            Catalog.AddFault(file, fault.Message);
            throw Unreadable(fault.Message, fault);
        }
        catch (OverflowException fault)
        {
            // The sum of the values does not fit in 64 bits.
            outcome = "unreadable";
            Catalog.AddFault(file, fault.Message);
            throw Unreadable(fault.Message, fault);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = "timeout";
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "Reading the profile takes longer than this server allows.") { RetryAfter = 60 };
        }
        catch (OperationCanceledException)
        {
            outcome = "canceled";
            throw;
        }
        catch (OutOfMemoryException fault)
        {
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "There is not enough memory to read the profile.", fault) { RetryAfter = 60 };
        }
        catch (IOException fault)
        {
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "The file cannot be read at present.", fault) { RetryAfter = 5 };
        }
        catch (Exception bug) when (bug is not RequestFault)
        {
            // A file that breaks its reader fails its own requests only.
            outcome = "broken";
            telemetry.ReaderBroke(file, bug);
            string reason = $"the reader of this format failed: {bug.GetType().Name}";
            Catalog.AddFault(file, reason);
            throw Unreadable(reason, bug);
        }
        finally
        {
            telemetry.Parsed(file, outcome, Stopwatch.GetElapsedTime(start), activity);
        }
    }

    private Profile Parse(ServedFile file, CancellationToken cancellationToken)
    {
        using FileStream stream = folder.Open(file);
        Profile profile;
        try
        {
            // A stream has no path, so that no other file is read.
            profile = ProfileFile.Open(stream, readOptions, null, cancellationToken);
        }
        catch (ProfileFormatException) when (!file.Equals(stream))
        {
            throw ProfileFolder.FileChanges();
        }
        return file.Equals(stream) ? profile : throw ProfileFolder.FileChanges();
    }

    private static RequestFault Unreadable(string reason, Exception? inner = null) =>
        new(StatusCodes.Status422UnprocessableEntity, ProfileMessage.ToSentence(reason), inner);
}
