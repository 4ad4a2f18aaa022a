using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace FlameScope.PowerShell.Tests;

/// <summary>
/// PowerShell in this process, with the module imported. Its location is a new folder with a copy of the sample recording; the folder of the process is
/// another one.
/// </summary>
public sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Opens a runspace with the module.</summary>
    public Shell()
        : this(importsModule: true)
    {
    }

    internal Shell(bool importsModule)
    {
        File.Copy(PowerShellFolder.Sample, In("shop.perf.gz"));
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(Folder);
        if (importsModule) Get("param($Path) Import-Module $Path -ErrorAction Stop", new() { ["Path"] = PowerShellFolder.Manifest });
    }

    /// <summary>The current location.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("flamescope-").FullName;

    /// <summary>Returns the path of a file in the current location.</summary>
    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a script, in which each <c>param</c> is given by name, and returns what it wrote.</summary>
    internal ShellResult Run(string script, Hashtable? parameters = null)
    {
        using Engine engine = Start(script, parameters);
        try
        {
            List<PSObject> output = [.. engine.Invoke()];
            return Result(engine, output, null);
        }
        catch (RuntimeException failure)
        {
            return Result(engine, [], failure.ErrorRecord);
        }
    }

    /// <summary>Runs a script that must not fail or warn, and returns its output.</summary>
    internal List<PSObject> Get(string script, Hashtable? parameters = null)
    {
        ShellResult result = Run(script, parameters);
        Assert.True(result.Terminating is null, result.Terminating?.ToString());
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        return result.Output;
    }

    /// <summary>Runs a script that must not fail, and returns its only result.</summary>
    internal T One<T>(string script, Hashtable? parameters = null) => (T)LanguagePrimitives.ConvertTo(Assert.Single(Get(script, parameters)), typeof(T), null);

    /// <summary>Prepares a script.</summary>
    internal Engine Start(string script, Hashtable? parameters = null)
    {
        var engine = Engine.Create(_runspace);
        engine.AddScript(script);
        if (parameters is not null) engine.AddParameters(parameters);
        return engine;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runspace.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static ShellResult Result(Engine engine, List<PSObject> output, ErrorRecord? terminating) => new(
        output, [.. engine.Streams.Error], [.. engine.Streams.Warning.Select(w => w.Message)], [.. engine.Streams.Verbose.Select(v => v.Message)], terminating);
}

/// <summary>The objects and messages that a script wrote.</summary>
/// <param name="Output">The objects.</param>
/// <param name="Errors">The errors after which it went on.</param>
/// <param name="Warnings">The warnings.</param>
/// <param name="Verbose">The verbose messages.</param>
/// <param name="Terminating">The error that ended it.</param>
internal sealed record ShellResult(List<PSObject> Output, List<ErrorRecord> Errors, List<string> Warnings, List<string> Verbose, ErrorRecord? Terminating);
