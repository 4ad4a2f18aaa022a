#!/usr/bin/env bash
# Packs the tool as three packages: flamescope, which names the other two; flamescope.linux-x64, one native file; and flamescope.any for all other platforms.
#   eng/tool.sh FOLDER
# Runs on Linux on x64, and requires what eng/native.sh requires.
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
options=(-c Release -v quiet -p:ToolOfPlatforms=true -p:ContinuousIntegrationBuild=true -o "$folder")

rm -f "$folder"/flamescope.*nupkg
# The first does not make the others: it would publish for their platforms without restoring for them.
dotnet pack src/FlameScope.Cli "${options[@]}" -p:CreateRidSpecificToolPackages=false
dotnet pack src/FlameScope.Cli "${options[@]}" -r any
dotnet pack src/FlameScope.Cli "${options[@]}" -r linux-x64 -p:PublishNative=true
ls -l "$folder"/flamescope*.nupkg
