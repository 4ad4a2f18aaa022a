using System.Collections;
using System.Globalization;
using System.Reflection;

namespace FlameScope.PowerShell.Tests;

/// <summary>
/// Calls members by name as PowerShell does. Names are not case-sensitive, and trailing optional parameters may be omitted. Arguments are converted:
/// a string to an enum or with <c>Parse</c>, a hashtable to options, an array to an array of another type, a script block (here a delegate that takes
/// an object) to an <c>Action</c>, and <c>$null</c> to "" for a string parameter.
/// </summary>
internal static class Script
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.IgnoreCase | BindingFlags.FlattenHierarchy;

    /// <summary><c>[TYPE]::NAME(ARGUMENTS)</c></summary>
    public static object? CallStatic(string type, string name, params object?[] arguments)
    {
        Type found = PowerShellFolder.Find(type) ?? throw new MissingMemberException($"Unable to find type [{type}].");
        return name.Equals("new", StringComparison.OrdinalIgnoreCase) ? Invoke(found.GetConstructors(), null, name, arguments) : Invoke(found.GetMethods(Any | BindingFlags.Static), null, name, arguments);
    }

    /// <summary><c>$target.NAME(ARGUMENTS)</c></summary>
    public static object? Call(object target, string name, params object?[] arguments) =>
        Invoke(target.GetType().GetMethods(Any | BindingFlags.Instance), target, name, arguments);

    /// <summary><c>$target.NAME</c>, or several names separated by dots</summary>
    public static object? Get(object? target, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (target is null) return null;
            PropertyInfo property = target.GetType().GetProperty(name, Any | BindingFlags.Instance) ?? throw new MissingMemberException($"{target.GetType()} has no {name}.");
            target = property.PropertyType.IsByRefLike ? null : property.GetValue(target);
        }
        return target;
    }

    private static object? Invoke(IEnumerable<MethodBase> candidates, object? target, string name, object?[] arguments)
    {
        var bound = new List<(MethodBase Method, object?[] Arguments, int Rank)>();
        foreach (MethodBase method in candidates.Where(m => m.IsConstructor || m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            if (Bind(method.GetParameters(), arguments) is { } b) bound.Add((method, b.Values, b.Rank));
        }
        if (bound.Count == 0) throw new MissingMethodException($"Cannot find an overload for \"{name}\" and the argument count: \"{arguments.Length}\".");
        (MethodBase best, object?[] values, _) = bound.OrderBy(b => b.Rank).ThenBy(b => b.Method.GetParameters().Length).First();
        try
        {
            return best is ConstructorInfo constructor ? constructor.Invoke(values) : best.Invoke(target, values);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerException);
            throw;
        }
    }

    private static (object?[] Values, int Rank)? Bind(ParameterInfo[] parameters, object?[] arguments)
    {
        if (arguments.Length > parameters.Length || parameters.Skip(arguments.Length).Any(p => !p.HasDefaultValue)) return null;
        var values = new object?[parameters.Length];
        int rank = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (i >= arguments.Length)
            {
                values[i] = parameters[i].RawDefaultValue ?? (parameters[i].ParameterType.IsValueType ? Activator.CreateInstance(parameters[i].ParameterType) : null);
                if (values[i] is not null && parameters[i].ParameterType.IsEnum) values[i] = Enum.ToObject(parameters[i].ParameterType, values[i]!);
            }
            else if (TryConvert(arguments[i], parameters[i].ParameterType, out values[i], out int cost)) rank += cost;
            else return null;
        }
        return (values, rank);
    }

    private static bool TryConvert(object? value, Type type, out object? converted, out int cost)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        (converted, cost) = (value, 0);
        if (type.IsByRefLike) return false;
        if (value is null)
        {
            if (type == typeof(string)) converted = "";
            return !type.IsValueType || bare != type;
        }
        if (bare.IsInstanceOfType(value)) return true;
        cost = 1;
        if (value is string text)
        {
            if (bare.IsEnum) return Enum.TryParse(bare, text, ignoreCase: true, out converted);
            if (bare.GetMethod("Parse", [typeof(string)]) is { IsStatic: true } parse)
            {
                converted = parse.Invoke(null, [text]);
                return true;
            }
        }
        if (value is Hashtable table && bare.GetConstructor(Type.EmptyTypes) is { } make)
        {
            converted = make.Invoke(null);
            foreach (DictionaryEntry entry in table) Set(converted, (string)entry.Key, entry.Value);
            return true;
        }
        if (value is object[] many && bare.IsArray)
        {
            Array array = Array.CreateInstance(bare.GetElementType()!, many.Length);
            for (int i = 0; i < many.Length; i++)
            {
                if (!TryConvert(many[i], bare.GetElementType()!, out object? item, out _)) return false;
                array.SetValue(item, i);
            }
            converted = array;
            return true;
        }
        if (value is Action<object?> block && bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(Action<>))
        {
            converted = typeof(Script).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(bare.GetGenericArguments()).Invoke(null, [block]);
            return true;
        }
        if (bare.IsPrimitive && value is IConvertible number)
        {
            converted = number.ToType(bare, CultureInfo.InvariantCulture);
            return true;
        }
        return false;
    }

    private static void Set(object target, string name, object? value)
    {
        PropertyInfo property = target.GetType().GetProperty(name, Any | BindingFlags.Instance)
            ?? throw new MissingMemberException($"The key '{name}' is not valid: {string.Join(", ", target.GetType().GetProperties().Select(p => p.Name))}.");
        if (!TryConvert(value, property.PropertyType, out object? converted, out _)) throw new InvalidCastException($"{name} takes no {value?.GetType().Name}.");
        property.SetValue(target, converted);
    }

    private static Action<T> Typed<T>(Action<object?> block) => value => block(value);
}
