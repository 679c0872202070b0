# The commands of the project. `make help` lists them.
PYTHON ?= python3
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help installer run test qualite banc captures audit

help: ## Liste les commandes
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r nom texte; do printf '  make %-10s %s\n' "$$nom" "$$texte"; done

installer: ## Prépare .venv et ce qui manque à la machine
	@$(PYTHON) -m config.local.installer

run: installer ## Ouvre tout le service sur cette machine (PORT= choisit le port)
	@exec $(PY) -m config.local.superviseur

test: installer ## Lance tous les tests (OPTIONS= passe des options à pytest)
	@$(PY) -m config.local.essais $(OPTIONS)

qualite: installer ## Style, contrats d’import, types, migrations, gabarits
	@$(PY) -m config.local.qualite

banc: installer ## Mesure les pages et les règles (OPTIONS= passe des options à pytest)
	@$(PY) -m pytest -o addopts= tests/banc -p no:randomly -p no:xdist -s $(OPTIONS)

captures: installer ## Reprend les captures d’écran des guides (OPTIONS= en nomme quelques-unes)
	@$(PY) manage.py capturer --settings config.settings.captures $(OPTIONS)

audit: ## Cherche les failles connues des dépendances de production (demande le réseau)
	@$(PYTHON) -m venv .state/audit && .state/audit/bin/pip install -q pip-audit
	@.state/audit/bin/pip-audit -r requirements.production.lock --require-hashes --disable-pip
