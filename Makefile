# make run   sets everything up, loads seeds/ into a new database and reports
# make test  sets everything up and runs every check
# make quick  every check that takes no seconds a test; for work
# make javascript  adds what renders the pages of sources with `javascript = true`; Chromium is the system's
UV_VERSION := 0.13.9
UV := .tools/bin/uv
PY := .venv/bin/python
# A name of its own: what is in copydesk.db may be somebody's.
EXAMPLE := example.db
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test lint types contracts tests quick bench lock clean setup javascript

run: setup
	@rm -f $(EXAMPLE) $(EXAMPLE)-wal $(EXAMPLE)-shm
	@.venv/bin/copydesk load --db $(EXAMPLE) seeds/articles seeds/pages

test: setup lint types contracts tests

setup: .venv/.installed

# The stamp is newer than the lock: a second run installs nothing. Compiled at once, for where Python may not write later
# (PYTHONDONTWRITEBYTECODE, as in many containers) each start would take a second more.
.venv/.installed: requirements.lock pyproject.toml | $(UV)
	@$(UV) venv --quiet --clear --python ">=3.11" .venv
	@$(UV) pip sync --quiet --compile-bytecode --python $(PY) --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

$(UV):
	@python3 -m pip install --quiet --disable-pip-version-check --target .tools uv==$(UV_VERSION)

# Not in the lock, for `setup` installs all that is there, and this is half as large again. No browser is downloaded.
javascript: setup
	@$(UV) pip install --quiet --python $(PY) --constraints requirements.lock --no-build-isolation \
		--editable ".[javascript]"

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: setup
	$(PY) -m mypy

contracts: setup
	$(PY) -c "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command; lint_imports_command()"

tests: setup
	$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

# While working: without whole crawls, and what else takes seconds a test.
quick: lint types contracts
	$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not slow"

bench: setup
	$(PY) -m benchmarks

# After a change of dependencies in pyproject.toml. Hashes, no addresses: any index that serves the same files will do.
lock: | $(UV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--group dev --extra parquet --extra postgres --extra web pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv .tools $(EXAMPLE)*
