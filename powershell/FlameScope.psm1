# Five commands for FlameScope.Core. Relative paths are resolved against the caller's location. Seconds count from the profile's origin, the whole second at or
# before its first sample, and the end of a range is exclusive. Every command accepts the output of Import-FlameScopeProfile from the pipeline.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# Names in a recording are untrusted text. Characters that control the terminal are replaced.
function Hide-Control([string] $Text) {
    $Text -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]', [string][char]0xFFFD
}

function Get-Percent([long] $Part, [long] $Total) {
    if ($Total -eq 0) { 0.0 } else { [Math]::Round(100.0 * $Part / $Total, 2) }
}

# A bound that is $null is no bound.
function Select-Range([FlameScope.ProfileView] $View, [object] $From, [object] $To) {
    if ($null -eq $From -and $null -eq $To) { $View } else { $View.Between($From, $To) }
}

function Get-Function([FlameScope.ProfileView] $View) {
    $rows = [hashtable]::new([StringComparer]::Ordinal) # names are case-sensitive
    foreach ($row in $View.GetFunctions().Rows) { $rows["$($row.Kind)`0$($row.Name)"] = $row }
    $rows
}

<#
.SYNOPSIS
Reads profiles: perf script text, plain or gzip.
.DESCRIPTION
Returns one FlameScope.ProfileView per file: the profile and the selection of its samples. The format is detected from the content. Shows progress.
.PARAMETER Path
The files. Wildcards are allowed. Relative paths are resolved against the current location.
.PARAMETER Comm
Only samples of threads with this name.
.PARAMETER Match
Only samples with a frame whose name matches this regular expression.
.PARAMETER Exclude
Only samples without a frame whose name matches this regular expression.
.PARAMETER IncludeIdle
Includes the samples of the idle task, which are excluded by default.
.PARAMETER Weight
The value of each sample: samples for 1, period for its period, or the name of a value of the profile. The default is that of the profile.
.EXAMPLE
Import-FlameScopeProfile perf.txt.gz
.EXAMPLE
Get-ChildItem *.perf.gz | Import-FlameScopeProfile -Comm java | Get-FlameScopeFlameGraph -Functions
#>
function Import-FlameScopeProfile {
    [CmdletBinding()]
    [OutputType([FlameScope.ProfileView])]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('FullName', 'PSPath')]
        [string[]] $Path,
        [string] $Comm,
        [string] $Match,
        [string] $Exclude,
        [switch] $IncludeIdle,
        [FlameScope.Model.SampleWeight] $Weight = 'default'
    )
    process {
        foreach ($item in $Path) {
            # The name of an existing file is not a wildcard, even if it contains brackets.
            $provider = $null
            $files = if (Test-Path -LiteralPath $item) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($item) }
                     else { $PSCmdlet.GetResolvedProviderPathFromPSPath($item, [ref] $provider) }
            if (-not $files) { throw [System.IO.FileNotFoundException]::new("The file '$item' does not exist.") }
            foreach ($file in $files) {
                $activity = "Reading $(Hide-Control $file)"
                $report = [Action[FlameScope.Parsing.ReadProgress]] {
                    param($done)
                    $share = if ($done.TotalBytes) { [Math]::Min(100, [int](100 * $done.BytesRead / $done.TotalBytes)) } else { -1 }
                    Write-Progress -Activity $activity -Status "$($done.BytesRead) bytes" -PercentComplete $share
                }
                $view = [FlameScope.ProfileView]::Open($file, $report)
                Write-Progress -Activity $activity -Completed
                $filter = @{ IncludeIdle = [bool] $IncludeIdle }
                if ($Comm) { $filter.Comm = $Comm }
                if ($Match) { $filter.Match = $Match }
                if ($Exclude) { $filter.Exclude = $Exclude }
                $view.WithFilter([FlameScope.Model.SampleFilter] $filter).WeightedBy($Weight)
            }
        }
    }
}

<#
.SYNOPSIS
Returns the subsecond-offset heat map as one object per second, or saves it.
.DESCRIPTION
Without -Path, returns per second its total, the offset of the cell with the maximum, and the values of all its cells. With -Path, writes a file and returns it.
.PARAMETER InputObject
A view that Import-FlameScopeProfile returns.
.PARAMETER Rows
The number of cells per second, from 1 to 1000. The default is 50.
.PARAMETER From
The start of the range in seconds.
.PARAMETER To
The end of the range in seconds, exclusive.
.PARAMETER Path
The file to write: .svg, .json or .csv. A relative path is resolved against the current location.
.EXAMPLE
Import-FlameScopeProfile perf.txt.gz | Get-FlameScopeHeatmap | Sort-Object Total -Descending | Select-Object -First 5
.EXAMPLE
Import-FlameScopeProfile perf.txt.gz | Get-FlameScopeHeatmap -Path heatmap.svg
#>
function Get-FlameScopeHeatmap {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [FlameScope.ProfileView] $InputObject,
        [Parameter(Position = 0)]
        [string] $Path,
        [ValidateRange(1, 1000)]
        [int] $Rows = 50,
        [Nullable[double]] $From,
        [Nullable[double]] $To
    )
    process {
        $view = Select-Range $InputObject $From $To
        if ($Path) {
            $target = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
            $view.SaveHeatmap($target, $Rows)
            return Get-Item -LiteralPath $target
        }
        $map = $view.GetHeatmap($Rows)
        for ($column = 0; $column -lt $map.ColumnCount; $column++) {
            $values = $map.GetColumn($column)
            $maximum = 0
            for ($row = 1; $row -lt $values.Length; $row++) { if ($values[$row] -gt $values[$maximum]) { $maximum = $row } }
            [pscustomobject]@{
                Second  = ($map.Origin - $view.Profile.Origin) / 1e9 + $column
                Total   = $map.GetColumnTotal($column)
                Busiest = [Math]::Round($maximum / $map.RowCount, 3)
                Peak    = $values[$maximum]
                Values  = $values
            }
        }
    }
}

<#
.SYNOPSIS
Returns the flame graph of a range as one object per node, or saves it.
.DESCRIPTION
Without -Path, returns the nodes of the tree, each after its parent, or with -Functions the functions in descending order of their self values. With -Path, writes
a file and returns it.
.PARAMETER InputObject
A view that Import-FlameScopeProfile returns.
.PARAMETER From
The start of the range in seconds.
.PARAMETER To
The end of the range in seconds, exclusive.
.PARAMETER Path
The file to write: .svg, .json, .folded or .txt. A relative path is resolved against the current location.
.PARAMETER Title
The title of the picture.
.PARAMETER Functions
Returns functions instead of nodes.
.PARAMETER Grouping
The groups at the first level of the tree: ThreadName, Process, Thread or None.
.EXAMPLE
Import-FlameScopeProfile perf.txt.gz | Get-FlameScopeFlameGraph -From 28.3 -To 28.58 -Path moment.svg
.EXAMPLE
Import-FlameScopeProfile perf.txt.gz | Get-FlameScopeFlameGraph -From 28.3 -To 28.58 -Functions | Select-Object -First 10
#>
function Get-FlameScopeFlameGraph {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [FlameScope.ProfileView] $InputObject,
        [Parameter(Position = 0)]
        [string] $Path,
        [Nullable[double]] $From,
        [Nullable[double]] $To,
        [string] $Title,
        [switch] $Functions,
        [FlameScope.FlameGraph.StackGrouping] $Grouping = 'ThreadName'
    )
    process {
        $view = Select-Range $InputObject $From $To
        if ($Path) {
            $target = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
            $view.SaveFlameGraph($target, $Title)
            return Get-Item -LiteralPath $target
        }
        if ($Functions) {
            $table = $view.GetFunctions()
            foreach ($row in $table.Rows) {
                [pscustomobject]@{
                    Self         = $row.Self
                    SelfPercent  = Get-Percent $row.Self $table.Total
                    Total        = $row.Total
                    TotalPercent = Get-Percent $row.Total $table.Total
                    Kind         = $row.Kind
                    Name         = Hide-Control $row.Name
                }
            }
            return
        }
        $tree = $view.GetStackTree($Grouping)
        foreach ($node in $tree.Nodes) {
            [pscustomobject]@{
                Depth   = $node.Depth
                Self    = $node.Self
                Total   = $node.Total
                Percent = Get-Percent $node.Total $tree.Total
                Kind    = $node.Kind
                Name    = Hide-Control $node.Name
            }
        }
    }
}

<#
.SYNOPSIS
Saves the interactive report, one HTML file with the heat map, flame graphs and functions.
.PARAMETER InputObject
A view that Import-FlameScopeProfile returns.
.PARAMETER Path
The file to write. A relative path is resolved against the current location.
.PARAMETER Title
The title of the report.
.EXAMPLE
Import-FlameScopeProfile perf.txt.gz | Export-FlameScopeReport report.html
#>
function Export-FlameScopeReport {
    [CmdletBinding()]
    [OutputType([System.IO.FileInfo])]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [FlameScope.ProfileView] $InputObject,
        [Parameter(Mandatory, Position = 0)]
        [string] $Path,
        [string] $Title
    )
    process {
        $target = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
        if ($Title) { $InputObject.SaveReport($target, $Title) } else { $InputObject.SaveReport($target) }
        Get-Item -LiteralPath $target
    }
}

<#
.SYNOPSIS
Compares the functions of a range with those of a baseline.
.DESCRIPTION
Returns the functions in descending order of the difference of their self shares. Shares are relative to the total of each side, so that ranges of different
lengths can be compared. The baseline is the rest of the profile, the whole profile, another range, or another profile.
.PARAMETER InputObject
A view that Import-FlameScopeProfile returns.
.PARAMETER From
The start of the range in seconds.
.PARAMETER To
The end of the range in seconds, exclusive.
.PARAMETER Baseline
Rest for all samples outside the range, or Whole for all samples.
.PARAMETER BaselineFrom
The start of the baseline range in seconds.
.PARAMETER BaselineTo
The end of the baseline range in seconds, exclusive.
.PARAMETER BaselineProfile
Another profile to compare with, as returned by Import-FlameScopeProfile.
.EXAMPLE
Import-FlameScopeProfile perf.txt.gz | Compare-FlameScopeRange -From 28.3 -To 28.58 | Select-Object -First 10
.EXAMPLE
$before = Import-FlameScopeProfile before.gz
Import-FlameScopeProfile after.gz | Compare-FlameScopeRange -BaselineProfile $before
#>
function Compare-FlameScopeRange {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [FlameScope.ProfileView] $InputObject,
        [Nullable[double]] $From,
        [Nullable[double]] $To,
        [ValidateSet('Rest', 'Whole')]
        [string] $Baseline = 'Rest',
        [Nullable[double]] $BaselineFrom,
        [Nullable[double]] $BaselineTo,
        [FlameScope.ProfileView] $BaselineProfile
    )
    process {
        $view = Select-Range $InputObject $From $To
        $other = if ($BaselineProfile) { Select-Range $BaselineProfile $BaselineFrom $BaselineTo } else { Select-Range $InputObject $BaselineFrom $BaselineTo }
        $isOther = $BaselineProfile -or $null -ne $BaselineFrom -or $null -ne $BaselineTo
        # The values of the rest are those of all samples minus those of the range, because a sample counts at most once per function.
        $isRest = -not $isOther -and $Baseline -eq 'Rest'
        $targetFunctions = Get-Function $view
        $baselineFunctions = Get-Function $other
        $targetTotal = $view.Total
        $baselineTotal = $other.Total
        if ($isRest) { $baselineTotal -= $targetTotal }
        $keys = [System.Collections.Generic.HashSet[string]]::new([StringComparer]::Ordinal)
        foreach ($key in @($targetFunctions.Keys) + @($baselineFunctions.Keys)) { [void] $keys.Add($key) }
        $(foreach ($key in $keys) {
            $row = $targetFunctions[$key]
            $baselineRow = $baselineFunctions[$key]
            $self = if ($row) { $row.Self } else { 0 }
            $total = if ($row) { $row.Total } else { 0 }
            $baselineSelf = if ($baselineRow) { $baselineRow.Self } else { 0 }
            $baselineTotalOfFunction = if ($baselineRow) { $baselineRow.Total } else { 0 }
            if ($isRest) {
                $baselineSelf -= $self
                $baselineTotalOfFunction -= $total
            }
            if (-not $row) { $row = $baselineRow }
            [pscustomobject]@{
                Difference      = [Math]::Round((Get-Percent $self $targetTotal) - (Get-Percent $baselineSelf $baselineTotal), 2)
                SelfPercent     = Get-Percent $self $targetTotal
                BaselinePercent = Get-Percent $baselineSelf $baselineTotal
                Self            = $self
                BaselineSelf    = $baselineSelf
                Total           = $total
                BaselineTotal   = $baselineTotalOfFunction
                Kind            = $row.Kind
                Name            = Hide-Control $row.Name
            }
        }) | Sort-Object -Property @{ Expression = { [Math]::Abs($_.Difference) }; Descending = $true }, Name
    }
}

Export-ModuleMember -Function Import-FlameScopeProfile, Get-FlameScopeHeatmap, Get-FlameScopeFlameGraph, Export-FlameScopeReport, Compare-FlameScopeRange
