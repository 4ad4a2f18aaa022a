using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using FlameScope.Analysis;
using Xunit;

namespace FlameScope.Core.Tests.Api;

/// <summary>
/// PowerShell binds most of .NET, fails on some shapes and is silently wrong on others. These tests hold every public type of the libraries against
/// those shapes, and what a type is exempt from against a list that says what a script uses in its place.
/// </summary>
public class PowerShellTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Types, or members of them. The reader and the builder are for parsers, which nobody writes in PowerShell.
    private static readonly Dictionary<string, string> NotForScripts = new()
    {
        ["PerfScriptReader"] = "PerfScript",
        ["PerfEventLine"] = "PerfScript",
        ["PerfFrameLine"] = "PerfScript",
        ["IdleRule"] = "Profile.IsIdle",
        ["ModuleKind"] = "Frame.Kind",
        ["StackTree.Find"] = "[string[]], which is an IEnumerable<string>",
        ["ProfileBuilder"] = "names as strings, a frame at a time",
        ["NameTable`1.GetUtf8"] = "the indexer",
        ["StackTree.GetNameUtf8"] = "GetName",
        ["StackTreeDiff.GetNameUtf8"] = "GetName",
        ["Palette.ColorOf"] = "the name as a string",
        ["Palette.ColorOfGroup"] = "Palette.ColorOf of a tree and a node",
        ["PerfScript.Parse"] = "ProfileView.Open; the text and the bytes of it bind to the same parameter",
        ["PerfScript.Match"] = "ProfileView.Open",
        ["ProfileFile.Open"] = "ProfileView.Open, for progress",
        ["ProfileFile.OpenAsync"] = "ProfileView.Open",
        ["StackCollapse.Collapse"] = "StackCollapse.CollapseFile",
        ["ProfileView.OpenAsync"] = "ProfileView.Open, or OpenStream of a process's output",
        ["ColorScale.Create"] = "[FlameScope.Heatmap.ColorStop[]]",
        ["SampleFilter.MatchTimeout"] = "[timespan]::FromSeconds",
        ["StackCollapseOptions.InlineResolver"] = "[FlameScope.Parsing.Addr2Line]::new()",
    };

    // A span reads as $null, so there must be another way to what it holds.
    private static readonly Dictionary<Type, string> OtherWays = new()
    {
        [typeof(Model.SampleSelection)] = nameof(Model.SampleSelection.ToArray),
        [typeof(Model.SampleTable)] = "Item",
        [typeof(Model.FrameTable)] = "Item",
        [typeof(Model.FrameLabels)] = "Item",
        [typeof(Model.ThreadTable)] = "Item",
        [typeof(Model.StackTable)] = nameof(Model.StackTable.GetFrames),
        [typeof(FlameGraph.StackTree)] = nameof(FlameGraph.StackTree.Nodes),
        [typeof(FlameGraph.FlameChart)] = "Item",
        [typeof(FlameGraph.StackTreeDiff)] = nameof(FlameGraph.StackTreeDiff.Nodes),
        [typeof(Heatmap.SubsecondHeatmap)] = nameof(Heatmap.SubsecondHeatmap.GetColumn),
    };

    [Fact]
    public void Nothing_is_had_only_by_span_or_ref_struct() => AssertNone(
        from method in Methods
        where UsesRefStruct(method) && !Siblings(method).Any(s => !UsesRefStruct(s))
        select method);

    [Fact]
    public void Beside_a_property_that_is_a_span_stands_another_way() => AssertNone(
        from property in Properties
        where property.PropertyType.IsByRefLike
            && !(OtherWays.TryGetValue(property.DeclaringType!, out string? way) && property.DeclaringType!.GetMember(way).Any(m => !Result(m).IsByRefLike))
        select property);

    [Fact]
    public void What_foreach_walks_is_enumerable() => AssertNone(
        from type in Surface.Types
        where type.GetMethod("GetEnumerator", Type.EmptyTypes) is not null && !typeof(IEnumerable).IsAssignableFrom(type)
        select (MemberInfo)type);

    [Fact]
    public void Nothing_is_a_tuple() => AssertNone(
        from member in Members
        where Signature(member).SelectMany(Parts).Any(t => typeof(ITuple).IsAssignableFrom(t))
        select member);

    [Fact]
    public void No_method_is_an_extension() => AssertNone(
        from method in Methods
        where method.IsDefined(typeof(ExtensionAttribute))
        select method);

    [Fact]
    public void No_string_stands_beside_bytes_or_strings() => AssertNone(
        from method in Methods
        from sibling in Siblings(method)
        where method.GetParameters().Zip(sibling.GetParameters()).Any(p => p.First.ParameterType == typeof(string) && IsManyOrBytes(p.Second.ParameterType))
        select method);

    [Fact]
    public void Lists_given_to_a_method_are_arrays() => AssertNone(
        from method in Methods
        where TakesInterfaceOfMany(method) && !Siblings(method).Any(s => !TakesInterfaceOfMany(s))
        select method);

    [Fact]
    public void No_sequence_is_lazy() => AssertNone(
        from member in Members
        where Result(member) is { IsGenericType: true } result
            && (result.GetGenericTypeDefinition() == typeof(IEnumerable<>) || result.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
        select member);

    [Fact]
    public void Progress_can_be_a_script_block() => AssertNone(
        from method in Methods
        where TakesProgress(method) && !Surface.Types.SelectMany(t => t.GetMethods(Public)).Any(m => m.Name == method.Name && m.GetParameters().Any(p => p.ParameterType.Name == "Action`1"))
        select method);

    [Fact]
    public void No_time_span_is_taken_and_nothing_by_in() => AssertNone(
        from method in Methods
        from parameter in method.GetParameters()
        where parameter.ParameterType == typeof(TimeSpan) || parameter.IsIn
        select method);

    [Fact]
    public void No_two_names_differ_by_case_alone() => AssertNone(
        from type in Surface.Types
        from names in type.GetMembers(Public).GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase)
        where names.Select(m => m.Name).Distinct().Count() > 1
        select (MemberInfo)type);

    [Fact]
    public void Options_can_be_a_hashtable() => AssertNone(
        from type in Surface.Taken
        where IsOptions(type) && type.GetConstructor(Type.EmptyTypes) is null
        select (MemberInfo)type);

    [Fact]
    public void Every_option_can_be_given_by_a_script() => AssertNone(
        from type in Surface.Taken
        where IsOptions(type)
        from property in type.GetProperties(Public)
        where property.SetMethod is { IsPublic: true } && (!IsBindable(property.PropertyType) || property.IsDefined(typeof(RequiredMemberAttribute)))
        select property);

    [Fact]
    public void Every_argument_of_core_can_be_given_by_a_script_that_names_no_other_assembly() => AssertNone(
        from type in Library.All["FlameScope.Core"].GetExportedTypes()
        from method in type.GetMethods(Public).Concat<MethodBase>(type.GetConstructors(Public))
        where !IsGenerated(method) && !method.GetParameters().All(p => IsBindable(p.ParameterType))
            && !Siblings(method).Any(s => s.GetParameters().All(p => IsBindable(p.ParameterType)))
        select method);

    [Fact]
    public void Every_exception_from_the_rules_is_still_one()
    {
        string[] known = [.. Surface.Types.Select(t => t.Name), .. Surface.Types.SelectMany(t => t.GetMembers(Public).Select(m => $"{t.Name}.{m.Name}"))];
        Assert.Empty(NotForScripts.Keys.Except(known));
    }

    private static IEnumerable<MethodInfo> Methods => Members.OfType<MethodInfo>().Where(m => !m.IsSpecialName);

    private static IEnumerable<PropertyInfo> Properties => Members.OfType<PropertyInfo>();

    private static IEnumerable<MemberInfo> Members =>
        from type in Surface.Types
        from member in type.GetMembers(Public)
        where !(member is MethodBase method && IsGenerated(method))
        select member;

    private static void AssertNone(IEnumerable<MemberInfo> offenders)
    {
        string[] names = [.. offenders.Where(o => !NotForScripts.ContainsKey(Name(o)) && !NotForScripts.ContainsKey(o.DeclaringType?.Name ?? "")).Select(o => $"{Name(o)}: {o}").Distinct()];
        Assert.True(names.Length == 0, string.Join('\n', names));
    }

    private static string Name(MemberInfo member) => member is Type type ? type.Name : $"{member.DeclaringType!.Name}.{member.Name}";

    // Palettes and colour scales: what people know of them is the name.
    private static bool IsNamed(Type type) => type.GetProperty("Names", typeof(IReadOnlyList<string>)) is not null;

    private static bool IsGenerated(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static IEnumerable<MethodBase> Siblings(MethodBase method) => method.IsConstructor
        ? method.DeclaringType!.GetConstructors(Public).Where(m => m != method)
        : method.DeclaringType!.GetMethods(Public).Where(m => m != method && m.Name == method.Name);

    private static bool UsesRefStruct(MethodBase method) =>
        method.GetParameters().Any(p => p.ParameterType.IsByRefLike) || method is MethodInfo { ReturnType.IsByRefLike: true };

    private static bool IsManyOrBytes(Type type) =>
        type == typeof(byte[]) || type == typeof(string[]) || type == typeof(ReadOnlySpan<byte>) || type == typeof(ReadOnlyMemory<byte>);

    private static bool TakesInterfaceOfMany(MethodBase method) => method.GetParameters().Any(p => IsInterfaceOfMany(p.ParameterType));

    private static bool IsInterfaceOfMany(Type type) => type.IsInterface && type.IsGenericType && type.Name is not "IProgress`1";

    private static bool TakesProgress(MethodBase method) => method.GetParameters().Any(p => p.ParameterType.Name == "IProgress`1");

    private static IEnumerable<Type> Signature(MemberInfo member) => member switch
    {
        MethodBase method => [.. method.GetParameters().Select(p => p.ParameterType), Result(method)],
        _ => [Result(member)],
    };

    private static Type Result(MemberInfo member) => member switch
    {
        MethodInfo method => method.ReturnType,
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        _ => typeof(void),
    };

    private static IEnumerable<Type> Parts(Type type) => [type, .. type.GetGenericArguments().SelectMany(Parts), .. type.HasElementType ? Parts(type.GetElementType()!) : []];

    private static bool IsOptions(Type type) =>
        type is { IsValueType: false, IsAbstract: false } && type.GetMethod("Deconstruct") is null && type.GetProperties(Public).Any(p => p.SetMethod is { IsPublic: true });

    // What a literal, a string, a hashtable, a script block or something that Core itself hands out becomes.
    private static bool IsBindable(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsPrimitive || bare.IsEnum || bare == typeof(string) || bare == typeof(object) || bare == typeof(Stream) || bare == typeof(CancellationToken)
            || bare.Name == "Action`1"
            || (bare.IsArray && IsBindable(bare.GetElementType()!))
            || (bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(List<>))
            || bare.GetMethod("Parse", [typeof(string)]) is { IsStatic: true }
            || (IsOptions(bare) && bare.GetConstructor(Type.EmptyTypes) is not null)
            || Surface.HandedOut.Contains(bare) && bare is { IsInterface: false, IsAbstract: false } && !IsNamed(bare);
    }
}
