#!/usr/bin/env bash
# The whole suite. What is skipped is listed at the end; with CI=true a skip is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()
stage() { # stage NAME COMMAND...
  local name=$1 began=$SECONDS; shift
  echo; echo "=== $name"
  "$@" || failed+=("$name")
  echo "--- $name: $((SECONDS - began)) s"
}
stage "static checks" scripts/check.sh
stage "native runtimes" scripts/native_tests.sh
stage "sample ERP's own tests" bash -c 'cd fixtures/erp && ../../.venv/bin/python -m pytest -q -p no:cacheprovider'
stage "editors: set-up" tests/e2e/setup.sh
# A file's tests stay in one process: they share what was compiled for the file.
stage "tests" .venv/bin/python -m pytest -n 2 --dist loadfile -rsR --durations=25
# The other Pythons side by side, each in one process, after the main one: they find its libraries compiled.
declare -A running=()
for version in 3.12 3.13; do
  if [ -x ".venv-$version/bin/python" ]; then
    log=$(mktemp)
    ".venv-$version/bin/python" -m pytest -m "not e2e" tests/runtime tests/conformance tests/port/frontend >"$log" 2>&1 &
    running[$version]="$! $log"
  elif [ "${CI:-}" = true ]; then
    failed+=("Python $version is missing")
  else
    echo "skipped: Python $version is not here"
  fi
done
wait_for() { # wait_for PID LOG
  local status=0
  wait "$1" || status=$?
  cat "$2"; rm -f "$2"
  return "$status"
}
for version in "${!running[@]}"; do
  read -r pid log <<<"${running[$version]}"
  stage "Python $version" wait_for "$pid" "$log"
done
if [ "${#failed[@]}" -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}"; exit 1
fi
