#!/usr/bin/env bash
# Every static check. A missing tool is named; under CI=true it fails.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()
skipped=()

run() { # run NAME COMMAND...
  local name=$1; shift
  echo "== $name"
  "$@" || failed+=("$name")
}
run_in() { # run_in NAME DIR COMMAND...
  local name=$1 dir=$2; shift 2
  echo "== $name"
  (cd "$dir" && "$@") || failed+=("$name")
}
need() { # need TOOL INSTALL-COMMAND
  command -v "$1" >/dev/null && return 0
  skipped+=("$1 (install: $2)")
  return 1
}

bin=$PWD/.venv/bin
run "ruff check" "$bin/ruff" check .
run "ruff format" "$bin/ruff" format --check .
run "mypy --strict" "$bin/mypy"
run "layers" "$bin/lint-imports" --no-cache
run_in "erp: ruff" fixtures/erp "$bin/ruff" check .
run_in "erp: mypy" fixtures/erp "$bin/mypy" --strict .
if need cargo "apt-get install cargo, or rustup"; then
  run_in "rust: clippy" pivot_lsp/port/native/rust cargo clippy --quiet --offline --all-targets -- -D warnings
  run_in "rust: format" pivot_lsp/port/native/rust cargo fmt --check
fi
if need go "apt-get install golang, 1.23 or newer"; then
  run_in "go: vet" pivot_lsp/port/native/go go vet ./...
  run_in "go: format" pivot_lsp/port/native/go bash -c 'test -z "$(gofmt -l .)" || { gofmt -d .; exit 1; }'
fi
if [ -d vscode-client ] && need npm "apt-get install nodejs npm"; then
  [ -d vscode-client/node_modules ] || run_in "vscode: install" vscode-client npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  run_in "vscode: types" vscode-client npm run --silent check
fi

if [ "${#skipped[@]}" -gt 0 ]; then
  printf 'skipped, tool missing: %s\n' "${skipped[@]}"
  [ "${CI:-}" = true ] && failed+=("missing tools")
fi
if [ "${#failed[@]}" -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}"; exit 1
fi
echo "all checks passed"
