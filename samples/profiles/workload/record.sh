#!/bin/sh
# Records shop.perf.gz again: sh record.sh [OUTPUT]. Needs root, perf, cc, gzip, python3, and an otherwise quiet machine.
# Works in /opt/shop, so that the file contains no personal path, and removes it afterwards.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here/../shop.perf.gz}
[ -e /opt/shop ] && { echo "/opt/shop is there already" >&2; exit 1; }
trap 'rm -rf /opt/shop' EXIT
trap 'exit 1' INT TERM
mkdir -p /opt/shop/data

# Not optimized: every function keeps its frame pointer, nothing is inlined.
cc -O0 -fno-omit-frame-pointer -o /opt/shop/shop "$here/shop.c" -pthread -lm

cd /opt/shop/data
# Starts early in a second, so that the shop's second 0 is second 1 of the recording.
python3 -c 'import time; time.sleep((1.25 - time.monotonic() % 1) % 1)'
# -k CLOCK_MONOTONIC: the clock of the shop's timetable.
perf record -F 99 -a -g -e cpu-clock -k CLOCK_MONOTONIC -o /opt/shop/perf.data -- /opt/shop/shop
perf script --header -i /opt/shop/perf.data > /opt/shop/all.perf
python3 "$here/clean.py" < /opt/shop/all.perf > /opt/shop/shop.perf
gzip -9nc /opt/shop/shop.perf > "$output"
ls -l "$output"
