#!/bin/sh
# Makes .venv: `sh tools/setup.sh run` for the service, `… dev` for tests and checks too.
# It finds Python 3.11 or newer, installs uv into .venv and lets it install what uv.lock names.
set -eu
UV_VERSION=0.13.9
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }

python=
for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3 python; do
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    say "no Python 3.11 or newer was found: install python3.11, or name one with PYTHON=…"
    exit 1
fi

if ! .venv/bin/python -c '' 2>/dev/null; then
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        say "$python cannot make virtual environments: on Debian install python3-venv"
        exit 1
    fi
fi

if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
    say "installing uv $UV_VERSION"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
fi

# uv takes the machine's certificates and this very Python, and downloads no other.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}" UV_PYTHON_DOWNLOADS=never UV_LINK_MODE="${UV_LINK_MODE:-copy}"
export UV_PROJECT_ENVIRONMENT=.venv
unset VIRTUAL_ENV
case ${1:-run} in
    run) say "installing the service and the client" ; groups=--no-dev ;;
    dev) say "installing the service, the client and what tests need" ; groups=--all-groups ;;
    *) say "run or dev?" ; exit 2 ;;
esac
.venv/bin/uv sync --frozen --inexact "$groups" --python .venv/bin/python

touch .venv/.ready
[ "${1:-run}" = run ] || touch .venv/.ready-dev
