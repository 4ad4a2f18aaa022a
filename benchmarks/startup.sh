#!/usr/bin/env bash
# startup.sh [FILE]: compares the start-up time of the console app, and of the native app if it has been published, with an empty .NET program. The input is FILE
# (the sample recording by default) and its first lines. The programs take turns. Prints the minimum and the median of RUNS (default 20) rounds, and the ratio to
# the empty program. Requires the .NET SDK.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
file=${1:-$root/samples/profiles/shop.perf.gz}
runs=${RUNS:-20}
flamescope=${FLAMESCOPE:-$root/artifacts/bin/FlameScope.Cli/release/flamescope}
native=${FLAMESCOPE_NATIVE:-$root/artifacts/native/flamescope}
[ -x "$flamescope" ] || { echo "$flamescope does not exist: run dotnet build -c Release" >&2; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/empty"
echo 'System.Console.WriteLine("Hello, World!");' > "$scratch/empty/Program.cs"
cat > "$scratch/empty/empty.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
</Project>
PROJECT
dotnet build -c Release -v quiet -o "$scratch/out" "$scratch/empty" > /dev/null
text=$scratch/perf.txt
if gzip -t "$file" 2> /dev/null; then gzip -dc "$file" > "$text"; else cp "$file" "$text"; fi
sed 100q "$text" > "$scratch/lines.txt"

size="$(awk "BEGIN { printf \"%.1f\", $(wc -c < "$text") / 1e6 }") MB"
names=('empty program')
apps=("$flamescope")
if [ -x "$native" ]; then apps+=("$native"); fi
for app in "${apps[@]}"; do
  note=; if [ "$app" = "$native" ]; then note=', native'; fi
  names+=("flamescope --help$note" "flamescope info, 100 lines$note" "flamescope info, $(awk "BEGIN { printf \"%.1f\", $(wc -c < "$text") / 1e6 }") MB$note")
done
run() {
  if [ "$1" = 0 ]; then "$scratch/out/empty"; return; fi
  local app=${apps[($1 - 1) / 3]}
  case $((($1 - 1) % 3)) in
    0) "$app" --help ;;
    1) "$app" info "$scratch/lines.txt" ;;
    2) "$app" info "$text" ;;
  esac
}
for round in $(seq 0 "$runs"); do
  for i in "${!names[@]}"; do
    start=${EPOCHREALTIME/[.,]/}
    run "$i" > /dev/null 2>&1
    end=${EPOCHREALTIME/[.,]/}
    if [ "$round" != 0 ]; then echo $((end - start)) >> "$scratch/times$i"; fi
  done
done

printf '%s; minimum and median of %s rounds\n\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores" "$runs"
printf '| process | least | median | to the empty one |\n|---|---:|---:|---:|\n'
for i in "${!names[@]}"; do
  sort -n "$scratch/times$i" | awk -v name="${names[i]}" -v base="${base:-0}" '{ t[NR] = $1 }
    END {
      m = t[int((NR + 1) / 2)]
      printf "| %s | %.0f ms | %.0f ms | %.2f |\n", name, t[1] / 1000, m / 1000, base ? m / base : 1
    }'
  if [ "$i" = 0 ]; then base=$(sort -n "$scratch/times0" | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'); fi
done
