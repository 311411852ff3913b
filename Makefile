# Two commands are all a person needs: `make run` and `make test`. Neither reinstalls what is already there.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEVELOPER := .venv/.ready-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check texts lock clean

run: $(READY)  ## make .venv, install, open the app on the bundled demo profile (nothing is fetched)
	@$(BIN)/python -m compileall -q selfcheck
	@echo "run: opening selfcheck on its bundled demo profile. Nothing is fetched from any site."
	@$(BIN)/selfcheck demo || test $$? -eq 4  # 4: partly seen, as the demo has a wall and a broken picture on purpose

test: check  ## make .venv, install, check the code, run every test
	@$(BIN)/python -m compileall -q selfcheck
	@echo "test: running the whole test suite."
	@$(BIN)/python -m pytest

check: $(DEVELOPER)  ## style, types and who may import whom
	@echo "check: ruff, mypy --strict, import-linter, catalogues."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python tools/texts.py --check
	@$(BIN)/python tools/make_platforms.py --check

# What runs and nothing else. The program is used from this folder, so that nothing has to be built.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "selfcheck needs Python 3.11 or newer. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "install: making .venv and installing what requirements.lock names (about 400 MB, once)."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -c 'import sys, sysconfig; print(sys.argv[1], file=open(sysconfig.get_path("purelib") + "/selfcheck.pth", "w"))' "$(CURDIR)"
	@printf '#!%s\nimport sys\nfrom selfcheck.__main__ import main\nsys.exit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/selfcheck
	@chmod +x $(BIN)/selfcheck
	@$(BIN)/python -m compileall -q selfcheck
	@touch $@

# What the tests and checks need besides, the second engine included; the package is installed as any other.
$(DEVELOPER): requirements-dev.lock pyproject.toml $(READY)
	@echo "install: adding what requirements-dev.lock names, for tests and checks (about 400 MB more, once)."
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@rm -f $(BIN)/selfcheck && $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

texts: $(DEVELOPER)  ## gather the texts for translators and make the catalogues ready to read
	@$(BIN)/python tools/texts.py

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet

lock:  ## make both locks again; needs uv (see CONTRIBUTING.md)
	$(LOCK) tools/lock-inputs.in --extra face-recognition --group dev --override tools/lock-overrides.txt \
	  --output-file requirements-dev.lock
	$(LOCK) --constraint requirements-dev.lock --output-file requirements.lock

clean:  ## remove .venv and what the tools left behind
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
