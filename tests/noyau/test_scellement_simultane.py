"""Lines written, undone and sealed at the same moment, on real connections: one chain, nothing outside of it."""

import random
from contextlib import suppress
from threading import Thread
from time import sleep

import pytest
from django.db import connection, transaction

from noyau.journal import LigneJournal, noter
from noyau.preuve import comparer_les_scelles, lire_les_non_scelles, suivre_la_chaine
from noyau.scellement import Maillon, sceller, tete
from referentiels.models import Opco

pytestmark = pytest.mark.django_db(transaction=True)


class Annulee(Exception):
    pass


def ecrire(opco, graine):
    """Fifteen acts: some slow to commit, so that later ones are sealed first; one in three undone."""
    hasard = random.Random(graine)
    for rang in range(15):
        with suppress(Annulee), transaction.atomic():
            noter(opco, f"Acte {graine}-{rang}", par=None)
            sleep(hasard.random() / 50)
            annuler_si(rang % 3 == 0)


def annuler_si(condition):
    if condition:
        raise Annulee


def sceller_sans_cesse():
    for _ in range(40):
        sceller()
        sleep(0.005)


def ensemble(*actes):
    fautes = []

    def jouer(acte):
        try:
            acte()
        except Exception as faute:  # noqa: BLE001 what was raised is what is looked at
            fautes.append(faute)
        finally:
            connection.close()

    fils = [Thread(target=jouer, args=[acte]) for acte in actes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return fautes


def test_plusieurs_qui_ecrivent_et_qui_scellent_font_une_seule_chaine():
    opco = Opco.objects.create(code="9999", nom="Opco d’essai")
    ecrivent = [lambda graine=graine: ecrire(opco, graine) for graine in range(4)]

    fautes = ensemble(*ecrivent, *[sceller_sans_cesse] * 3)
    sceller()

    assert fautes == []
    lignes = set(LigneJournal.objects.order_by("pk").values_list("pk", flat=True))
    assert len(lignes) == 4 * 10
    assert set(Maillon.objects.order_by("pk").values_list("objet_id", flat=True)) == lignes
    assert tete().rang == len(lignes)
    assert list(suivre_la_chaine(tete().rang, lambda _: None)) == []
    assert list(comparer_les_scelles(tete().rang, lambda _: None)) == []
    assert lire_les_non_scelles() == (0, [])
