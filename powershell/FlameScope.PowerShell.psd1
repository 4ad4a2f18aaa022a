@{
    # The build replaces the words in braces: src/FlameScope.PowerShell/FlameScope.PowerShell.csproj.
    RootModule           = 'FlameScope.PowerShell.dll'
    ModuleVersion        = '{version}'
    GUID                 = '3f0c6c0e-5b0f-4d0e-9b7e-6a2d8f1f4c11'
    Author               = 'FlameScope.Core contributors'
    CompanyName          = 'FlameScope.Core contributors'
    Copyright            = 'Copyright FlameScope.Core contributors'
    Description          = 'Subsecond-offset heat maps and flame graphs of CPU profiles of perf, .NET, Java, Go, Node.js, browsers and others.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    RequiredAssemblies   = @(
        'FlameScope.Model.dll'
        'FlameScope.Parsing.dll'
        'FlameScope.Heatmap.dll'
        'FlameScope.FlameGraph.dll'
        'FlameScope.Analysis.dll'
        'FlameScope.Export.dll'
        'FlameScope.Core.dll'
        'FlameScope.DotNet.dll'
    )
    TypesToProcess       = @('FlameScope.PowerShell.types.ps1xml')
    FormatsToProcess     = @('FlameScope.PowerShell.format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Compare-FlameScopeRange'
        'Export-FlameScopeProfile'
        'Export-FlameScopeReport'
        'Find-FlameScopeMoment'
        'Get-FlameScopeFlameChart'
        'Get-FlameScopeFlameGraph'
        'Get-FlameScopeFormat'
        'Get-FlameScopeHeatmap'
        'Get-FlameScopeProcess'
        'Get-FlameScopeThread'
        'Import-FlameScopeProfile'
        'Trace-FlameScopeProcess'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('profiling', 'flamegraph', 'heatmap', 'perf', 'flamescope', 'dotnet', 'Linux', 'Windows', 'macOS')
            ProjectUri   = '{address}'
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ReleaseNotes = 'The changes of each version are in CHANGELOG.md of the project: {address}'
        }
    }
}
