# Every target is a command of make.py, which also runs without make: python make.py book
# With your own copies of the two texts: make book TEXTS=folder

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if command -v $$p >/dev/null && $$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; \
	then echo $$p; break; fi; done)
ifeq ($(strip $(PYTHON)),)
PYTHON := python3
endif

.DEFAULT_GOAL := help
.PHONY: help book test check figures export pdf epub onefile release publish notebook again lock clean

help:
	@echo "make TARGET, where TARGET is one of"
	@$(PYTHON) make.py help

book test check figures export pdf epub onefile release publish notebook again lock clean:
	@$(PYTHON) make.py $@ $(if $(filter book publish,$@),$${TEXTS:+--texts "$$TEXTS"})
