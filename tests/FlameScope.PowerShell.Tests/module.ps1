# Runs every command of the module in a real PowerShell: imported by its name, in a location that differs from the folder of the process.
param([string] $Module, [string] $Sample, [string] $Folder)
$ErrorActionPreference = 'Stop'
function Assert([bool] $Truth, [string] $What) { if (-not $Truth) { throw "Expected: $What" } }

$env:PSModulePath = (Split-Path $Module) + [IO.Path]::PathSeparator + $env:PSModulePath
Set-Location $Folder
Copy-Item $Sample shop.perf.gz
$view = Import-FlameScopeProfile shop.perf.gz
Assert ($view.Source -eq (Join-Path $Folder shop.perf.gz)) 'a relative path gives a view of the file'
Assert (@($view | Get-FlameScopeHeatmap).Count -gt 28) 'one object per second'
Assert (($view | Get-FlameScopeHeatmap heat.svg).DirectoryName -eq $Folder) 'the picture is in the current location'
Assert (@($view | Get-FlameScopeFlameGraph -Functions).Count -gt 10) 'functions'
Assert (($view | Find-FlameScopeMoment)[0].Kind -eq 'Burst') 'a moment'
Assert (($view | Compare-FlameScopeRange 28.3 28.58)[0].IsExplanation) 'an explanation'
Assert (@($view | Get-FlameScopeThread).Count -gt 3) 'threads'
Assert (@($view | Get-FlameScopeFlameChart -ThreadId 8491).Count -gt 3) 'a flame chart'
Assert (($view | Export-FlameScopeReport report.html).Length -gt 10000) 'a report'
Assert (($view | Export-FlameScopeProfile shop.pb.gz).Length -gt 1000) 'a converted profile'
Assert (@(Get-FlameScopeFormat).Count -gt 10) 'formats'
Assert (@(Get-FlameScopeProcess | Where-Object Id -EQ $PID).Count -eq 1) 'this process'
Assert ((Trace-FlameScopeProcess $PID -Seconds 0.3 -WarningAction SilentlyContinue) -is [FlameScope.ProfileView]) 'a recording of this process'
Assert ((Get-Help Import-FlameScopeProfile).Synopsis -like 'Reads profiles*') 'help'
Assert (($view | Get-FlameScopeThread | Out-String -Width 80) -match 'shop-web-1') 'a table'
