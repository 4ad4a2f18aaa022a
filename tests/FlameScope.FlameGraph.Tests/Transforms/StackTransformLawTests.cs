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

    /// <summary>Samples, how a tree is made of them, and transforms one after another.</summary>
    public sealed record Shown(SampleSpec[] Samples, StackTreeOptions Options, string[] Transforms)
    {
        public Profile Profile { get; } = ProfileSpec.Build(Samples);

        public SampleSelection Selection => Profile.Select(Options.Filter);

        public StackTransform Transform => Transforms.Aggregate(StackTransform.Standard, (all, text) => all.Then(StackTransform.Parse(text)));
    }

    [Fact]
    public void The_sum_of_self_values_stays() => Check(KeepingAll, s =>
    {
        StackTree before = StackTree.From(s.Selection, s.Options), after = StackTree.From(s.Transform.Apply(s.Selection), s.Options);
        return Sum(after) == Sum(before) && after.Total == before.Total && after.SampleCount == before.SampleCount;
    });

    [Fact]
    public void Each_range_of_what_is_shown_otherwise_is_that_range_shown_otherwise() => Prop.ForAll(Cases.All, Arb.From(Chains([.. KeepingAll, .. Leaving])), (c, texts) =>
    {
        SampleSelection whole = ProfileSpec.Build(c.Samples).Select(c.Options.Filter);
        StackTransform transform = texts.Aggregate(StackTransform.Standard, (all, text) => all.Then(StackTransform.Parse(text)));
        SampleSelection one = transform.Apply(whole).Within(c.Range), other = transform.Apply(whole.Within(c.Range));
        return one.Profile == other.Profile && one.ToArray().SequenceEqual(other.ToArray())
            && one.Range == other.Range && TreeReference.Of(StackTree.From(one, c.Options)).SequenceEqual(TreeReference.Of(StackTree.From(other, c.Options)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Inverting_twice_changes_nothing_and_once_is_a_reversed_tree() => Check(KeepingAll, s =>
    {
        StackTransform invert = StackTransform.Invert;
        List<PlainNode> tree = TreeReference.Of(StackTree.From(s.Selection, s.Options));
        List<PlainNode> twice = TreeReference.Of(StackTree.From(invert.Then(invert).Apply(s.Selection), s.Options));
        List<PlainNode> once = TreeReference.Of(StackTree.From(invert.Apply(s.Selection), s.Options));
        return twice.SequenceEqual(tree) && once.SequenceEqual(TreeReference.Of(StackTree.From(s.Selection, s.Options with { Reversed = !s.Options.Reversed })));
    });

    [Fact]
    public void What_has_a_function_and_the_rest_are_the_whole() => Check(KeepingAll, s =>
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
    public void Callers_and_callees_are_the_stacks_on_both_sides_of_a_function() => Check(KeepingAll, s =>
    {
        StackTreeOptions options = s.Options with { Reversed = false };
        SampleSpec[] having = [.. s.Samples.Where(x => (options.Filter is not null || !TreeReference.IsIdle(x)) && x.Frames.Contains("run"))];
        List<PlainNode> callees = TreeReference.Of(having.Select(x => x with { Frames = x.Frames[Array.IndexOf(x.Frames, "run")..] }), options);
        List<PlainNode> callers = TreeReference.Of(having.Select(x => x with { Frames = [.. x.Frames.Take(Array.IndexOf(x.Frames, "run") + 1).Reverse()] }), options);
        return TreeReference.Of(StackTree.From(StackTransform.Callees("run").Apply(s.Selection), options)).SequenceEqual(callees)
            && TreeReference.Of(StackTree.From(StackTransform.Callers("run").Apply(s.Selection), options)).SequenceEqual(callers);
    });

    [Fact]
    public void Pruned_frames_are_gone_and_all_others_are_where_they_were() => Check(KeepingAll, s =>
    {
        IEnumerable<SampleSpec> expected = s.Samples
            .Where(x => s.Options.Filter is not null || !TreeReference.IsIdle(x))
            .Select(x => x with { Frames = [.. x.Frames.Where(f => f is not ("run" or "k_sys"))] });
        return TreeReference.Of(StackTree.From(StackTransform.Prune("^(run|k_sys)$").Apply(s.Selection), s.Options))
            .SequenceEqual(TreeReference.Of(expected, s.Options));
    });

    [Fact]
    public void Direct_recursion_is_one_frame() => Check(KeepingAll, s =>
    {
        IEnumerable<SampleSpec> expected = s.Samples
            .Where(x => s.Options.Filter is not null || !TreeReference.IsIdle(x))
            .Select(x => x with { Frames = [.. x.Frames.Where((f, i) => i == 0 || f != x.Frames[i - 1])] });
        return TreeReference.Of(StackTree.From(StackTransform.CollapseRecursion.Apply(s.Selection), s.Options))
            .SequenceEqual(TreeReference.Of(expected, s.Options));
    });

    [Fact]
    public void Doing_it_twice_changes_nothing_more() => Check([.. KeepingAll.Except(["invert"]), "focus=run", "callees=run"], s =>
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
