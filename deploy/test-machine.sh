#!/usr/bin/env bash
# What the tests need beside Python: Chromium, PostgreSQL, LibreOffice's Calc, from the system's packages. Then the tests, twice.
set -eu
bin=.venv/bin

missing() {
  command -v chromium >/dev/null || echo chromium
  command -v chromium >/dev/null || echo fonts-noto-core
  ls /usr/lib/libreoffice/program/libsclo.so >/dev/null 2>&1 || echo libreoffice-calc  # 95 MB, half a minute
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
}

packages() {
  local wanted
  wanted=$(missing | tr '\n' ' ')
  [ -n "${wanted// /}" ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
  else
    echo "LEFT OUT some tests, missing packages: sudo apt-get install $wanted" >&2
  fi
}

# Prints the address of a PostgreSQL server: one that is given or running, else one started from the packages.
postgres() {
  if [ -n "${GIAOBAN_TEST_POSTGRES:-}" ]; then echo "$GIAOBAN_TEST_POSTGRES"; return; fi
  if $bin/python -c "import psycopg; psycopg.connect('postgresql://postgres@127.0.0.1:5432/postgres', connect_timeout=3)" 2>/dev/null; then
    echo "postgresql://postgres@127.0.0.1:5432/giaoban"
    return
  fi
  local tools dir
  tools=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$tools" ] || return 0
  dir=$(mktemp -d)
  as=()
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as=(runuser -u postgres --); fi
  "${as[@]}" "$tools/initdb" -D "$dir/data" -U postgres -A trust >/dev/null
  "${as[@]}" "$tools/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o "-p 54329 -k $dir -c fsync=off" start >/dev/null
  echo "$tools/pg_ctl -D $dir/data -m immediate stop" > "$dir/../giaoban-test-postgres.stop"
  echo "postgresql://postgres@127.0.0.1:54329/giaoban"
}

tests() {
  local url status=0
  # The browser's loop and asyncio's cannot share a process, so browser tests run in processes of their own.
  echo "== Browser"
  $bin/python -m pytest -n 2 --dist loadgroup -m browser || status=1
  echo "== SQLite"
  $bin/python -m pytest -n 2 --dist loadgroup -m "not browser" || status=1
  url=$(postgres)
  if [ -n "$url" ]; then
    echo "== PostgreSQL"
    DATABASE_URL=$url $bin/python -m pytest -n 2 --dist loadgroup -m "not browser and not anywhere" || status=1
  else
    echo "!! LEFT OUT: every test on PostgreSQL; no server runs and the package postgresql is not installed" >&2
  fi
  return $status
}

"$1"
