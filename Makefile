# Everything runs in .venv (Python 3.11 with Blender as the `bpy` wheel, and PyTorch); `make help` lists the commands.
PYTHON ?= python3.11
VENV := .venv
RUN := $(VENV)/bin/python
ZIP = $$(cat build/zip-for-this-machine)

.PHONY: help setup demo test check zip repository onnx test-versions test-gui bench clean

help:
	@echo "make demo           build the zip, install it into Blender, make and render six materials"
	@echo "make test           the tests, against one Blender"
	@echo "make check          linter, types, and who may import whom"
	@echo "make zip            the extension for every platform: dist/artml_blender-*.zip"
	@echo "make repository     a folder that serves updates: the zips and Blender's index of them"
	@echo "make onnx           export the shipped weights for the light runtime"
	@echo "make test-versions  the Blender part in every supported Blender"
	@echo "make test-gui       the zip in a real Blender window (needs root: it makes a Debian folder of its own)"
	@echo "make bench          speed, memory and seams, beside their anchors"

setup: $(VENV)/complete

$(VENV)/complete: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(RUN) scripts/check_system.py
	touch $@

demo: setup
	$(RUN) scripts/demo.py --output build/demo

test: setup zip
	ARTML_ZIP="$(ZIP)" $(RUN) -m pytest

check: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m pytest -q tests/test_rooms.py

zip: setup
	mkdir -p build
	$(RUN) scripts/build_zip.py --output dist > build/zip-for-this-machine
	@cat build/zip-for-this-machine

repository: setup
	$(RUN) scripts/build_repository.py --output dist/repository

onnx:
	$(PYTHON) -m venv .venvs/export
	.venvs/export/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-export.txt
	PYTHONPATH=. .venvs/export/bin/python scripts/export_onnx.py

test-versions: setup zip
	$(RUN) tests/versions/run.py --zip "$(ZIP)" --torch-python $(RUN)

test-gui: setup zip
	$(RUN) tests/gui/run.py --zip "$(ZIP)" --output build/gui

bench: setup
	PYTHONPATH=. $(RUN) scripts/bench_generate.py
	PYTHONPATH=. $(RUN) scripts/bench_start.py
	PYTHONPATH=. $(RUN) scripts/bench_bake.py
	PYTHONPATH=. $(RUN) scripts/bench_seams.py
	PYTHONPATH=.:scripts $(RUN) scripts/bench_families.py stacks
	PYTHONPATH=.:scripts $(RUN) scripts/bench_families.py render

clean:
	rm -rf build dist $(VENV)
