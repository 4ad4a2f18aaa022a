using System.Diagnostics;

namespace FlameScope.DotNet;

/// <summary>A .NET process that can be recorded.</summary>
[DebuggerDisplay("{Id} {Name}")]
public sealed record DotNetProcess
{
    /// <summary>The id of the process.</summary>
    public required int Id { get; init; }

    /// <summary>The name of the process, or of its assembly if the process is <c>dotnet</c>; empty if it cannot be determined.</summary>
    public string Name { get; init; } = "";

    /// <summary>The command line; empty if it cannot be determined.</summary>
    public string CommandLine { get; init; } = "";
}
