using System.Buffers;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>Formats the functions of a frame line as the script and <c>inferno-collapse-perf</c> do.</summary>
internal sealed class CollapsedFunctions(StackCollapseOptions options)
{
    /// <summary>The limit of the text of a stack.</summary>
    /// <remarks>A symbol of thousands of unknown functions repeats its module for each: without a limit, a line of 1 MiB became 7 GB.</remarks>
    public const long MaximumLength = 64 * 1024 * 1024;

    private static readonly SearchValues<char> VmlinuxCharacters =
        SearchValues.Create("-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Checks the length of the text of a stack.</summary>
    /// <exception cref="ProfileLimitException">It is too long.</exception>
    public static void CheckLength(long length)
    {
        if (length > MaximumLength) throw new ProfileLimitException($"the stack is longer than the limit of {MaximumLength} bytes");
    }

    /// <summary>Appends the functions of a frame, leaf first: several if the symbol contains inlined functions or a resolver finds them.</summary>
    /// <exception cref="ProfileLimitException">The text is too long.</exception>
    public void AppendNames(CollapseFrameLine frame, bool isJava, List<string> result)
    {
        if (options.InlineResolver is { } resolver && TryResolve(resolver, frame, result)) return;
        string symbol = Encoding.Latin1.GetString(frame.Symbol);
        if (symbol.StartsWith('(')) return; // the script regards these as process names
        symbol = RustSymbol.Repair(symbol);
        string module = Encoding.Latin1.GetString(frame.Module);
        string address = Encoding.Latin1.GetString(frame.Address);

        string[] parts = symbol.Split("->");
        int count = parts.Length;
        while (count > 0 && parts[count - 1].Length == 0) count--;
        long length = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            string name = Name(parts[i], module, address);
            if (isJava && name.StartsWith('L') && name.Contains('/', StringComparison.Ordinal)) name = name[1..];
            result.Add(name + Annotation(name, module, isInlined: i > 0));
            length += result[^1].Length;
            CheckLength(length);
        }
    }

    // Kernel code, code maps and mappings without a file have no binary to resolve addresses with.
    private static bool TryResolve(IInlineResolver resolver, CollapseFrameLine frame, List<string> result)
    {
        string module = Encoding.UTF8.GetString(frame.Module);
        bool isBracketed = module.Contains('[', StringComparison.Ordinal) && module.Contains(']', StringComparison.Ordinal);
        if (isBracketed || IsPerfMap(module) || module.Contains("kernel.", StringComparison.Ordinal)) return false;
        string[] functions = resolver.Resolve(Encoding.UTF8.GetString(frame.Address), module);
        for (int i = functions.Length - 1; i >= 0; i--) result.Add(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(functions[i])));
        return functions.Length > 0;
    }

    private string Name(string symbol, string module, string address)
    {
        string name = symbol;
        if (name == "[unknown]")
        {
            name = module == "[unknown]" ? "unknown" : module[(module.LastIndexOf('/') + 1)..];
            name = options.Addresses ? $"[{name} <{address}>]" : $"[{name}]";
        }
        name = WithoutArguments(name.Replace(';', ':'));
        return name.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
    }

    private string Annotation(string name, string module, bool isInlined)
    {
        if (isInlined) return name.Contains("_[i]", StringComparison.Ordinal) ? "" : "_[i]";
        if (options.Kernel && IsKernel(module)) return "_[k]";
        return options.Jit && IsJit(module) && !name.Contains("_[j]", StringComparison.Ordinal) ? "_[j]" : "";
    }

    // [nf_conntrack], mlx5_core.ko, vmlinux, vmlinux-6.1.0
    private static bool IsKernel(string module)
    {
        if (module.Contains("unknown", StringComparison.Ordinal)) return false;
        int image = module.LastIndexOf("vmlinux", StringComparison.Ordinal);
        bool isImage = image >= 0 && !module.AsSpan(image).ContainsAnyExcept(VmlinuxCharacters);
        return isImage || module.StartsWith('[') || module.EndsWith(".ko", StringComparison.Ordinal);
    }

    private static bool IsJit(string module) =>
        IsTmpPerfMap(module) || (module.Contains("/jitted-", StringComparison.Ordinal) && module.EndsWith(".so", StringComparison.Ordinal));

    // Removes the arguments: the text from the first parenthesis on that is not within brackets, as in function<int (int)>::operator(), and starts
    // neither "(anonymous namespace)" nor the type of a Go method, as in net/http.(*Client).Do.
    private static string WithoutArguments(string name)
    {
        int depth = 0;
        for (int i = 0; i < name.Length; i++)
        {
            switch (name[i])
            {
                case '<' or '{' or '[':
                    depth++;
                    break;
                case '>' or '}' or ']' or ')':
                    depth--;
                    break;
                case '(':
                    bool isPart = depth != 0 || (i > 0 && name[i - 1] == '.') || name.AsSpan(i).StartsWith("(anonymous namespace)");
                    if (!isPart) return name[..i];
                    depth++;
                    break;
            }
        }
        return name;
    }

    private static bool IsTmpPerfMap(string module) => IsPerfMap(module, "/tmp/perf-");

    private static bool IsPerfMap(string module) => IsPerfMap(module, "perf-");

    // Whether the module contains the prefix, digits and ".map".
    private static bool IsPerfMap(string module, string prefix)
    {
        for (int start = -1; (start = module.IndexOf(prefix, start + 1, StringComparison.Ordinal)) >= 0;)
        {
            ReadOnlySpan<char> rest = module.AsSpan(start + prefix.Length);
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits > 0 && rest[digits..].StartsWith(".map")) return true;
        }
        return false;
    }
}
