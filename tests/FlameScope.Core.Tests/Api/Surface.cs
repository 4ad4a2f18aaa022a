using System.Reflection;
using System.Runtime.CompilerServices;

namespace FlameScope.Core.Tests.Api;

/// <summary>All public types of the libraries, and which of them calls hand out or take.</summary>
internal static class Surface
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. Library.All.Values.SelectMany(a => a.GetExportedTypes())];

    /// <summary>Those that a call or a property gives, so that a script can hand them on.</summary>
    public static HashSet<Type> HandedOut { get; } =
    [
        .. from type in Types
           from member in type.GetMembers(Public)
           from given in Given(member).SelectMany(Parts)
           where Types.Contains(given)
           select given,
    ];

    /// <summary>Those that a call takes.</summary>
    public static HashSet<Type> Taken { get; } =
    [
        .. from type in Types
           from method in type.GetMembers(Public).OfType<MethodBase>()
           where (method.IsConstructor || !method.IsSpecialName) && !method.IsDefined(typeof(CompilerGeneratedAttribute))
           from parameter in method.GetParameters()
           from taken in Parts(parameter.ParameterType)
           where Types.Contains(taken)
           select taken,
    ];

    private static IEnumerable<Type> Given(MemberInfo member) => member switch
    {
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Where(p => p.IsOut).Select(p => p.ParameterType)],
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : [type, .. type.GetGenericArguments().SelectMany(Parts)];
}
