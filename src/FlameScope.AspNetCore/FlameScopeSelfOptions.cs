using FlameScope.DotNet;

namespace FlameScope.AspNetCore;

/// <summary>The settings of the endpoint that records the app itself.</summary>
public sealed class FlameScopeSelfOptions
{
    /// <summary>The duration of a recording if the request has no <c>seconds</c>. The default is 10 seconds.</summary>
    public TimeSpan DefaultDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum duration of a recording. The default is one minute.</summary>
    public TimeSpan MaximumDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The options of the recording.</summary>
    public DotNetRecordOptions Record { get; set; } = new();

    /// <summary>The host names by which clients may address the endpoint, as in <see cref="FlameScopeOptions.AllowedHosts"/>. The default is empty.</summary>
    public IList<string> AllowedHosts { get; } = [];
}
