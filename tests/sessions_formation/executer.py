"""A worker's process for tests: carry out grouped decisions until none is left, on the day given."""

import sys
from datetime import date

import django

django.setup()

from django.utils import timezone  # noqa: E402

from sessions_formation.actions.decider_ensemble import executer_les_decisions  # noqa: E402
from sessions_formation.models import DecisionGroupee  # noqa: E402

while DecisionGroupee.objects.filter(terminee_le=None).exists():
    executer_les_decisions(le=date.fromisoformat(sys.argv[1]), maintenant=timezone.now)
