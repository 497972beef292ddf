#!/usr/bin/env bash
# Every static check, all of them run even when one fails, so that one run tells everything.
set -u
bin=.venv/bin
failed=()
step() {
  local name=$1
  shift
  echo "== $name"
  "$@" || failed+=("$name")
}
step "lint" $bin/ruff check .
step "format" $bin/ruff format --check .
step "floors (import contracts)" $bin/lint-imports --no-cache
step "types" $bin/mypy
step "templates" $bin/djlint giaoban --lint --quiet
step "migrations" $bin/python manage.py makemigrations --check --dry-run
step "django" $bin/python manage.py check --fail-level WARNING
step "architecture" $bin/python -m pytest tests/architecture -n 0
if [ ${#failed[@]} -gt 0 ]; then
  echo "FAILED: ${failed[*]}" >&2
  exit 1
fi
echo "All checks passed."
