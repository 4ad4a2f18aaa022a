namespace FlameScope.AspNetCore.Tests;

/// <summary>A browser for the tests of FlameScope's API.</summary>
public sealed class FlameScopeApiFixture : IAsyncLifetime
{
    internal TestBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Browser = await TestBrowser.StartAsync();
        Browser.Folder.Write("a.perf", FlameScopeApiTests.A.ToText());
        Browser.Folder.Write("sub/b & ü #1;'+.perf", FlameScopeApiTests.B.ToText());
        Browser.Folder.Write("notes.txt", "no profile\n");
        Browser.Folder.Write("stacks.folded", "main;parse 3\nmain;render 4\n");
        Browser.Folder.Write("trace.json", """{"traceEvents":[{"name":"x","ph":"X","ts":1000,"dur":5000,"pid":1,"tid":1}]}""");
        Browser.Folder.Write("v8.json", """{"nodes":[{"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"children":[2]},{"id":2,"callFrame":{"functionName":"f","scriptId":"1","url":"a.js","lineNumber":1,"columnNumber":1}}],"startTime":1000000,"endTime":2000000,"samples":[2,2,2],"timeDeltas":[1000,1000,1000]}""");
        Browser.Folder.Write(".hidden", FlameScopeApiTests.A.ToText());
        Browser.Folder.Write("empty.perf", "");
    }

    public async Task DisposeAsync() => await Browser.DisposeAsync();
}
