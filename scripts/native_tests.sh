#!/usr/bin/env bash
# The three native runtimes by their own test runners.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$PWD/.pivot/cache/native-tests
mkdir -p "$target"
echo "== rust runtime"
(cd pivot_lsp/port/native/rust && CARGO_TARGET_DIR=$target/rust cargo test --quiet --offline)
echo "== go runtime"
(cd pivot_lsp/port/native/go && go test ./...)
echo "== c++ runtime"
scripts/cpp_tests.sh "$target/cpp"
