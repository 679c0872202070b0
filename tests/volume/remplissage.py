"""Filling a database as ``manage.py peupler`` does, from one day."""

from datetime import date
from io import StringIO

from django.core.management import call_command

LE = date(2026, 11, 23)


def peupler(combien=500, *, sans_factures=True, **options):
    """Write made-up files; give what the command says. Invoices take longer than all the rest of a small database."""
    sortie = StringIO()
    call_command("peupler", intentions=combien, date=LE, sans_factures=sans_factures, stdout=sortie, **options)
    return sortie.getvalue().replace("\N{NO-BREAK SPACE}", " ")
