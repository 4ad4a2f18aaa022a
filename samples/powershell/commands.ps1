<#
.SYNOPSIS
Shows what the commands of the module do. Run it in a folder with a recording named perf.data, and two of the same program: before.perf and after.perf.
.EXAMPLE
Import-Module ./artifacts/powershell/FlameScope.PowerShell; ./samples/powershell/commands.ps1
#>
$ErrorActionPreference = 'Stop'

#region first
Import-FlameScopeProfile perf.data | Find-FlameScopeMoment -First 5
Import-FlameScopeProfile perf.data | Get-FlameScopeHeatmap heatmap.svg
Import-FlameScopeProfile perf.data | Get-FlameScopeFlameGraph moment.svg -From 28.3 -To 28.58
#endregion

#region tables
$view = Import-FlameScopeProfile perf.data
$view | Get-FlameScopeHeatmap | Sort-Object Total -Descending | Select-Object -First 5
$view | Get-FlameScopeFlameGraph -From 28.3 -To 28.58 -Functions | Select-Object -First 10
$view | Get-FlameScopeThread
$view | Compare-FlameScopeRange 28.3 28.58 | Select-Object -First 10
#endregion

#region files
$view | Compare-FlameScopeRange 28.3 28.58 -Path difference.svg
$view | Export-FlameScopeReport report.html
$view | Export-FlameScopeProfile profile.pb.gz
#endregion

#region many
Get-ChildItem *.perf | Import-FlameScopeProfile | Get-FlameScopeHeatmap -Path { "$($_.Name).svg" }
$view | Find-FlameScopeMoment -First 3 | Get-FlameScopeFlameGraph -Path { "moment-$($_.From).svg" }
#endregion

#region compare
$before = Import-FlameScopeProfile before.perf
Import-FlameScopeProfile after.perf | Compare-FlameScopeRange -BaselineProfile $before | Where-Object IsSignificant
#endregion

#region record
$service = Trace-FlameScopeProcess $PID -Seconds 1
$service | Get-FlameScopeFlameGraph -Functions | Select-Object -First 10
#endregion
