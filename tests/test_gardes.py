"""The guards of conftest themselves: a guard that lets through guards nothing."""

import socket

import pytest
from django.db import transaction
from django.utils import timezone

from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from referentiels.models import Departement, Parametre

pytestmark = pytest.mark.django_db


def test_une_requete_sans_ordre_est_melangee():
    requete = str(LigneJournal.objects.filter(objet_id=1).query)

    assert "ORDER BY RANDOM()" in requete


def test_une_requete_ordonnee_garde_son_ordre():
    requete = str(Departement.objects.filter(dans_region=True).query)

    assert "RANDOM" not in requete


def test_un_instant_dans_une_date_est_refuse():
    with pytest.raises(pytest.fail.Exception, match="attend une date"):
        Parametre.objects.create(code="essai", depuis=timezone.now(), valeur=1, texte="Essai")


def test_un_verrou_sans_cible_est_refuse():
    with transaction.atomic(), pytest.raises(pytest.fail.Exception, match="préciser of"):
        Courrier.objects.select_for_update()


def test_le_reseau_est_ferme():
    with pytest.raises(Exception, match=r"(?i)socket|not allowed"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
