# Needs only python3 (3.11 or newer), pip and make; everything else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help run test lint bench teach understand-report

BIN := .venv/bin
WORKERS ?= 2

help: ## Xem các lệnh
	@sed -n 's/^\([a-z-]*\): ## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '%-24s %s\n' "$$name" "$$text"; done

run: ## Cài đặt rồi chạy thử với dữ liệu mẫu
	@tools/setup.sh run
	@$(BIN)/ocop demo

test: ## Chạy mọi kiểm tra
	@tools/setup.sh dev
	@tools/browser.sh
	@tools/lint.sh
	@$(BIN)/pytest -n $(WORKERS)

lint: ## Chỉ kiểm tra mã nguồn, không chạy chương trình
	@tools/lint.sh

bench: ## Đo tốc độ, kèm đối chứng
	@tools/setup.sh dev
	@$(BIN)/python -m bench

teach: ## Học lại các câu mẫu trong messages/vi/phrases sau khi sửa chúng
	@tools/setup.sh dev
	@$(BIN)/python -m tools.teach

understand-report: ## Chat hiểu đúng bao nhiêu, theo kiểu gõ và theo mong muốn
	@tools/setup.sh dev
	@$(BIN)/python -m ocop_core.understanding.report
