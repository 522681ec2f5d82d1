#!/bin/sh
# Prepares .venv: `run` with what the program needs, `dev` with what its checks need as well.
# Can be repeated; does nothing where all is there. PYTHON chooses another interpreter.
set -eu
cd "$(dirname "$0")/.."

case "${1:-}" in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*) echo "tools/setup.sh run|dev" >&2; exit 2 ;;
esac

stop() {
	printf '%s\n' "$@" >&2
	exit 1
}

# Compiled once here and not at every start, also where the program may not write into its own folder.
compile() { .venv/bin/python -m compileall -q ocop.py bot admin ocop_core; }

fit() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

stamp=.venv/.installed-$1
# The path belongs to it: an editable install points to where the folder was.
wanted=$(cat "$lock" pyproject.toml tools/setup.sh | cksum)$PWD
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && fit .venv/bin/python; then
	compile
	exit 0
fi

python=
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
	if command -v "$name" >/dev/null && fit "$name"; then python=$name && break; fi
done
if [ -z "$python" ]; then
	found=$(python3 --version 2>/dev/null || echo "chưa có python3")
	stop "Cần Python 3.11 trở lên, máy này: $found." \
		"Trên Debian 12 hoặc Ubuntu 24.04 trở lên: sudo apt-get install python3 python3-pip"
fi

if ! fit .venv/bin/python; then
	rm -rf .venv
	# Debian's python3 comes without ensurepip, so the environment is made without a pip of its own.
	"$python" -m venv --without-pip .venv || stop "Không tạo được thư mục .venv, xem lỗi ở trên."
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
if "$python" -m pip --python .venv/bin/python --version >/dev/null 2>&1; then
	pip() { "$python" -m pip --python .venv/bin/python "$@"; }
elif .venv/bin/python -m ensurepip >/dev/null 2>&1; then
	pip() { .venv/bin/python -m pip "$@"; }
else
	stop "Chưa có pip 22.3 trở lên. Trên Debian, Ubuntu: sudo apt-get install python3-pip"
fi

echo "Đang cài thư viện vào .venv theo $lock, lần đầu khoảng một phút…" >&2
pip install -qq --require-hashes -r "$lock" ||
	stop "Không cài được thư viện. Xem lỗi ở trên, kiểm tra mạng rồi chạy lại."
# setuptools is in the lock, so that nothing unpinned is fetched for the build.
pip install -qq --no-deps --no-build-isolation -e . ||
	stop "Không cài được chương trình vào .venv, xem lỗi ở trên."
compile
printf '%s' "$wanted" >"$stamp"
