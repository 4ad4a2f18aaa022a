using FlameScope.Model;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class HostileProfileTests
{
    // Pairs of thread and stack that collide in a table with the usual golden ratio hash: 100,000 took 10 s.
    [Trait("Category", "Slow")]
    [Fact]
    public async Task Stacks_that_collide_with_a_known_multiplier_are_indexed_fast()
    {
        const int Count = 3000, Chosen = 200_000;
        var pairs = new List<(ulong Hash, int Group, int Stack)>();
        for (int group = 0; group < Count; group++)
        {
            for (int stack = 1; stack <= Count; stack++) pairs.Add(((((ulong)(uint)group << 32) | (uint)stack) * 0x9E37_79B9_7F4A_7C15, group, stack));
        }
        pairs.Sort((a, b) => a.Hash.CompareTo(b.Hash));

        var builder = new ProfileBuilder();
        ModuleId module = builder.AddModule("lib.so");
        SampleEventId cycles = builder.AddEvent("cycles");
        for (int i = 1; i <= Count; i++) builder.AddStack(StackId.Empty, builder.AddFrame(builder.AddSymbol($"f{i}"), module, FrameKind.User));
        ThreadId[] threads = [.. Enumerable.Range(0, Count).Select(i => builder.AddThread(1, i, $"{i:D5}"))];
        foreach ((_, int group, int stack) in pairs.Take(Chosen)) builder.AddSample(1, new StackId(stack), threads[group], 0, cycles);
        Profile profile = builder.Build();

        StackTree tree = await Task.Run(() => StackTree.From(profile)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Chosen, tree.Total);
    }
}
