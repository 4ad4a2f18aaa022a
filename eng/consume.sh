#!/usr/bin/env bash
# Uses the packages of a folder from outside the repository: copies tests/Consumer, restores from that folder into a separate cache (so that no earlier package of the
# same version is used), builds with warnings as errors, publishes trimmed, and runs; runs a file-based app; then installs and runs the tool.
#   eng/consume.sh [--native] [FOLDER]      by default artifacts/package/release
# With --native, everything is published as native code, too, which requires what eng/native.sh requires.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
native=; if [ "${1:-}" = --native ]; then native=1; shift; fi
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
    for kind in trimmed ${native:+native}; do
      echo "--- $app: $kind for $framework, and run"
      option=-p:PublishTrimmed=true; if [ $kind = native ]; then option=-p:PublishAot=true; fi
      dotnet publish -c Release -v quiet --use-current-runtime --self-contained -f "$framework" $option -o "$work/$app-$framework-$kind" "$app"
      "$work/$app-$framework-$kind/$app" "$recording" "$work/out-$framework"
    done
  done
done

echo '--- a file-based app'
mkdir "$work/file"
cp nuget.config "$work/file"; cp -r feed "$work/file"
sed "s/@[0-9.]*$/@$version/" "$repository/samples/FileApp/moments.cs" > "$work/file/moments.cs"
cd "$work/file"
dotnet run moments.cs "$recording"
test -s report.html
if [ -n "$native" ]; then
  dotnet publish -v quiet moments.cs -o published
  rm report.html
  published/moments "$recording"
  test -s report.html
fi

echo '--- the tool'
dotnet tool install flamescope --version "[$version]" --tool-path "$work/tools" --configfile nuget.config
"$work/tools/flamescope" info "$recording" > "$work/info"
"$work/tools/flamescope" flamegraph "$recording" --from 28.30 --to 28.58 -o "$work/moment.svg"
head -n 3 "$work/info"
grep -q '<svg' "$work/moment.svg"

# A tool of several packages: the native one was installed here, if this is its platform. The one for all platforms has to run as well.
if ls "$feed"/flamescope.any.*.nupkg > /dev/null 2>&1; then
  echo '--- the portable package of the tool'
  if [ "$(uname -sm)" = 'Linux x86_64' ] && [ -n "$(find "$work/tools/.store" -name flamescope.dll)" ]; then
    echo 'The native package was not installed.' >&2
    exit 1
  fi
  # The server is a program for .NET in the native package, too.
  test -n "$(find "$work/tools/.store" -name flamescope-server.dll)"
  mkdir "$work/file/portable"
  cat > "$work/file/portable/Portable.csproj" << EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="flamescope.any" Version="[$version]" /></ItemGroup>
</Project>
EOF
  dotnet restore -v quiet "$work/file/portable"
  dotnet "$NUGET_PACKAGES/flamescope.any/$version/tools/net10.0/any/flamescope.dll" info "$recording" | diff - "$work/info"
fi
