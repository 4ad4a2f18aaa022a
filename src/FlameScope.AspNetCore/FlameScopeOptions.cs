using FlameScope.Parsing;
using FlameScope.Store;

namespace FlameScope.AspNetCore;

/// <summary>The settings of a profile browser. They can be bound to a section of the configuration.</summary>
public sealed class FlameScopeOptions
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>The folder with the profiles. It is required, unless there is a <see cref="Store"/>. Nothing outside of it is reachable.</summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// A store of the profiles of many hosts, which is served instead of a folder: its services and hosts are listed, and it counts what a selection needs. It is
    /// a <c>DatasetProfileStore</c> of the package FlameScope.Columnar, which reads the files of a dataset, or a <see cref="SqlProfileStore"/> over the
    /// <c>DbDataSource</c> of an engine. The default is <c>null</c>.
    /// </summary>
    public IProfileStore? Store { get; set; }

    /// <summary>
    /// The host names by which clients may address the server, as in <c>AllowedHosts</c> of ASP.NET Core: <c>*</c> for any name, <c>*.example.com</c> for
    /// subdomains. Loopback names, IP addresses, the name of this machine, and the names of the app's own host filter are always allowed. The default is
    /// empty.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Indicates whether clients may add profiles to the folder. The default is <c>false</c>.</summary>
    public bool AllowUploads { get; set; }

    /// <summary>The maximum size of an uploaded file, in bytes. The default is 256 MiB.</summary>
    public long MaximumUploadBytes { get; set; } = 256 * Mebibyte;

    /// <summary>
    /// The memory of the cache in bytes: parsed profiles, their indexes, and answers take at most two thirds of it, and the remainder is for memory that the
    /// garbage collector has not freed yet. A profile that needs more is refused. The default is 512 MiB.
    /// </summary>
    public long CacheBytes { get; set; } = 512 * Mebibyte;

    /// <summary>The maximum size of a file that is parsed, in bytes. The default is 4 GiB.</summary>
    public long MaximumProfileBytes { get; set; } = 4096 * Mebibyte;

    /// <summary>The maximum time that the parsing of a file, or a question to a store, may take. The default is one minute.</summary>
    public TimeSpan ParseTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The maximum number of files that are parsed, or of questions to a store, at the same time. The default is half of the processors.</summary>
    public int MaximumConcurrentParses { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The maximum number of files that wait to be parsed, or of questions that wait. The default is 32.</summary>
    public int MaximumQueuedParses { get; set; } = 32;

    /// <summary>The maximum number of answers that are computed at the same time. The default is the number of processors.</summary>
    public int MaximumConcurrentAnswers { get; set; } = Environment.ProcessorCount;

    /// <summary>The maximum number of requests that wait for their answer to be computed. The default is 64.</summary>
    public int MaximumQueuedAnswers { get; set; } = 64;

    /// <summary>The maximum number of requests in progress, including those whose answer is being sent. The default is 256.</summary>
    public int MaximumRequests { get; set; } = 256;

    /// <summary>The maximum number of files, or of services and hosts, that are listed. The default is 10,000.</summary>
    public int MaximumFiles { get; set; } = 10_000;

    /// <summary>
    /// The options for reading files. The default reads all formats, and no file other than the profile: symbols of the machine are not used.
    /// </summary>
    public ProfileReadOptions ReadOptions { get; set; } = new();
}
