#!/usr/bin/env bash
# compare.sh [FILE]: compares processes that read the same perf script text, plain or gzip: the console app, the native app if it has been published, and those
# of its peers that are installed. FILE defaults to the sample recording. Prints the best of RUNS (default 3) runs and the peak memory. Requires GNU time.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
file=${1:-$root/samples/profiles/shop.perf.gz}
runs=${RUNS:-3}
flamescope=${FLAMESCOPE:-$root/artifacts/bin/FlameScope.Cli/release/flamescope}
native=${FLAMESCOPE_NATIVE:-$root/artifacts/native/flamescope}
[ -x "$flamescope" ] || { echo "$flamescope does not exist: run dotnet build -c Release" >&2; exit 1; }
[ -x /usr/bin/time ] || { echo '/usr/bin/time does not exist: install GNU time.' >&2; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
text=$scratch/perf.txt
if gzip -t "$file" 2> /dev/null; then gzip -dc "$file" > "$text"; else cp "$file" "$text"; fi
bytes=$(wc -c < "$text")

# Measures a command and prints a row of the table. Arguments: the name of the row, then the command.
measure() {
  local name=$1 best= rss= seconds kilobytes
  shift
  for _ in $(seq "$runs"); do
    if ! /usr/bin/time -q -o "$scratch/time" -f '%e %M' "$@" > "$scratch/out" 2> "$scratch/err"; then
      printf '| %s | failed | | |\n' "$name"
      return
    fi
    read -r seconds kilobytes < "$scratch/time"
    if [ -z "$best" ] || awk "BEGIN { exit !($seconds < $best) }"; then best=$seconds rss=$kilobytes; fi
  done
  awk -v name="$name" -v s="$best" -v b="$bytes" -v k="$rss" 'BEGIN {
    speed = "-"
    if (s > 0) speed = sprintf("%.0f", b / 1e6 / s)
    printf "| %s | %.2f s | %s MB/s | %.0f MB |\n", name, s, speed, k / 1024
  }'
}

printf '%s, %.1f MB of text; %s; best of %s runs\n\n' "$(basename "$file")" "$(awk "BEGIN { print $bytes / 1e6 }")" \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores" "$runs"
printf '| process | time | text | peak memory |\n|---|---:|---:|---:|\n'
measure 'wc -l' wc -l "$text"
for command in info flamegraph collapse; do measure "flamescope $command" "$flamescope" "$command" "$text"; done
if [ -x "$native" ]; then
  for command in info flamegraph collapse; do measure "flamescope $command, native" "$native" "$command" "$text"; done
fi
for peer in inferno-collapse-perf stackcollapse-perf.pl; do
  if command -v "$peer" > /dev/null; then measure "$peer" "$peer" "$text"; else printf '| %s | not on this machine | | |\n' "$peer"; fi
done
