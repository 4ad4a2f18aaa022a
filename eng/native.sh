#!/usr/bin/env bash
# Makes the console app as one native file, artifacts/native/flamescope, and runs the end-to-end tests over it.
# That takes a C linker, which as root on Debian is installed, and the package of the native compiler. Where either is not to be had it says so, and all is well.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The first of these two is what the native compiler takes; one without the headers and start-up code of the C library does not link.
can_link() {
  local linker
  linker=$(command -v clang || command -v gcc) && echo 'int main(void) { return 0; }' | "$linker" -x c -o "$work/program" - 2> /dev/null
}

if ! can_link && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev > /dev/null || true
fi
if ! can_link; then
  echo 'There is no clang or gcc that links a program: no native app, and no tests of it.'
  exit
fi
if ! dotnet restore -v quiet --use-current-runtime -p:PublishNative=true src/FlameScope.Cli; then
  echo 'The packages of the native compiler cannot be restored: no native app, and no tests of it.'
  exit
fi

dotnet publish -p:PublishNative=true src/FlameScope.Cli
ls -l artifacts/native
FLAMESCOPE_APP=$PWD/artifacts/native/flamescope dotnet test -c Release tests/FlameScope.EndToEnd.Tests
