# Publishes the module to a local feed, and uses it from there.
param([string] $Module, [string] $Sample, [string] $Folder)
$ErrorActionPreference = 'Stop'
$feed = New-Item -ItemType Directory (Join-Path $Folder feed)
Register-PSResourceRepository -Name Local -Uri $feed.FullName -Trusted
Publish-PSResource -Path $Module -Repository Local
$found = Find-PSResource FlameScope.PowerShell -Repository Local
if ($found.Author -ne 'FlameScope.Core contributors' -or -not $found.ProjectUri -or -not $found.Tags) { throw 'The package lacks information.' }
$modules = New-Item -ItemType Directory (Join-Path $Folder modules)
Save-PSResource FlameScope.PowerShell -Repository Local -Path $modules
$env:PSModulePath = $modules.FullName + [IO.Path]::PathSeparator + $env:PSModulePath
if ((Import-FlameScopeProfile $Sample).SampleCount -eq 0) { throw 'The module has read nothing.' }
(Get-Module FlameScope.PowerShell).ModuleBase
if (-not (Get-Module FlameScope.PowerShell).ModuleBase.StartsWith($modules.FullName)) { throw 'Another module was used.' }
