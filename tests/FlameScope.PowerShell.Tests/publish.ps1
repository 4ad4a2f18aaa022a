# Publishes the module to a local feed, and uses it from there.
param([string] $Module, [string] $Sample, [string] $Folder)
$ErrorActionPreference = 'Stop'
$feed = New-Item -ItemType Directory (Join-Path $Folder feed)
Register-PSResourceRepository -Name Local -Uri $feed.FullName -Trusted
Publish-PSResource -Path $Module -Repository Local
$found = Find-PSResource FlameScope.PowerShell -Repository Local
if ($found.Author -ne 'FlameScope.Core contributors' -or -not $found.ProjectUri -or -not $found.Tags) { throw 'The package lacks information.' }
# Modules of the current user are below the home folder.
$env:HOME = $Folder
Install-PSResource FlameScope.PowerShell -Repository Local -Scope CurrentUser
$modules = Join-Path $Folder .local share powershell Modules
$env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
if ((Import-FlameScopeProfile $Sample).SampleCount -eq 0) { throw 'The module has read nothing.' }
if (-not (Get-Module FlameScope.PowerShell).ModuleBase.StartsWith($modules)) { throw 'Another module was used.' }
