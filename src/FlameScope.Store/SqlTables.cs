using System.Text.RegularExpressions;

namespace FlameScope.Store;

/// <summary>The tables of a dataset in an engine. By default they have the names of the documentation.</summary>
public sealed partial record SqlTables
{
    private static readonly char[] Patterns = ['*', '?', '[', ']', '{', '}'];

    private SqlTables(Func<string, string> expressionOf)
    {
        Samples = expressionOf("samples");
        Stacks = expressionOf("stacks");
        Frames = expressionOf("frames");
        Contexts = expressionOf("contexts");
        Labels = expressionOf("labels");
        Recordings = expressionOf("recordings");
    }

    /// <summary>The tables with the names of the documentation: <c>samples</c>, <c>stacks</c> and so on.</summary>
    public static SqlTables Default { get; } = new(name => name);

    /// <summary>
    /// The expression for the name of a row's file without the extension; <c>null</c> if the tables are not files. The files of a recording have one name in
    /// all tables.
    /// </summary>
    internal string? FileName { get; private init; }

    /// <summary>The expression for the samples.</summary>
    public string Samples { get; }

    /// <summary>The expression for the stacks.</summary>
    public string Stacks { get; }

    /// <summary>The expression for the frames.</summary>
    public string Frames { get; }

    /// <summary>The expression for the contexts.</summary>
    public string Contexts { get; }

    /// <summary>The expression for the labels.</summary>
    public string Labels { get; }

    /// <summary>The expression for the recordings.</summary>
    public string Recordings { get; }

    /// <summary>Returns tables whose names have a prefix, such as that of a schema or a database.</summary>
    /// <param name="prefix">Letters, digits, underscores and dots; for example <c>profiles.</c> or <c>prod_</c>.</param>
    /// <returns>The tables.</returns>
    /// <exception cref="ArgumentException">The prefix has other characters.</exception>
    public static SqlTables WithPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return Prefix().IsMatch(prefix)
            ? new(name => prefix + name)
            : throw new ArgumentException($"'{prefix}' is not a prefix of names: letters, digits, underscores and dots, and a letter or underscore first.", nameof(prefix));
    }

    /// <summary>Returns the files of a dataset as tables of DuckDB.</summary>
    /// <param name="root">The folder of the dataset, or its address in an object store.</param>
    /// <returns>The tables.</returns>
    /// <exception cref="ArgumentException">The address is empty or has characters that DuckDB takes as a pattern.</exception>
    public static SqlTables DuckDbFiles(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (Array.Exists(Patterns, root.Contains))
        {
            throw new ArgumentException($"'{root}' contains characters that DuckDB takes as a pattern of names: * ? [ ] {{ }}.", nameof(root));
        }
        return new(name =>
        {
            string partitions = name switch
            {
                "samples" => "'date': varchar, 'hour': varchar, 'service': varchar, 'host': varchar",
                "recordings" => "'date': varchar, 'service': varchar, 'host': varchar",
                _ => "'date': varchar, 'service': varchar",
            };
            return $"read_parquet({SqlDialect.DuckDb.Literal($"{root.TrimEnd('/')}/{name}/**/*.parquet")}, hive_partitioning = true, hive_types = {{{partitions}}})";
        })
        { FileName = "parse_filename(filename, true, 'both_slash')" };
    }

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_.]*)?\z")]
    private static partial Regex Prefix();
}
