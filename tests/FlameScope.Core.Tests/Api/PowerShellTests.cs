using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Core.Tests.Api;

/// <summary>
/// PowerShell calls <see cref="ProfileView"/> and reads the objects that it returns. Some shapes of .NET members do not work there, and some fail
/// silently.
/// </summary>
public class PowerShellTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Members for which PowerShell has a replacement.
    private static readonly string[] NotForScripts = ["OpenAsync"];

    // A property that is a span reads as $null. Types with such properties are lists, or have one of these members.
    private static readonly string[] AlternativesToSpans = ["Nodes", "GetColumn", "ToArray", "Rows"];

    private static readonly ProfileView View = new(ProfileSpec.Build(
    [
        new(0, "app", 1, 1, 0, "cycles", 10, ["main", "a"]),
        new(500_000_000, "app", 1, 1, 0, "cycles", 20, ["main", "b"]),
        new(1_500_000_000, "app", 1, 1, 0, "cycles", 70, ["main", "c"]),
    ]));

    private static readonly object[] Returned =
    [
        View, View.Profile, View.Filter, View.Range, View.Selection, View.GetHeatmap(), View.GetStackTree(), View.GetStackTree().Nodes[0],
        View.GetFunctions(), View.GetFunctions().Rows[0], View.GetFunctionsBy(FlameGraph.StackGrouping.Thread)[0], View.GetFlameChart(1), View.GetFlameChart(1)[0],
        View.Compare(View), View.Compare(View).Nodes[0], View.GetChanges(View), View.GetChanges(View).Rows[0], View.GetChanges(View).Rows[0].Self,
        FindMoment(),
    ];

    public static TheoryData<Type> ReturnedTypes => [.. Returned.Select(o => o.GetType())];

    // PowerShell turns an exception of a getter into $null without an error.
    [Fact]
    public void No_getter_throws()
    {
        foreach (object returned in Returned)
        {
            foreach (PropertyInfo property in returned.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsByRefLike) continue;
                Exception? failure = Record.Exception(() => property.GetValue(returned));
                Assert.True(failure is null, $"{returned.GetType().Name}.{property.Name}: {failure}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ReturnedTypes))]
    public void A_type_with_properties_that_are_spans_has_an_alternative(Type type)
    {
        if (!type.GetProperties(Public).Any(p => p.PropertyType.IsByRefLike)) return;
        Assert.True(typeof(IEnumerable).IsAssignableFrom(type) || AlternativesToSpans.Any(name => type.GetMember(name).Length > 0), type.Name);
    }

    [Theory]
    [MemberData(nameof(ReturnedTypes))]
    public void No_two_members_differ_only_by_case(Type type) =>
        Assert.All(type.GetMembers(Public).GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase), names => Assert.Single(names.Select(m => m.Name).Distinct()));

    [Fact]
    public void Every_method_has_an_overload_that_a_script_can_call()
    {
        IEnumerable<MethodInfo> methods = typeof(ProfileView).GetMethods(Public).Where(m => !m.IsSpecialName && !NotForScripts.Contains(m.Name));
        Assert.All(
            methods.GroupBy(m => m.Name),
            overloads => Assert.True(overloads.Any(m => m.GetParameters().All(p => p.HasDefaultValue || IsBindable(p.ParameterType))), overloads.Key));
    }

    [Fact]
    public void No_method_is_an_extension_or_uses_tuples_or_spans() => Assert.All(
        typeof(ProfileView).GetMethods(Public),
        method =>
        {
            Assert.False(method.IsDefined(typeof(ExtensionAttribute)), method.Name);
            IEnumerable<Type> types = method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType);
            Assert.All(types, type => Assert.False(type.IsByRefLike || type.IsAssignableTo(typeof(ITuple)), method.Name));
        });

    [Fact]
    public void A_sequence_of_profiles_can_be_an_array() =>
        Assert.NotNull(typeof(ProfileView).GetMethod(nameof(ProfileView.MergeAll), [typeof(Model.Profile[]), typeof(Model.MergeClock), typeof(CancellationToken)]));

    [Fact]
    public void Progress_can_be_a_script_block() => Assert.Contains(
        typeof(ProfileView).GetMethods(Public),
        method => method.Name == nameof(ProfileView.Open) && method.GetParameters().Any(p => p.ParameterType == typeof(Action<Parsing.ReadProgress>)));

    [Fact]
    public void Options_can_be_a_hashtable() => Assert.All(
        from method in typeof(ProfileView).GetMethods(Public)
        from parameter in method.GetParameters()
        where IsOptions(parameter.ParameterType)
        select parameter.ParameterType,
        type => Assert.NotNull(type.GetConstructor(Type.EmptyTypes)));

    private static Analysis.Moment FindMoment()
    {
        var burst = new Model.TimeRange(PlantedProfile.StartTime + 20_000_000_000, PlantedProfile.StartTime + 20_300_000_000);
        return new ProfileView(PlantedProfile.Build(new PlantedSpec { Cpus = 2, Seconds = 40, Bursts = [burst] })).FindMoments()[0];
    }

    private static bool IsOptions(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal) || type == typeof(Model.SampleFilter);

    // Literals, strings, hashtables, script blocks, and objects that a view returns.
    private static bool IsBindable(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsPrimitive || bare.IsEnum || bare == typeof(string) || bare == typeof(Stream) || bare == typeof(Model.Profile[])
            || bare.Name == "Action`1" || IsOptions(bare)
            || bare.GetMethod("Parse", [typeof(string)]) is { IsStatic: true }
            || Returned.Any(returned => returned.GetType() == bare);
    }
}
