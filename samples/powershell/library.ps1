<#
.SYNOPSIS
Uses the types of all assemblies of the library, without the module. Run it in a folder with a recording named perf.data.
#>
param(
    # The folder that contains the assemblies.
    [Parameter(Mandatory)] [string] $Library
)
$ErrorActionPreference = 'Stop'

#region library
Add-Type -Path $Library/FlameScope.*.dll
$view = [FlameScope.ProfileView]::Open("$PWD/perf.data", [FlameScope.Parsing.ProfileReadOptions] @{ Strict = $true })
$view = $view.Where([FlameScope.Model.SampleFilter] @{ Match = 'checkout' })
$options = [FlameScope.Export.FlameGraphSvgOptions] @{ Palette = 'colorblind'; Icicle = $true }
$view.SaveFlameGraph("$PWD/callers.svg", $options, 'None', $true)
$view.Between(28.3, 28.58).GetChanges([FlameScope.FlameGraph.Baseline]::Rest).Explanations | Select-Object -First 5 Name, AdjustedPValue
#endregion
