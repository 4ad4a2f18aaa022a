using System.Reflection;

namespace FlameScope.Core.Tests.Api;

/// <summary>Types as C# writes them: keywords, <c>?</c> where null may be, nested and generic ones, without namespaces.</summary>
internal static class ApiTypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Of(Type type) => Of(type, null);

    /// <summary>The name with those of the types around it, and type parameters.</summary>
    public static string WithOuter(Type type)
    {
        string name = Bare(type);
        if (type.GetGenericArguments() is { Length: > 0 } arguments) name += $"<{string.Join(", ", arguments.Select(a => a.Name))}>";
        return type.DeclaringType is { } outer ? $"{Bare(outer)}.{name}" : name;
    }

    /// <summary>The name alone.</summary>
    public static string Bare(Type type) => type.Name.Split('`')[0];

    private static string Of(Type type, NullabilityInfo? nulls)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, nulls);
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value, null) + "?";
        string name = Plain(type, nulls);
        bool mayBeNull = !type.IsValueType && nulls is not null && (nulls.ReadState == NullabilityState.Nullable || nulls.WriteState == NullabilityState.Nullable);
        return mayBeNull ? name + "?" : name;
    }

    private static string Plain(Type type, NullabilityInfo? nulls)
    {
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return Of(type.GetElementType()!, nulls?.ElementType) + "[]";
        string name = type.DeclaringType is { } outer && !type.IsGenericType ? $"{Bare(outer)}.{Bare(type)}" : Bare(type);
        if (!type.IsGenericType) return name;
        Type[] arguments = type.GetGenericArguments();
        NullabilityInfo[] inner = nulls?.GenericTypeArguments is { } known && known.Length == arguments.Length ? known : [];
        return $"{name}<{string.Join(", ", arguments.Select((a, i) => Of(a, i < inner.Length ? inner[i] : null)))}>";
    }
}
