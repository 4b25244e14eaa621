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
cmake -S pivot_lsp/port/native/cpp -B "$target/cpp" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$target/cpp" --parallel 2 >/dev/null
ctest --test-dir "$target/cpp" --output-on-failure --no-tests=error
