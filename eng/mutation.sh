#!/usr/bin/env bash
# Mutation tests with Stryker.NET: changes the code of a library in many small ways and counts how many of these mutants its tests notice.
#   eng/mutation.sh [LIBRARY…] [-- STRYKER-OPTION…]
# Without a library: Model, Parsing (the format-neutral part), Heatmap, FlameGraph and Analysis, which takes hours. For what one changed:
#   eng/mutation.sh Heatmap -- --mutate '**/HeatmapGrid.cs'
#   eng/mutation.sh FlameGraph -- --since:main
# The reports are in artifacts/mutation/LIBRARY. Requires `dotnet tool restore`.
set -euo pipefail
cd "$(dirname "$0")/.."

libraries=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do libraries+=("$1"); shift; done
if [ "${1:-}" = -- ]; then shift; fi
if [ ${#libraries[@]} = 0 ]; then libraries=(Model Parsing Heatmap FlameGraph Analysis); fi

for library in "${libraries[@]}"; do
  options=("$@")
  if [ "$library" = Parsing ] && [ $# = 0 ]; then options=(--mutate '*.cs' --mutate 'Input/**/*.cs'); fi
  (cd "tests/FlameScope.$library.Tests" \
    && dotnet stryker --config-file ../../eng/stryker.json --project "FlameScope.$library.csproj" --output "../../artifacts/mutation/$library" "${options[@]}")
done
