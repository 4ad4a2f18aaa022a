namespace FlameScope.Parsing;

/// <summary>Knows which functions were inlined where an address lies.</summary>
public interface IInlineResolver
{
    /// <summary>The functions at an address, root first, the last being the innermost.</summary>
    /// <param name="address">The address, in hexadecimal digits, as the text has it.</param>
    /// <param name="module">The path of the binary.</param>
    /// <returns>The functions; empty where nothing is known.</returns>
    string[] Resolve(string address, string module);
}
