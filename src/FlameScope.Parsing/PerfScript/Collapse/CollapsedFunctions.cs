using System.Buffers;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>Formats the functions of a frame line as the script does.</summary>
internal sealed class CollapsedFunctions(StackCollapseOptions options)
{
    // A symbol of thousands of unknown functions repeats its module for each: without a limit, a line of 1 MiB became 7 GB.
    private const long MaximumLength = 64 * 1024 * 1024;

    private static readonly SearchValues<char> LowerHexDigits = SearchValues.Create("0123456789abcdef");

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
        string symbol = WithoutOffset(Encoding.Latin1.GetString(frame.Function));
        if (symbol.StartsWith('(')) return; // the script regards these as process names
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
        name = name.Replace(';', ':');
        if (!IsGoMethod(name)) name = WithoutArguments(name);
        return name.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
    }

    private string Annotation(string name, string module, bool isInlined)
    {
        if (isInlined) return name.Contains("_[i]", StringComparison.Ordinal) ? "" : "_[i]";
        bool isKernel = (module.StartsWith('[') || module.EndsWith("vmlinux", StringComparison.Ordinal))
            && !module.Contains("unknown", StringComparison.Ordinal);
        if (options.Kernel && isKernel) return "_[k]";
        return options.Jit && IsTmpPerfMap(module) && !name.Contains("_[j]", StringComparison.Ordinal) ? "_[j]" : "";
    }

    private static string WithoutOffset(string symbol)
    {
        int start = symbol.LastIndexOf("+0x", StringComparison.Ordinal);
        return start >= 0 && start + 3 < symbol.Length && symbol.AsSpan(start + 3).IndexOfAnyExcept(LowerHexDigits) < 0 ? symbol[..start] : symbol;
    }

    // net/http.(*Client).Do: \.\(.*\)\.
    private static bool IsGoMethod(string name)
    {
        int open = name.IndexOf(".(", StringComparison.Ordinal);
        return open >= 0 && name.IndexOf(").", open + 2, StringComparison.Ordinal) >= 0;
    }

    // Removes the arguments: the text from the first parenthesis that is not within brackets, as in function<int (int)>::operator(), and does not start
    // "(anonymous namespace)".
    private static string WithoutArguments(string name)
    {
        int depth = 0, first = -1;
        for (int i = 0; i < name.Length; i++)
        {
            switch (name[i])
            {
                case '<' or '{' or '[':
                    depth++;
                    break;
                case '>' when i > 0 && name[i - 1] == '-':
                    break;
                case '>' or '}' or ']':
                    depth = Math.Max(0, depth - 1);
                    break;
                case '(' when !name.AsSpan(i).StartsWith("(anonymous namespace)"):
                    if (depth == 0) return name[..i];
                    if (first < 0) first = i;
                    break;
            }
        }
        return depth > 0 && first >= 0 ? name[..first] : name; // operator<(a, b): the brackets are not balanced
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
