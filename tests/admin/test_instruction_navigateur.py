"""The officer's workplace in a real browser: queue, pages of a file, complement, sharing of the work, absences."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sessions_formation.models import AbsenceAgent, Session
from tests.admin.conftest import MERCREDI
from tests.factories import comptes
from tests.factories.scenario import session_demandee
from tests.navigateur import chromium, entrer, examiner_aux_deux_largeurs, ouvrir, parcourir

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_le_poste_de_travail_est_accessible_et_tient(entrer, live_server, le_monde, un_mercredi):
    absente = comptes.agent(prenom="Lise", nom="Caillaud")
    for _ in range(2):
        derniere = session_demandee(le_monde)
        Session.objects.filter(pk=derniere.pk).update(agent=absente)
        un_mercredi.shift(timedelta(minutes=1))
    AbsenceAgent.objects.create(
        agent=absente, debut=MERCREDI.date(), fin=MERCREDI.date() + timedelta(days=4), remplacant=le_monde.agent
    )
    adresses = [
        reverse(f"admin:sessions_formation_{nom}", args=cles) + suite
        for nom, suite, *cles in (
            ("session_changelist", "?agent=miens"),
            ("session_change", "", derniere.pk),
            ("session_completer", "", derniere.pk),
            ("session_echanges", "", derniere.pk),
            ("session_historique", "", derniere.pk),
            ("session_confier", ""),
            ("session_confier", f"?s={derniere.pk}"),
            ("absenceagent_changelist", ""),
            ("absenceagent_add", ""),
        )
    ]
    page = entrer(le_monde.agent, adresses[0], largeur=375)

    assert parcourir(page, live_server.url, adresses, regarder=examiner_aux_deux_largeurs) == {}


@pytest.mark.parametrize("javascript", [True, False])
def test_demander_un_complement_du_panneau_au_dossier(entrer, le_monde, javascript):
    session = session_demandee(le_monde)
    dossier = reverse("admin:sessions_formation_session_change", args=[session.pk])
    page = entrer(le_monde.agent, dossier, largeur=375, javascript=javascript)

    page.fill("[name=precisions]", "Merci d’avance.")
    page.click("button[value=completer]")
    assert page.input_value("[name=precisions]") == "Merci d’avance."
    page.click("button[value=confirmer]")
    assert page.inner_text(".erreurs h2") == "Une réponse est à revoir"
    page.select_option("[name=motif]", "dossier_incomplet")
    page.check("[name=champ_lieu]")
    page.fill("[name=mots_lieu]", "L’adresse de l’atelier.")
    page.click("button[value=confirmer]")

    assert page.inner_text(".avis p") == f"Un complément est demandé pour {session.numero}."
    session.refresh_from_db()
    assert session.statut == "a_completer"
