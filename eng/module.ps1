# Packs the PowerShell module as Publish-PSResource does for a gallery.
#   dotnet pwsh -NoProfile -File eng/module.ps1 FOLDER
param([Parameter(Mandatory)] [string] $Folder)
$ErrorActionPreference = 'Stop'
$feed = (New-Item -ItemType Directory -Force $Folder).FullName
$name = 'flamescope-' + [guid]::NewGuid()
Register-PSResourceRepository -Name $name -Uri $feed -Trusted
try {
    Publish-PSResource -Path (Join-Path $PSScriptRoot ../artifacts/powershell/FlameScope.PowerShell) -Repository $name
}
finally {
    Unregister-PSResourceRepository -Name $name
}
Get-ChildItem $feed
