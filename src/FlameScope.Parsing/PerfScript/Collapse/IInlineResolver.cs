namespace FlameScope.Parsing;

/// <summary>Resolves an address to the functions that were inlined there.</summary>
public interface IInlineResolver
{
    /// <summary>Returns the functions at an address, outermost first.</summary>
    /// <param name="address">The address, in hexadecimal digits, as in the text.</param>
    /// <param name="module">The path of the binary.</param>
    /// <returns>The functions; empty if none are known.</returns>
    string[] Resolve(string address, string module);
}
