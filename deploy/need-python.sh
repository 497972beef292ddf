#!/usr/bin/env bash
# Says in one line what is missing to make a virtual environment, or installs it where we may (root on Debian).
set -eu
python=${1:-python3}
ready() { "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
ready && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq python3 python3-venv >/dev/null
  ready && exit 0
fi
echo "Thiếu Python 3.11 trở lên kèm venv / missing Python 3.11 or newer with venv: sudo apt-get install python3 python3-venv" >&2
exit 1
