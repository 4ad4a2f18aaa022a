#!/usr/bin/env bash
# Uses the packages of a folder from outside the repository: copies tests/Consumer, restores from that folder into a separate cache (so that no earlier package of the
# same version is used), builds with warnings as errors, publishes trimmed, and runs; then installs and runs the tool.
#   eng/consume.sh [FOLDER]      by default artifacts/package/release
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
feed=$(cd "${1:-$repository/artifacts/package/release}" && pwd)
version=$(basename "$feed"/FlameScope.Model.*.nupkg .nupkg); version=${version#FlameScope.Model.}
recording=$repository/samples/profiles/shop.perf.gz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
export NUGET_PACKAGES=$work/packages FlameScopeVersion=$version
# The tool's launcher looks for .NET here.
DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")"); export DOTNET_ROOT

cp -r "$repository/tests/Consumer" "$work/consumer"
rm -rf "$work/consumer"/*/{bin,obj}
mkdir "$work/consumer/feed"
cp "$feed"/*.nupkg "$work/consumer/feed"
cd "$work/consumer"

for app in All Parsing; do
  echo "--- $app: build for .NET 8 and 10, with the trim and AOT analyzers, warnings as errors"
  dotnet build -c Release -v quiet "$app"
  for framework in net8.0 net10.0; do
    # Trimming analyzes the whole program again, libraries included, and any warning is an error.
    echo "--- $app: trimmed for $framework, and run"
    dotnet publish -c Release -v quiet --use-current-runtime --self-contained -f "$framework" -p:PublishTrimmed=true -o "$work/$app-$framework" "$app"
    "$work/$app-$framework/$app" "$recording" "$work/out-$framework"
  done
done

echo '--- the tool'
dotnet tool install flamescope --version "[$version]" --tool-path "$work/tools" --configfile nuget.config
"$work/tools/flamescope" info "$recording" > "$work/info"
"$work/tools/flamescope" flamegraph "$recording" --from 28.30 --to 28.58 -o "$work/moment.svg"
head -n 3 "$work/info"
grep -q '<svg' "$work/moment.svg"
