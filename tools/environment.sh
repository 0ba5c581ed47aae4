#!/bin/sh
# Makes .venv hold exactly what the lock file says, and does nothing when it already does.
# usage: environment.sh runtime|dev
set -eu

kind=$1
lock=requirements/$kind.txt
stamp=.venv/.lock-$kind
python=${PYTHON:-python3}
wanted=$(cat "$lock" pyproject.toml | cksum)

[ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ] && exit 0

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Wasl needs Python 3.11 or newer; '$python' is not. Give another one with PYTHON=/path/to/python3." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian ships the venv module in a package of its own
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv ..."
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q python3-venv
    else
        echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2
        exit 1
    fi
fi
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    rm -rf .venv
    "$python" -m venv .venv
fi

echo "Installing the packages of $lock (once, until the lock changes) ..."
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
echo "$wanted" >"$stamp"
if [ "$kind" = dev ]; then
    # the development lock holds every package of the run-time lock, at the same version (test_versions_agree)
    cat requirements/runtime.txt pyproject.toml | cksum >.venv/.lock-runtime
fi
