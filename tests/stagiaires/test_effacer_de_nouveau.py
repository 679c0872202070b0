"""Who was erased before its term, and comes back with a backup, is erased again by its number alone."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from config.sauvegarde.remettre import effaces_depuis
from insertion.actions.effacer import effacer_stagiaire
from noyau.journal import LigneJournal
from stagiaires.models import Stagiaire
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory

pytestmark = pytest.mark.django_db


def effacer_de_nouveau(*numeros, par):
    sortie = StringIO()
    call_command("effacer_de_nouveau", *map(str, numeros), "--par", par, stdout=sortie, stderr=sortie)
    return sortie.getvalue()


def test_un_effacement_demande_laisse_son_numero_au_journal_du_service_et_rien_d_autre(
    caplog, django_capture_on_commit_callbacks
):
    personne = StagiaireFactory(nom="Lenoir")
    with caplog.at_level(logging.INFO, "insertion"), django_capture_on_commit_callbacks(execute=True):
        effacer_stagiaire(stagiaire_id=personne.pk, motif="demande", par=comptes.agent())

    assert caplog.messages == [f"Stagiaire n° {personne.pk} : effacé avant son terme."]


def test_la_base_qui_va_partir_dit_qui_fut_efface_depuis_la_sauvegarde():
    avant, apres, echu = StagiaireFactory.create_batch(3)
    agent = comptes.agent()
    effacer_stagiaire(stagiaire_id=avant.pk, motif="demande", par=agent)
    le = LigneJournal.objects.latest("pk").le.isoformat()
    effacer_stagiaire(stagiaire_id=apres.pk, motif="erreur", par=agent)

    assert effaces_depuis(le) == [apres.pk]
    assert not Stagiaire.objects.get(pk=echu.pk).efface_le


def test_qui_est_revenu_est_efface_et_la_commande_se_relance():
    personne, agent = StagiaireFactory(nom="Lenoir"), comptes.agent()

    assert effacer_de_nouveau(personne.pk, 10**9, par=agent.email) == (
        f"{personne.pk} : effacée\n{10**9} : inconnue, venue après la sauvegarde\n"
    )
    assert Stagiaire.objects.get(pk=personne.pk).nom == ""
    assert effacer_de_nouveau(personne.pk, par=agent.email) == f"{personne.pk} : déjà effacée\n"


def test_sans_le_droit_d_effacer_rien_n_est_fait():
    personne = StagiaireFactory(nom="Lenoir")
    with pytest.raises(CommandError, match="n’est pas un compte qui peut effacer"):
        effacer_de_nouveau(personne.pk, par=comptes.employeur().email)

    assert Stagiaire.objects.get(pk=personne.pk).nom == "Lenoir"


def test_qui_est_de_nouveau_candidat_est_nomme_et_reste():
    le_monde = monde()
    candidat = parcours_de(session_publiee(le_monde, 1), structure=le_monde.reseau).stagiaire

    with pytest.raises(CommandError, match="restent à effacer, depuis leur page"):
        effacer_de_nouveau(candidat.pk, par=le_monde.agent.email)
    assert not Stagiaire.objects.get(pk=candidat.pk).efface_le
