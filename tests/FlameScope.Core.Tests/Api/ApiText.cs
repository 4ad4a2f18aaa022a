using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace FlameScope.Core.Tests.Api;

/// <summary>
/// The public surface of an assembly as text, in something close to C#: a line a member, types by name, members by kind and then by name. What the
/// compiler makes for records and enums is left out; that a type is one is said.
/// </summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, Type> space in assembly.GetExportedTypes().GroupBy(t => t.Namespace!).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {space.Key}\n");
            foreach (Type type in space.OrderBy(ApiTypeName.WithOuter, StringComparer.Ordinal)) Append(text, type);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{Head(type)}\n");
        foreach (string line in Members(type)) text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
    }

    private static string Head(Type type)
    {
        string name = ApiTypeName.WithOuter(type);
        if (type.IsEnum)
        {
            string flags = type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : "";
            return $"{flags}enum {name} : {ApiTypeName.Of(Enum.GetUnderlyingType(type))}";
        }
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {ApiTypeName.Of(invoke.ReturnParameter)} {name}({Parameters(invoke)})";
        }
        return $"{Modifiers(type)}{name}{Bases(type)}{Constraints(type.GetGenericArguments())}";
    }

    private static string Modifiers(Type type)
    {
        if (type.IsInterface) return "interface ";
        if (type.IsValueType)
        {
            string readOnly = type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "";
            return readOnly + (type.IsByRefLike ? "ref struct " : IsRecord(type) ? "record struct " : "struct ");
        }
        string how = type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return how + (IsRecord(type) ? "record " : "class ");
    }

    private static bool IsRecord(Type type) =>
        type.GetMethods(Declared).Any(m => m.Name == "PrintMembers" && m.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static string Bases(Type type)
    {
        IEnumerable<Type> bases = type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? [b] : [];
        IEnumerable<Type> inherited = [.. type.BaseType?.GetInterfaces() ?? [], .. type.GetInterfaces().SelectMany(i => i.GetInterfaces())];
        IEnumerable<Type> interfaces = type.GetInterfaces().Except(inherited).Where(i => i.IsVisible && !(IsRecord(type) && i.Name == "IEquatable`1"));
        string[] names = [.. bases.Select(ApiTypeName.Of), .. interfaces.Select(ApiTypeName.Of).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "" : " : " + string.Join(", ", names);
    }

    private static string Constraints(Type[] arguments)
    {
        var text = new StringBuilder();
        foreach (Type argument in arguments.Where(a => a.IsGenericParameter))
        {
            GenericParameterAttributes special = argument.GenericParameterAttributes;
            var all = new List<string>();
            if (special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) all.Add("struct");
            else if (special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) all.Add("class");
            else if (special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) all.Add("new()");
            all.AddRange(argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(ApiTypeName.Of));
            if (all.Count > 0) text.Append(CultureInfo.InvariantCulture, $" where {argument.Name} : {string.Join(", ", all)}");
        }
        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(n => $"{n} = {Enum.Format(type, Enum.Parse(type, n), "D")}");
        if (type.IsSubclassOf(typeof(Delegate))) return [];
        return
        [
            .. type.GetFields(Declared).Where(IsSeen).Select(Line).Order(StringComparer.Ordinal),
            .. type.GetConstructors(Declared).Where(c => IsSeen(c) && !IsGenerated(c)).Select(c => $"{Access(c)}{ApiTypeName.Bare(type)}({Parameters(c)})").Order(StringComparer.Ordinal),
            .. type.GetProperties(Declared).Where(p => p.GetAccessors(true).Any(IsSeen) && !p.GetAccessors(true).All(a => IsGenerated(a) && p.Name == "EqualityContract")).Select(Line).Order(StringComparer.Ordinal),
            .. type.GetEvents(Declared).Where(e => IsSeen(e.AddMethod!)).Select(e => $"event {ApiTypeName.Of(e.EventHandlerType!)} {e.Name}").Order(StringComparer.Ordinal),
            .. type.GetMethods(Declared).Where(m => IsSeen(m) && !IsGenerated(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))).Select(Line).Order(StringComparer.Ordinal),
        ];
    }

    private static string Line(FieldInfo field)
    {
        string how = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{how}{ApiTypeName.Of(field)} {field.Name}{(field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : "")}";
    }

    private static string Line(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(true).First(IsSeen);
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        string get = property.GetMethod is { } g && IsSeen(g) ? " get;" : "";
        string set = property.SetMethod is not { } s || !IsSeen(s) ? ""
            : s.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        return $"{Access(any)}{How(any)}{required}{ApiTypeName.Of(property)} {name} {{{get}{set} }}";
    }

    private static string Line(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        string extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{How(method)}{ApiTypeName.Of(method.ReturnParameter)} {method.Name}{generic}({extension}{Parameters(method)}){Constraints(method.GetGenericArguments())}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string How(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface) return method.IsStatic ? "static " : "";
        return method.IsStatic ? "static "
            : method.IsAbstract ? "abstract "
            : method.IsVirtual && method.GetBaseDefinition() != method ? "override "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string how = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return $"{how}{ApiTypeName.Of(parameter)} {parameter.Name}{value}";
    }

    private static string Literal(object? value, Type? type = null) => value switch
    {
        null => type is { IsValueType: true } && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ when type is { IsEnum: true } => $"{type.Name}.{Enum.ToObject(type, value)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new UnreachableException(),
    };

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSeen(FieldInfo field) => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName;

    private static bool IsGenerated(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute));
}
