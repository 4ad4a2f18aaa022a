# Sourced by .ci/run and .ci/nightly: named steps whose seconds and test results are printed at the end, whatever happens.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# Without ICU, as on a bare machine, the SDK starts only with this; the project does not depend on a culture.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

results=$(mktemp -d)
step_names=() step_starts=()

# Begins a step. Its tests are counted when their output goes to "$results/NAME".
step() {
  step_names+=("$*") step_starts+=("$SECONDS")
  printf '\n=== %s\n' "$*"
}

# Runs "dotnet test" with the arguments after the first, and keeps its output in "$results/NAME". Tests that record a process or drive a browser depend
# on what else a machine does. Up to three that fail are run again, alone, and are named; one that fails again fails the step. A test that hangs is ended
# after ten minutes, with the process of its project, and is named; then all tests are run again.
run_tests() {
  local output=$results/$1 names filter
  shift
  set -- "$@" --blame-hang --blame-hang-timeout 10m --blame-hang-dump-type none --results-directory "$results/hangs"
  if dotnet test "$@" 2>&1 | tee "$output"; then return; fi
  if grep -q '^Test Run Aborted' "$output"; then
    mapfile -t names < <(awk '/ running when the crash occurred/ { on = 1; next } NF != 1 { on = 0 } on { print $1 }' "$output" | sort -u)
    dotnet test "$@" 2>&1 | tee "$output" || return 1
    repeated+=("${names[@]}")
    return
  fi
  mapfile -t names < <(sed -nE 's/^ +Failed ([A-Za-z0-9_.]+).*/\1/p' "$output" | sort -u)
  if [ ${#names[@]} = 0 ] || [ ${#names[@]} -gt 3 ]; then return 1; fi
  filter=$(printf '|FullyQualifiedName~%s' "${names[@]}")
  dotnet test "$@" --filter "${filter:1}" 2>&1 | tee "$output.again" || return 1
  rm "$output.again"
  sed -i -E 's/^Failed!  - Failed: +[0-9]+/Passed!  - Failed:     0/' "$output"
  repeated+=("${names[@]}")
}
repeated=()

# Prints the seconds of each step, and, last, one line for all test runs:
# "Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, …"
finish() {
  local status=$? i end
  printf '\n=== seconds\n'
  for i in "${!step_names[@]}"; do
    end=${step_starts[i + 1]:-$SECONDS}
    printf '%-70s %5d\n' "${step_names[i]}:" $((end - step_starts[i]))
  done
  printf '%-70s %5d\n' 'all:' "$SECONDS"
  [ "$status" = 0 ] || printf '\nThe step "%s" failed.\n' "${step_names[-1]:-}"
  [ ${#repeated[@]} = 0 ] || printf '\npassed only when run again: %s\n' "${repeated[*]}"
  touch "$results/none"
  awk '/(Passed|Failed|Skipped)!  - Failed:/ {
         gsub(",", ""); for (i = 1; i < NF; i++) { if ($i == "Failed:") failed += $(i + 1); if ($i == "Passed:") passed += $(i + 1); if ($i == "Skipped:") skipped += $(i + 1) }
       }
       END { printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit (passed == 0 || failed > 0) }' $(find "$results" -maxdepth 1 -type f) || status=1
  rm -rf "$results"
  exit "$status"
}
trap finish EXIT

if ! command -v dotnet > /dev/null; then
  echo 'The .NET SDK named in global.json has to be installed.' >&2
  exit 1
fi

# ICU, which only the tests of cultures need. Without it they are skipped.
install_icu() {
  if ldconfig -p 2> /dev/null | grep -q libicuuc || [ "$(uname)" != Linux ]; then return; fi
  step 'install ICU'
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo 'That needs root and apt-get; the tests of cultures are skipped.'
    export FLAMESCOPE_ICU=0
  else
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends '^libicu[0-9]+$' > /dev/null
  fi
}

# The browser of the tests that need one. Without it they are skipped.
install_browser() {
  if command -v chromium > /dev/null || [ -e "${FLAMESCOPE_CHROMIUM:-}" ]; then return; fi
  step 'install a browser'
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo 'That needs root and apt-get; the tests that need a browser are skipped.'
  else
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > /dev/null
  fi
}

# Installs packages that only some tests need; without one of them those tests are skipped. The first argument is the name of the step.
install_for_tests() {
  local package name=$1
  shift
  if [ $# = 0 ]; then return; fi
  step "$name"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo "That needs root and apt-get; the tests that need one of $* are skipped."
  else
    apt-get update -qq
    for package in "$@"; do
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" > /dev/null || echo "$package cannot be installed; its tests are skipped."
    done
  fi
}

# Servers of SQL engines, for the tests of the store over them.
install_engines() {
  local packages=()
  [ -d /usr/lib/postgresql ] || packages+=(postgresql)
  command -v clickhouse-server > /dev/null || packages+=(clickhouse-server)
  install_for_tests 'install engines' "${packages[@]}"
}

# The ClickHouse of the npm package chdb, for the tests of the store over a current one. It takes 550 MB.
install_chdb() {
  if ! command -v npm > /dev/null || [ "$(uname -sm)" != 'Linux x86_64' ]; then return; fi
  step 'install chdb'
  local folder=$PWD/artifacts/chdb
  if npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --silent chdb@3.4.0 @chdb/lib-linux-x64-gnu@26.7.3-stable.1; then
    export FLAMESCOPE_CHDB=$folder/node_modules/chdb
  else
    echo 'chdb cannot be installed; its tests are skipped.'
  fi
}

# Programs that record profiles and print them, for the tests that compare with them.
install_recorders() {
  local packages=()
  command -v perf > /dev/null || packages+=(linux-perf)
  command -v jfr > /dev/null || packages+=(openjdk-17-jdk-headless)
  command -v go > /dev/null || packages+=(golang-go)
  command -v clang++ > /dev/null || packages+=(clang)
  install_for_tests 'install recorders' "${packages[@]}"
}

# Node.js, which only the checks of the web files and of the prose need. Without it they are skipped.
has_node() {
  if ! command -v npm > /dev/null && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    step 'install Node.js'
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm > /dev/null
  fi
  if [ "$(node -p 'process.versions.node.split(".")[0] >= 20' 2> /dev/null)" = true ]; then return; fi
  echo 'The checks of the web files and of the prose are skipped: they need Node.js 20 or later.'
  return 1
}
