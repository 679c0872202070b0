"""Who read a person's file: a line each time, once for a page read again at once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.referentiels import StructureReseauFactory
from tests.factories.stagiaires import StagiaireFactory

pytestmark = pytest.mark.django_db

MATIN = datetime(2026, 11, 23, 9, tzinfo=UTC)


def lire(stagiaire, par, quand=MATIN, page=Lecture.FICHE):
    with time_machine.travel(quand, tick=False):
        noter_consultation(stagiaire, par=par, page=page)


def test_consultation_est_gardee_une_fois_par_page_et_par_dix_minutes():
    stagiaire, lectrice = StagiaireFactory(), comptes.agent()
    lire(stagiaire, lectrice)
    lire(stagiaire, lectrice, MATIN + timedelta(minutes=9))
    assert Consultation.objects.count() == 1
    lire(stagiaire, lectrice, MATIN + timedelta(minutes=9), Lecture.DONNEES)
    lire(stagiaire, comptes.agent(), MATIN)
    lire(StagiaireFactory(), lectrice, MATIN)
    assert Consultation.objects.count() == 4
    lire(stagiaire, lectrice, MATIN + timedelta(minutes=10))
    assert Consultation.objects.count() == 5


def test_consultation_dit_en_quelle_qualite_on_lisait():
    structure = StructureReseauFactory(nom="Mission locale de Laval")
    stagiaire = StagiaireFactory(structure=structure)
    lecteurs = [comptes.agent(), comptes.referent(structure), comptes.organisme(), comptes.employeur()]
    lecteurs.append(comptes.UtilisateurFactory())
    for lecteur in lecteurs:
        lire(stagiaire, lecteur)
    organisme, employeur = (lecteur.rattachements.get().organisation for lecteur in lecteurs[2:4])
    assert list(Consultation.objects.order_by("pk").values_list("qualite", flat=True)) == [
        "Région",
        "Référent du Réseau pour l’emploi, Mission locale de Laval",
        f"Organisme de formation, {organisme}",
        f"Employeur, {employeur}",
        "Sans organisation",
    ]


def test_consultation_nomme_d_abord_la_structure_qui_suit_la_personne():
    structure = StructureReseauFactory(nom="Cap emploi 53")
    lectrice = comptes.employeur()
    comptes.RattachementFactory(utilisateur=lectrice, pour_referent=True, structure=structure)
    lire(StagiaireFactory(structure=structure), lectrice)
    assert Consultation.objects.get().qualite == "Référent du Réseau pour l’emploi, Cap emploi 53"
