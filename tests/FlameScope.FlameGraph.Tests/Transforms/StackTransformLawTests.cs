using FlameScope.FlameGraph;
using FlameScope.Model;
using FlameScope.TestData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.FlameGraph.Tests;

public sealed class StackTransformLawTests
{
    private static readonly string[] KeepingAll =
    [
        .. StackTransform.Forms.Where(f => !f.Contains('=', StringComparison.Ordinal)), "prune=^(run|j_.*)$", "prune=.*", "collapse-module=app", "collapse-module=kallsyms",
    ];

    private static readonly string[] Leaving = ["focus=run", "callees=run", "callers=run", "focus=absent"];

    /// <summary>Samples, options of a tree, and a chain of transforms.</summary>
    public sealed record Shown(SampleSpec[] Samples, StackTreeOptions Options, string[] Transforms)
    {
        public Profile Profile { get; } = ProfileSpec.Build(Samples);

        public SampleSelection Selection => Profile.Select(Options.Filter);

        public StackTransform Transform => Transforms.Aggregate(StackTransform.Standard, (all, text) => all.Then(StackTransform.Parse(text)));
    }

    [Fact]
    public void The_sum_of_self_values_does_not_change() => Check(KeepingAll, s =>
    {
        StackTree before = StackTree.From(s.Selection, s.Options), after = StackTree.From(s.Transform.Apply(s.Selection), s.Options);
        return Sum(after) == Sum(before) && after.Total == before.Total && after.SampleCount == before.SampleCount;
    });

    [Fact]
    public void A_range_of_the_transformed_profile_equals_the_transformed_range() => Prop.ForAll(Cases.All, Arb.From(Chains([.. KeepingAll, .. Leaving])), (c, texts) =>
    {
        SampleSelection whole = ProfileSpec.Build(c.Samples).Select(c.Options.Filter);
        StackTransform transform = texts.Aggregate(StackTransform.Standard, (all, text) => all.Then(StackTransform.Parse(text)));
        SampleSelection one = transform.Apply(whole).Within(c.Range), other = transform.Apply(whole.Within(c.Range));
        return one.Profile == other.Profile && one.ToArray().SequenceEqual(other.ToArray())
            && one.Range == other.Range && TreeReference.Of(StackTree.From(one, c.Options)).SequenceEqual(TreeReference.Of(StackTree.From(other, c.Options)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Inverting_twice_restores_the_original_and_once_gives_the_reversed_tree() => Check(KeepingAll, s =>
    {
        StackTransform invert = StackTransform.Invert;
        List<PlainNode> tree = TreeReference.Of(StackTree.From(s.Selection, s.Options));
        List<PlainNode> twice = TreeReference.Of(StackTree.From(invert.Then(invert).Apply(s.Selection), s.Options));
        List<PlainNode> once = TreeReference.Of(StackTree.From(invert.Apply(s.Selection), s.Options));
        return twice.SequenceEqual(tree) && once.SequenceEqual(TreeReference.Of(StackTree.From(s.Selection, s.Options with { Reversed = !s.Options.Reversed })));
    });

    [Fact]
    public void A_focus_and_its_rest_are_all_samples() => Check(KeepingAll, s =>
    {
        SampleSelection all = s.Transform.Apply(s.Selection);
        SampleSelection focused = StackTransform.Focus("run").Apply(all);
        SampleSelection rest = all.Except(focused);
        long total = StackTree.From(all, s.Options).Total;
        FunctionRow run = FunctionTable.From(StackTree.From(all, s.Options)).Rows.FirstOrDefault(r => r.Name == "run");
        return focused.GetTotal(s.Options.Weight) + rest.GetTotal(s.Options.Weight) == total
            && focused.GetTotal(s.Options.Weight) == run.Total
            && FunctionTable.From(StackTree.From(rest, s.Options)).Rows.All(r => r.Name != "run");
    });

    [Fact]
    public void Callers_and_callees_are_the_two_parts_of_a_stack() => Check(KeepingAll, s =>
    {
        StackTreeOptions options = s.Options with { Reversed = false };
        SampleSpec[] having = [.. s.Samples.Where(x => (options.Filter is not null || !TreeReference.IsIdle(x)) && x.Frames.Contains("run"))];
        List<PlainNode> callees = TreeReference.Of(having.Select(x => x with { Frames = x.Frames[Array.IndexOf(x.Frames, "run")..] }), options);
        List<PlainNode> callers = TreeReference.Of(having.Select(x => x with { Frames = [.. x.Frames.Take(Array.IndexOf(x.Frames, "run") + 1).Reverse()] }), options);
        return TreeReference.Of(StackTree.From(StackTransform.Callees("run").Apply(s.Selection), options)).SequenceEqual(callees)
            && TreeReference.Of(StackTree.From(StackTransform.Callers("run").Apply(s.Selection), options)).SequenceEqual(callers);
    });

    [Fact]
    public void Pruning_removes_matching_frames_and_keeps_the_others() => Check(KeepingAll, s =>
    {
        IEnumerable<SampleSpec> expected = s.Samples
            .Where(x => s.Options.Filter is not null || !TreeReference.IsIdle(x))
            .Select(x => x with { Frames = [.. x.Frames.Where(f => f is not ("run" or "k_sys"))] });
        return TreeReference.Of(StackTree.From(StackTransform.Prune("^(run|k_sys)$").Apply(s.Selection), s.Options))
            .SequenceEqual(TreeReference.Of(expected, s.Options));
    });

    [Fact]
    public void Direct_recursion_becomes_one_frame() => Check(KeepingAll, s =>
    {
        IEnumerable<SampleSpec> expected = s.Samples
            .Where(x => s.Options.Filter is not null || !TreeReference.IsIdle(x))
            .Select(x => x with { Frames = [.. x.Frames.Where((f, i) => i == 0 || f != x.Frames[i - 1])] });
        return TreeReference.Of(StackTree.From(StackTransform.CollapseRecursion.Apply(s.Selection), s.Options))
            .SequenceEqual(TreeReference.Of(expected, s.Options));
    });

    [Fact]
    public void Transforms_are_idempotent() => Check([.. KeepingAll.Except(["invert"]), "focus=run", "callees=run"], s =>
    {
        StackTransform last = StackTransform.Parse(s.Transforms.Length == 0 ? "standard" : s.Transforms[^1]);
        SampleSelection once = s.Transform.Apply(s.Selection), twice = last.Apply(once);
        return TreeReference.Of(StackTree.From(once, s.Options)).SequenceEqual(TreeReference.Of(StackTree.From(twice, s.Options)));
    });

    private static long Sum(StackTree tree)
    {
        long sum = 0;
        foreach (long self in tree.SelfValues) sum += self;
        return sum;
    }

    private static Gen<string[]> Chains(string[] texts) => from length in Gen.Choose(0, 3) from chain in Gen.ArrayOf(Gen.Elements(texts), length) select chain;

    private static void Check(string[] texts, Func<Shown, bool> law) => Prop.ForAll(
        Arb.From(
            from samples in ProfileGenerators.Samples.Generator
            from options in Cases.Options
            from chain in Chains(texts)
            select new Shown(samples, options, chain),
            s => ProfileGenerators.Samples.Shrinker(s.Samples).Select(x => s with { Samples = x })),
        law).QuickCheckThrowOnFailure();
}
