#!/usr/bin/env bash
# Publishes the console app as one native file, artifacts/native/flamescope, and runs the end-to-end tests with it.
# Requires a C linker, which is installed when run as root on Debian, and the package of the native compiler. If either is missing, the script prints that and succeeds.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The native compiler uses the first of these two. Without the headers and start-up code of the C library it cannot link.
can_link() {
  local linker
  linker=$(command -v clang || command -v gcc) && echo 'int main(void) { return 0; }' | "$linker" -x c -o "$work/program" - 2> /dev/null
}

if ! can_link && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev > /dev/null || true
fi
if ! can_link; then
  echo 'No clang or gcc can link a program: the native app is not built or tested.'
  exit
fi
if ! dotnet restore -v quiet --use-current-runtime -p:PublishNative=true src/FlameScope.Cli; then
  echo 'The packages of the native compiler cannot be restored: the native app is not built or tested.'
  exit
fi

dotnet publish -p:PublishNative=true src/FlameScope.Cli
ls -l artifacts/native
FLAMESCOPE_APP=$PWD/artifacts/native/flamescope dotnet test -c Release tests/FlameScope.EndToEnd.Tests
