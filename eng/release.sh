#!/usr/bin/env bash
# Builds the packages of the checked-out commit reproducibly into artifacts/release and checks them.
#   eng/release.sh [--rehearse]
# Two clones in two folders build and pack independently, and every package must be equal byte for byte. Then the packages are inspected (contents,
# dependencies, metadata, symbols) and used from outside. A release runs .ci/nightly first: the tests that the gate leaves out because they take long.
# A rehearsal runs neither these nor the use from outside, and prints what a release would refuse.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
rehearse=; if [ "${1:-}" = --rehearse ]; then rehearse=1; fi

refuse() { echo "A release needs $1." >&2; if [ -z "$rehearse" ]; then exit 1; fi; }

version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
commit=$(git rev-parse HEAD)
[ -z "$(git status --porcelain)" ] || refuse 'a clean work tree: uncommitted changes are not in the packages'
grep -q "^## \[$version\]" CHANGELOG.md || refuse "a section [$version] in CHANGELOG.md"
[ "$(git describe --tags --exact-match 2> /dev/null || true)" = "v$version" ] || refuse "the tag v$version on the commit"
! grep -q 'RepositoryUrl.*\.example' Directory.Build.props || refuse 'the address of the repository in Directory.Build.props'

if [ -z "$rehearse" ]; then bash .ci/nightly --without-rehearsal; fi

# The time of the commit. Packages are zip archives, in which every file has a time.
SOURCE_DATE_EPOCH=$(git show -s --format=%ct "$commit"); export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pack() {
  git clone -q --no-checkout . "$1"
  git -C "$1" checkout -q --detach "$commit"
  dotnet pack "$1/eng/Packages.slnf" -c Release -v quiet -p:ContinuousIntegrationBuild=true
  bash "$1/eng/tool.sh" "$1/artifacts/package/release"
}

echo "--- $version of $commit, twice"
pack "$work/first"
pack "$work/second/in a folder of another name"

out=artifacts/release
rm -rf "$out"
mkdir -p "$out"
cp "$work/first/artifacts/package/release/"* "$out"
diff -r "$out" "$work/second/in a folder of another name/artifacts/package/release"
(cd "$out" && sha256sum -- *.nupkg *.snupkg > SHA256SUMS && cat SHA256SUMS)
echo 'Both builds gave the same bytes, so the packages do not depend on the folder or the time.'

FLAMESCOPE_PACKAGES=$PWD/$out dotnet test -c Release -v quiet tests/FlameScope.Packages.Tests
if [ -z "$rehearse" ]; then
  bash eng/consume.sh --native "$out"
  dotnet build -c Release -v quiet src/FlameScope.PowerShell
  dotnet tool restore
  dotnet pwsh -NoProfile -File eng/module.ps1 "$out/powershell"
  echo "The packages in $out are ready to be pushed."
fi
