# Five commands over FlameScope.Core. Paths count from the caller's location; seconds from the profile's origin, the whole second at or before its
# first sample; ranges are half-open. Every command takes what Import-FlameScopeProfile gives from the pipeline.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# Names in a recording are anybody's text: what would steer the terminal is not shown.
function Hide-Control([string] $Text) {
    $Text -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]', [string][char]0xFFFD
}

function Get-Percent([long] $Part, [long] $Whole) {
    if ($Whole -eq 0) { 0.0 } else { [Math]::Round(100.0 * $Part / $Whole, 2) }
}

# $null, when a bound was not given, stays $null: no bound.
function Select-Range([FlameScope.ProfileView] $View, [object] $From, [object] $To) {
    if ($null -eq $From -and $null -eq $To) { $View } else { $View.Between($From, $To) }
}

function Get-Function([FlameScope.ProfileView] $View) {
    $rows = [hashtable]::new([StringComparer]::Ordinal) # names that differ by case are two
    foreach ($row in $View.GetFunctions().Rows) { $rows["$($row.Kind)`0$($row.Name)"] = $row }
    $rows
}

<#
.SYNOPSIS
Reads profiles: perf script text, plain or gzip.
.DESCRIPTION
Gives a FlameScope.ProfileView for each file: the profile and what is looked at of it. The format is told from the content. Progress is shown.
.PARAMETER Path
The files; wildcards will do. Relative paths count from the caller's location.
.PARAMETER Comm
Only samples of processes of this name.
.PARAMETER Match
Only samples with a frame whose name this regular expression matches.
.PARAMETER Exclude
No samples with a frame whose name this regular expression matches.
.PARAMETER IncludeIdle
With the samples of the idle task, which are left out otherwise.
.PARAMETER Weight
What a sample counts: Samples for one, Period for its period.
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
        [FlameScope.Model.SampleWeight] $Weight = 'Samples'
    )
    process {
        foreach ($item in $Path) {
            # A name that is a file's is meant as it is, brackets and all.
            $provider = $null
            $files = if (Test-Path -LiteralPath $item) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($item) }
                     else { $PSCmdlet.GetResolvedProviderPathFromPSPath($item, [ref] $provider) }
            if (-not $files) { throw [System.IO.FileNotFoundException]::new("There is no file '$item'.") }
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
Gives the subsecond-offset heat map, a row a second, or saves it.
.DESCRIPTION
Without -Path: for each second its samples, the offset of its busiest cell and the values of all its cells. With -Path: the file.
.PARAMETER InputObject
What Import-FlameScopeProfile gives.
.PARAMETER Rows
The number of cells of a second, 1 to 1000.
.PARAMETER From
The start of the range in seconds.
.PARAMETER To
The end of the range in seconds, not included.
.PARAMETER Path
The file to write: .svg, .json or .csv. A relative path counts from the caller's location.
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
            $most = 0
            for ($row = 1; $row -lt $values.Length; $row++) { if ($values[$row] -gt $values[$most]) { $most = $row } }
            [pscustomobject]@{
                Second  = ($map.Origin - $view.Profile.Origin) / 1e9 + $column
                Total   = $map.GetColumnTotal($column)
                Busiest = [Math]::Round($most / $map.RowCount, 3)
                Peak    = $values[$most]
                Values  = $values
            }
        }
    }
}

<#
.SYNOPSIS
Gives the flame graph of a range, a row a frame, or saves it.
.DESCRIPTION
Without -Path: the nodes of the tree from the root on, each after its parent, or with -Functions the functions by what was sampled in them. With -Path: the
file.
.PARAMETER InputObject
What Import-FlameScopeProfile gives.
.PARAMETER From
The start of the range in seconds.
.PARAMETER To
The end of the range in seconds, not included.
.PARAMETER Path
The file to write: .svg, .json, .folded or .txt. A relative path counts from the caller's location.
.PARAMETER Title
The picture's title.
.PARAMETER Functions
Give functions in place of nodes, those with the most samples of their own first.
.PARAMETER Grouping
What stands at the first level: Comm, Pid, Tid or None.
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
Saves the interactive report: one HTML file with heat map, flame graphs and functions.
.PARAMETER InputObject
What Import-FlameScopeProfile gives.
.PARAMETER Path
The file to write. A relative path counts from the caller's location.
.PARAMETER Title
The report's title.
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
Gives the functions by how much their share of the samples, in themselves, differs: the largest difference first. Shares are of each side's total, so that sides
of different lengths compare. The baseline is the rest of the profile, the whole of it, another range, or another profile.
.PARAMETER InputObject
What Import-FlameScopeProfile gives.
.PARAMETER From
The start of the range in seconds.
.PARAMETER To
The end of the range in seconds, not included.
.PARAMETER Baseline
Rest, for all but the range, or Whole.
.PARAMETER BaselineFrom
The start of another range to compare with, in seconds.
.PARAMETER BaselineTo
The end of another range to compare with, in seconds, not included.
.PARAMETER BaselineProfile
Another profile to compare with, as Import-FlameScopeProfile gives it.
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
        # All but the range is the whole without it, function by function: a sample counts once for a function.
        $takeAway = -not $isOther -and $Baseline -eq 'Rest'
        $ours = Get-Function $view
        $theirs = Get-Function $other
        $ourTotal = $view.Total
        $theirTotal = $other.Total
        if ($takeAway) { $theirTotal -= $ourTotal }
        $keys = [System.Collections.Generic.HashSet[string]]::new([StringComparer]::Ordinal)
        foreach ($key in @($ours.Keys) + @($theirs.Keys)) { [void] $keys.Add($key) }
        $(foreach ($key in $keys) {
            $mine = $ours[$key]
            $its = $theirs[$key]
            $self = if ($mine) { $mine.Self } else { 0 }
            $total = if ($mine) { $mine.Total } else { 0 }
            $itsSelf = if ($its) { $its.Self } else { 0 }
            $itsTotal = if ($its) { $its.Total } else { 0 }
            if ($takeAway) {
                $itsSelf -= $self
                $itsTotal -= $total
            }
            $row = if ($mine) { $mine } else { $its }
            [pscustomobject]@{
                Difference      = [Math]::Round((Get-Percent $self $ourTotal) - (Get-Percent $itsSelf $theirTotal), 2)
                SelfPercent     = Get-Percent $self $ourTotal
                BaselinePercent = Get-Percent $itsSelf $theirTotal
                Self            = $self
                BaselineSelf    = $itsSelf
                Total           = $total
                BaselineTotal   = $itsTotal
                Kind            = $row.Kind
                Name            = Hide-Control $row.Name
            }
        }) | Sort-Object -Property @{ Expression = { [Math]::Abs($_.Difference) }; Descending = $true }, Name
    }
}

Export-ModuleMember -Function Import-FlameScopeProfile, Get-FlameScopeHeatmap, Get-FlameScopeFlameGraph, Export-FlameScopeReport, Compare-FlameScopeRange
