#!/bin/sh
# Checks the source without running it, with the libraries that are locked now.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh dev
bin=.venv/bin
"$bin/ruff" check --quiet --output-format concise .
"$bin/ruff" format --quiet --check . || {
	echo "Có tệp chưa đúng khuôn, chạy: $bin/ruff format ." >&2
	exit 1
}
"$bin/mypy"
"$bin/lint-imports" --no-logo
