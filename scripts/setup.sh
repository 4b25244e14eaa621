#!/usr/bin/env bash
# Makes .venv with the locked dependencies, and .venv-3.12, .venv-3.13 where those Pythons are found.
set -euo pipefail
cd "$(dirname "$0")/.."

find_python() { # find_python 3.12 -> path of an interpreter that really starts
  local version=$1 candidate
  for candidate in "python$version" "$HOME/.pyenv/versions/$version."*/bin/python "/usr/local/bin/python$version"; do
    if "$candidate" -c "import sys, venv, ensurepip; assert '%d.%d' % sys.version_info[:2] == '$version'" 2>/dev/null; then
      echo "$candidate"; return 0
    fi
  done
  return 1
}

make_venv() { # make_venv DIR PYTHON
  [ -x "$1/bin/python" ] || "$2" -m venv "$1"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
}

main=""
for version in 3.11 3.12 3.13; do
  if python=$(find_python "$version"); then
    if [ -z "$main" ]; then
      main=$version; make_venv .venv "$python"
    else
      make_venv ".venv-$version" "$python"
    fi
  else
    echo "setup: no Python $version here; install it with: apt-get install python$version-venv, or pyenv install $version" >&2
  fi
done
[ -n "$main" ] || { echo "setup: Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2; exit 1; }
