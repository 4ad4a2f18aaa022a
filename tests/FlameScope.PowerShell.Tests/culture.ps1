# Writes a file of every kind into a folder. Its output shows the culture.
param([string] $Manifest, [string] $Sample, [string] $Folder)
$ErrorActionPreference = 'Stop'
Import-Module $Manifest
$null = New-Item -ItemType Directory $Folder
$view = Import-FlameScopeProfile $Sample
Set-Location $Folder
foreach ($file in 'heat.svg', 'heat.json', 'heat.csv') { $null = $view | Get-FlameScopeHeatmap $file }
foreach ($file in 'flame.svg', 'flame.json', 'flame.folded') { $null = $view | Get-FlameScopeFlameGraph $file -From 28.3 -To 28.58 }
$null = $view | Get-FlameScopeFlameChart chart.svg -ThreadId 8491
$null = $view | Compare-FlameScopeRange -From 28.3 -To 28.58 -Path difference.svg
$null = $view | Export-FlameScopeReport report.html
$null = $view | Export-FlameScopeProfile profile.speedscope.json
[Globalization.CultureInfo]::CurrentCulture.Name
(1.5).ToString()
$view | Find-FlameScopeMoment -First 1 | Out-String -Width 80
