# The standard input of the process is a profile.
param([Parameter(Mandatory)] [string] $Module)
$ErrorActionPreference = 'Stop'
Import-Module $Module
(Import-FlameScopeProfile -).Profile.Samples.Count
