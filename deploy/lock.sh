#!/usr/bin/env bash
# Locks versions with hashes; no index address and no machine path reaches the files.
set -eu
flags="--quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --allow-unsafe --no-header --strip-extras"
.venv/bin/pip-compile $flags --all-build-deps -o requirements/run.txt pyproject.toml
.venv/bin/pip-compile $flags --all-build-deps --extra dev -c requirements/run.txt -o requirements/dev.txt pyproject.toml
