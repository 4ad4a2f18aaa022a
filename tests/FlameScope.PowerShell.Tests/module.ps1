# Runs the commands of the module in a location that differs from the process's current folder. Fails if a result is wrong.
param([string] $Folder, [string] $Sample)
$ErrorActionPreference = 'Stop'
function Assert([bool] $Truth, [string] $What) { if (-not $Truth) { throw "Expected: $What" } }

# Loading FlameScope.Core.dll is sufficient.
$core = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; Add-Type -Path '$Folder/FlameScope.Core.dll'; [FlameScope.ProfileView]::Open('$Sample').Where(@{ LeafKinds = 'Kernel' }).WeightedBy('period').SampleCount"
Assert ([int] $core -gt 0) 'Add-Type of Core alone works, with a filter as a hashtable and a weight as a string'

Import-Module (Join-Path $Folder 'FlameScope.psd1')
$place = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
try {
    Set-Location $place
    Copy-Item $Sample shop.perf.gz
    $view = Import-FlameScopeProfile shop.perf.gz
    Assert ($view -is [FlameScope.ProfileView]) 'a relative path gives a view'
    Assert (@(Get-ChildItem *.gz | Import-FlameScopeProfile).Count -eq 1) 'files are accepted from the pipeline'
    Assert (@($view.Between(28.3, 28.58).Selection).Count -gt 1) 'a selection can be enumerated'

    Copy-Item shop.perf.gz 'shop[1].gz'
    Assert (@(Get-Item -LiteralPath 'shop[1].gz' | Import-FlameScopeProfile).Count -eq 1) 'brackets in a name are literal'
    $missing = try { Import-FlameScopeProfile *.none } catch { $_ }
    Assert ($missing -is [System.Management.Automation.ErrorRecord]) 'a missing file is an error'

    $seconds = @($view | Get-FlameScopeHeatmap -Rows 10)
    Assert ($seconds.Count -gt 28 -and $seconds[28].Values.Length -eq 10) 'one object per second, one value per cell'
    Assert ((Get-FlameScopeHeatmap -InputObject $view -Path heat.svg).Exists -and (Test-Path (Join-Path $place heat.svg))) 'the picture is saved in the current location'

    $nodes = @($view | Get-FlameScopeFlameGraph -From 28.3 -To 28.58)
    Assert ($nodes[0].Depth -eq 0 -and $nodes[0].Percent -eq 100) 'the root is first'
    $functions = @($view | Get-FlameScopeFlameGraph -From 28.3 -To 28.58 -Functions)
    Assert ($functions[0].Self -ge $functions[-1].Self) 'functions are sorted by self value'
    Assert (($view | Get-FlameScopeFlameGraph -Path moment.svg -From 28.3 -To 28.58).Length -gt 0) 'a flame graph is saved'

    $rest = @($view | Compare-FlameScopeRange -From 28.3 -To 28.58)
    Assert ([Math]::Abs($rest[0].Difference) -ge [Math]::Abs($rest[-1].Difference)) 'the largest difference is first'
    $mine = ($rest | Measure-Object Self -Sum).Sum
    Assert ($mine -eq $view.Between(28.3, 28.58).Total) 'the self values add up to the range'
    Assert ($mine + ($rest | Measure-Object BaselineSelf -Sum).Sum -eq $view.Total) 'range and rest add up to the profile'

    if ($view | Get-Member SaveReport) { Assert ((Export-FlameScopeReport -InputObject $view -Path report.html).Length -gt 0) 'a report is saved' }
    foreach ($command in Get-Command -Module FlameScope) { Assert ((Get-Help $command.Name).Synopsis.Length -gt 10) "help of $command" }
}
finally {
    Set-Location $Folder
    Remove-Item -Recurse -Force $place
}
