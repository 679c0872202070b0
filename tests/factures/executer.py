"""A process that prepares a month, one order at a time, saying each as it comes to it: to be killed by a test."""

import sys
from datetime import date

import django

django.setup()

from factures.actions import preparer  # noqa: E402

preparer.PAS = 1


def dire(bons):
    for bon in bons:
        print(bon, flush=True)  # noqa: T201
        yield bon


mois = date.fromisoformat(sys.argv[1])
bilan = preparer.preparer_factures(mois=mois, le=date.fromisoformat(sys.argv[2]), suivre=dire)
print("échouées", bilan.echouees, flush=True)  # noqa: T201
