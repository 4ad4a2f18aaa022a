@{
    RootModule           = 'FlameScope.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '3f0c6c0e-5b0f-4d0e-9b7e-6a2d8f1f4c11'
    Author               = 'FlameScope.Core contributors'
    CompanyName          = 'FlameScope.Core contributors'
    Copyright            = 'Copyright FlameScope.Core contributors'
    Description          = 'Subsecond-offset heat maps and flame graphs of CPU profiles.'
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
    )
    TypesToProcess       = @('FlameScope.Types.ps1xml')
    FunctionsToExport    = @(
        'Import-FlameScopeProfile'
        'Get-FlameScopeHeatmap'
        'Get-FlameScopeFlameGraph'
        'Export-FlameScopeReport'
        'Compare-FlameScopeRange'
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags = @('profiling', 'flamegraph', 'heatmap', 'perf', 'flamescope')
        }
    }
}
