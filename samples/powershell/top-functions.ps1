<#
.SYNOPSIS
Prints the functions with the most samples in 280 ms of a recording.
.EXAMPLE
./top-functions.ps1 artifacts/powershell samples/profiles/shop.perf.gz
#>
param(
    # The folder that contains FlameScope.Core.dll.
    [Parameter(Mandatory)] [string] $Library,
    # The recording.
    [Parameter(Mandatory)] [string] $Recording
)
$ErrorActionPreference = 'Stop'

#region top
Add-Type -Path (Join-Path $Library FlameScope.Core.dll)
$view = [FlameScope.ProfileView]::Open((Convert-Path $Recording))
$view.Between(28.30, 28.58).GetFunctions().Rows | Select-Object -First 10
#endregion
