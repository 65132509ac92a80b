#!/usr/bin/env bash
# Makes the Python environment in .venv from the locked requirements: install.sh run|semantic|test
# A stamp for each kind remembers what was installed, so that a second run costs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}

wanted() { { pwd; cat "requirements/$1.txt"; sed '/^\[tool\./,$d' pyproject.toml; } | sha256sum | cut -c 1-32; }
installed() { [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$(wanted "$1")" ]; }

# The requirements of the tests contain those of the search by meaning, and these those of running.
case $kind in
    run) enough="run semantic test" ;;
    semantic) enough="semantic test" ;;
    *) enough=$kind ;;
esac
for one in $enough; do
    if installed "$one"; then exit 0; fi
done

if [ "$(cat .venv/.made-in 2>/dev/null)" != "$PWD" ]; then
    python=
    for candidate in python3.11 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "Python 3.11 is needed and was not found (Debian 12: sudo apt install python3.11-venv)." >&2
        exit 1
    fi
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "Python's venv is needed (Debian 12: sudo apt install python3.11-venv)." >&2
        exit 1
    fi
    echo "$PWD" >.venv/.made-in
fi

started=$SECONDS
echo "Installing the locked requirements ($kind); this takes about a minute the first time."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
.venv/bin/python -m pip install -qq --require-hashes -r "requirements/$kind.txt"
.venv/bin/python -m pip install -qq --no-deps --no-build-isolation --no-index -e .
wanted "$kind" >".venv/.installed-$kind"
echo "Installed in $((SECONDS - started)) s."
