#!/bin/sh
# Installs client/ by itself into a fresh environment of every Python that is found here, and runs the
# client's tests there: `make pythons`, or `sh tools/pythons.sh [python3.12 /opt/python3.14 …]`. The service
# is not installed, so a client that leaned on it would fail. Looks on the PATH and in pyenv's folder, says
# loudly which versions it did not find, and fails where an installation or a test does.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lines=$work/lines
: >"$lines"

say() { echo "pythons: $*" >&2; }
runs() { "$1" -c 'import venv' 2>/dev/null; }

find_python() { # an interpreter for a name such as python3.12; nothing where there is none
    for found in "$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/${1#python}".*/bin/"$1"; do
        if runs "$found"; then echo "$found"; return; fi
    done
}

try() { # install and test with one interpreter; its line for the end
    "$1" -m venv "$work/venv"
    if ! "$work/venv/bin/python" -m pip install -qq --disable-pip-version-check \
        "$root/client[sodium,spreadsheets]" apsw cryptography django fastapi flask hypothesis pytest pytest-xdist; then
        echo "FAILED: it could not be installed" >>"$lines"
        return 1
    fi
    "$work/venv/bin/bonafide" --help >"$work/help"
    (cd "$work" && venv/bin/python -m pytest -q -n "${WORKERS:-2}" --import-mode=importlib -W error -rs \
        --junit-xml="$work/result.xml" tests) || failed=1
    "$work/venv/bin/python" - "$work/result.xml" >>"$lines" <<'PYTHON'
import sys, xml.etree.ElementTree as xml
suite = xml.parse(sys.argv[1]).getroot().find("testsuite").attrib
bad = int(suite["failures"]) + int(suite["errors"])
print(f"{suite['tests']} tests, {bad} failed, {suite['skipped']} skipped")
PYTHON
    return "${failed:-0}"
}

# Only what belongs to the client: tests/conftest.py is the service's.
mkdir -p "$work/tests/unit"
cp -r tests/client tests/vectors tests/ports.py "$work/tests"
cp -r tests/unit/protocol "$work/tests/unit"
cp -r client docs README.md "$work"

status=0
for name in ${*:-python3.11 python3.12 python3.13 python3.14}; do
    python=$(find_python "$name")
    if [ -z "$python" ]; then
        echo "$name: NOT FOUND here, not tried" >>"$lines"
        continue
    fi
    printf '%s: ' "$("$python" --version)" >>"$lines"
    try "$python" || status=1
    rm -rf "$work/venv"
done
while read -r line; do say "$line"; done <"$lines"
exit $status
