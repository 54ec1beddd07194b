# make run: start God Start.  make test: everything that must hold.  make check: lint, types, import rules.
# make prove: what needs time.  make bench: speed.  make requirements: newest versions, pinned and hashed.

PYTHON ?= python3
BIN := .venv/bin
PACKAGES := app.py config.py blueprints domain
CODE := $(PACKAGES) tests docs $(wildcard benchmarks)
# One more than there are cores, as a test with a server or a browser of its own waits for it a quarter of the time; at most eight.
RUNNERS = $(shell $(BIN)/python -c "import os; print(min(os.cpu_count() + 1, 8))")

.PHONY: run test check prove bench requirements browser

run: .venv/run.stamp
	@exec $(BIN)/flask --app app serve

test: .venv/dev.stamp browser
	$(BIN)/pytest -n $(RUNNERS) --dist worksteal $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell $(CODE) README.md Makefile pyproject.toml
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(PACKAGES)

prove bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks.$@ $(ARGS)

# A stamp is newer than what it was installed from, so the second start only looks at the clock.
.venv/run.stamp: requirements.txt
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Debian's Chromium when we may install it, Playwright's own otherwise; the tests find either.
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq
browser: .venv/dev.stamp
	@command -v chromium >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && $(APT) update && $(APT) install -y --no-install-recommends chromium >/dev/null; } \
	|| $(BIN)/playwright install chromium

COMPILE := $(BIN)/uv pip compile --no-config --upgrade --quiet --python-version 3.11 --generate-hashes --no-header \
	--no-strip-extras --no-emit-index-url --no-emit-find-links
requirements: .venv/dev.stamp
	env -u PIP_FIND_LINKS -u UV_FIND_LINKS $(COMPILE) requirements.in --output-file requirements.txt
	env -u PIP_FIND_LINKS -u UV_FIND_LINKS $(COMPILE) requirements-dev.in --output-file requirements-dev.txt
