"""A worker's process for tests: for each day read on its input, do all that is due, and say so."""

import sys
from datetime import date

import django

django.setup()

from config.relances import relancer  # noqa: E402

print("prêt", flush=True)  # noqa: T201
for ligne in sys.stdin:
    bilans = relancer(le=date.fromisoformat(ligne.strip()))
    print(sum(bilan.echouees for bilan in bilans.values()), flush=True)  # noqa: T201
