#!/usr/bin/env bash
# Writes src/*/PublicAPI.Unshipped.txt from what the libraries declare. Run it after an intended change of the public API, and look at the difference.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# With empty files, the analyzer reports each public symbol.
for file in src/*/PublicAPI.Unshipped.txt; do printf '#nullable enable\n' > "$file"; done
for project in src/FlameScope.Core src/FlameScope.DotNet src/FlameScope.Columnar src/FlameScope.Store src/FlameScope.AspNetCore; do
  dotnet build -c Release -f net10.0 --no-incremental -v quiet -p:TreatWarningsAsErrors=false -p:MSBuildTreatWarningsAsErrors=false $project >> "$log" || true
done
for file in src/*/PublicAPI.Unshipped.txt; do
  project=$(basename "$(dirname "$file")")
  { printf '#nullable enable\n'; grep -F "/$project.csproj" "$log" | sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u; } > "$file"
done
git diff --stat -- 'src/*/PublicAPI.Unshipped.txt'
