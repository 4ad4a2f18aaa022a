namespace FlameScope.AspNetCore.Tests;

/// <summary>A browser for the tests of <c>api/v1</c>.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    internal TestBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Browser = await TestBrowser.StartAsync(prefix: "/profiles");
        Browser.Folder.Write("a.perf", ApiTests.A.ToText());
        Browser.Folder.Write("b.perf", TestProfile.Create(2).ToText());
        Browser.Folder.Write("stacks.folded", "main;parse 3\nmain;render 4\n");
        Browser.Folder.Write("notes.txt", "no profile\n");
        Browser.Folder.Write("deep/er/c.perf", TestProfile.Create(3, count: 10).ToText());
    }

    public async Task DisposeAsync() => await Browser.DisposeAsync();
}
