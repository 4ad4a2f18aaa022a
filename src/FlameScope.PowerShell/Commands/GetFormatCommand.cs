using System.Management.Automation;
using FlameScope.Export;
using FlameScope.Parsing;

namespace FlameScope.PowerShell;

/// <summary>Returns the profile formats that are read and written.</summary>
/// <example>
/// <code>Get-FlameScopeFormat | Where-Object CanWrite</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "FlameScopeFormat")]
[OutputType(typeof(ProfileFormatInfo))]
public sealed class GetFormatCommand : FlameScopeCommand
{
    /// <summary>Returns the formats.</summary>
    protected override void EndProcessing()
    {
        foreach (IProfileReader reader in ProfileFormats.Default.Readers) WriteObject(Describe(reader.Name, reader.Description, ProfileWriters.Default.Find(reader.Name)));
        foreach (IProfileWriter writer in ProfileWriters.Default.Writers)
        {
            if (ProfileFormats.Default.Find(writer.Name) is null) WriteObject(Describe(writer.Name, null, writer));
        }
    }

    private static ProfileFormatInfo Describe(string name, string? read, IProfileWriter? writer) => new()
    {
        Name = name,
        CanRead = read is not null,
        CanWrite = writer is not null,
        Extensions = writer?.Extensions ?? [],
        Description = read ?? writer!.Description,
        Limits = writer?.Limits ?? "",
    };
}
