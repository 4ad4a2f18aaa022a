using FlameScope.Model;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>The notes about profiles without names.</summary>
public class ProfileNotesTests
{
    private const string DotNet = "DOTNET_PerfMapEnabled=1 and DOTNET_EnableWriteXorExecute=0";

    [Fact]
    public void Unnamed_methods_of_DotNet_are_explained_also_where_most_frames_are_of_other_modules()
    {
        Assert.Empty(NotesOf(native: 8, isNativeNamed: true, unnamedMethods: 1, namedMethods: 2));
        Assert.Contains(DotNet, Assert.Single(NotesOf(native: 8, isNativeNamed: true, unnamedMethods: 2, namedMethods: 1)));
        Assert.Contains(DotNet, Assert.Single(NotesOf(native: 1, isNativeNamed: true, unnamedMethods: 9, namedMethods: 0)));
        IReadOnlyList<string> both = NotesOf(native: 8, isNativeNamed: false, unnamedMethods: 2, namedMethods: 0);
        Assert.Equal(2, both.Count);
        Assert.Contains("symbols of its binaries", both[0]);
        Assert.StartsWith("100 % of the frames of compiled code are methods of .NET without names", both[1]);
    }

    // One sample, whose stack has these frames.
    private static IReadOnlyList<string> NotesOf(int native, bool isNativeNamed, int unnamedMethods, int namedMethods)
    {
        var builder = new ProfileBuilder { Format = "perf.data" };
        StackId stack = StackId.Empty;
        for (int i = 0; i < native; i++) Add(isNativeNamed ? $"native{i}" : null, "/usr/lib/libcoreclr.so", FrameKind.User);
        for (int i = 0; i < unnamedMethods; i++) Add(null, "/memfd:doublemapper", FrameKind.Jit);
        for (int i = 0; i < namedMethods; i++) Add($"Method{i}", "/memfd:doublemapper", FrameKind.Jit);
        builder.AddSample(1, stack, builder.AddThread(1, 1, "dotnet"), null, builder.AddEvent("cpu-clock"), 1);
        return ProfileNotes.Of(builder.Build());

        void Add(string? symbol, string module, FrameKind kind) => stack = builder.AddStack(
            stack, builder.AddFrame(symbol is null ? SymbolId.Unknown : builder.AddSymbol(symbol), builder.AddModule(module), kind));
    }
}
