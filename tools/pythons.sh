#!/bin/sh
# Installs client/ by itself into a fresh environment of every Python that is found here, and runs the
# client's tests there: `sh tools/pythons.sh [python3.12 …]`. The service is not installed, so a client
# that leaned on it would fail. Says which versions were not found; fails where a test does.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { echo "pythons: $*" >&2; }

# Only what belongs to the client: tests/conftest.py is the service's.
mkdir -p "$work/tests/unit"
cp -r tests/client tests/vectors "$work/tests"
cp -r tests/unit/protocol "$work/tests/unit"
cp -r client docs README.md "$work"

status=0
for python in ${*:-python3.11 python3.12 python3.13 python3.14}; do
    if ! "$python" -c '' 2>/dev/null; then
        say "$python: not found here, not tried"
        continue
    fi
    "$python" -m venv "$work/venv"
    "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        "$root/client[sodium,spreadsheets]" cryptography django fastapi flask hypothesis pytest pytest-xdist 2>&1 |
        grep -v '^WARNING' >&2 || true
    say "$("$work/venv/bin/python" --version), $("$work/venv/bin/bonafide" --help | head -n 1)"
    (cd "$work" && venv/bin/python -m pytest -q -n 2 --import-mode=importlib -W error tests) || status=1
    rm -rf "$work/venv"
done
exit $status
