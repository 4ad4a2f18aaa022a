using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlameScope.AspNetCore;

/// <summary>Checks that the folders of profiles can be listed.</summary>
internal sealed class FlameScopeHealthCheck(BrowserList browsers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (ProfileBrowser browser in browsers.All)
        {
            if (!browser.Folder.IsReadable()) return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, $"The folder of {browser.Prefix} cannot be listed."));
        }
        return Task.FromResult(HealthCheckResult.Healthy());
    }
}
