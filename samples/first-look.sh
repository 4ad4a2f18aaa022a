#!/bin/sh
# Shows the heat map of the sample recording in the terminal, and writes it and the flame graph of its most interesting moment as pictures.
set -e
cd "$(dirname "$0")/.."
out=artifacts/first-look
mkdir -p "$out"
dotnet build -c Release -f net10.0 -v quiet --nologo src/FlameScope.Cli

flamescope() { dotnet artifacts/bin/FlameScope.Cli/release/flamescope.dll "$@"; }

flamescope heatmap samples/profiles/shop.perf.gz
flamescope heatmap samples/profiles/shop.perf.gz --format svg -o "$out/heatmap.svg"
flamescope flamegraph samples/profiles/shop.perf.gz --from 28.30 --to 28.58 --title 'Shop, 28.30 s to 28.58 s' -o "$out/moment.svg"
echo "The pictures are $out/heatmap.svg and $out/moment.svg; open them in a browser."
