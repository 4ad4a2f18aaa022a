using System.Collections.Concurrent;

namespace FlameScope.AspNetCore;

/// <summary>The browsers that an app has mapped.</summary>
internal sealed class BrowserList : IDisposable
{
    private readonly ConcurrentQueue<ProfileBrowser> _browsers = new();

    /// <summary>The browsers.</summary>
    public IEnumerable<ProfileBrowser> All => _browsers;

    public void Add(ProfileBrowser browser) => _browsers.Enqueue(browser);

    public void Dispose()
    {
        foreach (ProfileBrowser browser in _browsers) browser.Dispose();
    }
}
