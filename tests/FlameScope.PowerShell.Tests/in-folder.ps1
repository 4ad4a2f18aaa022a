# Runs a sample in a folder.
param([string] $Folder, [string] $Script, [string] $Library)
$ErrorActionPreference = 'Stop'
Set-Location $Folder
& $Script -Library $Library
