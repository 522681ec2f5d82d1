#!/bin/sh
# Makes sure that a Chromium with Vietnamese letters is there for the tests of pages.
# Where it cannot be had, those tests are skipped and say so.
set -eu
for name in chromium chromium-browser google-chrome; do
	if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	echo "Không có Chromium: các bài kiểm tra trên trình duyệt sẽ được bỏ qua (sudo apt-get install chromium)." >&2
	exit 0
fi
echo "Đang cài Chromium để kiểm tra các trang…" >&2
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -qq -y --no-install-recommends \
	chromium fonts-noto-color-emoji fonts-noto-core fonts-dejavu-core >/dev/null; } </dev/null; then
	echo "Không cài được Chromium: các bài kiểm tra trên trình duyệt sẽ được bỏ qua." >&2
fi
