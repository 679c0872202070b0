"""A period replayed in a real browser: asked, followed, read, put beside another; axe on each page."""

import pytest
import time_machine
from django.urls import reverse

from pilotage.actions.rejouer import mener_les_rejeux
from tests.navigateur import chromium, entrer, ouvrir, verifier, verifier_aux_deux_largeurs
from tests.pilotage.rejeux import MI_DECEMBRE, demander, maintenant
from tests.pilotage.test_rejeu import ordonnee, quatre_qui_attendent

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("un_jour")]


def test_une_periode_rejouee_de_la_question_a_la_comparaison(entrer, le_monde):
    quatre_qui_attendent(le_monde)
    ordonnee(le_monde)
    with time_machine.travel(MI_DECEMBRE, tick=True):
        page = entrer(le_monde.agent, reverse("admin:pilotage_rejeu_add"), largeur=375)
        page.get_by_label("Du (obligatoire)").fill("01/11/2026")
        page.get_by_label("Au (obligatoire)").fill("30/11/2026")
        page.get_by_role("button", name="Rejouer la période").click()
        page.get_by_text("Changez au moins une valeur").first.wait_for()
        verifier(page)
        page.get_by_label("Effectif minimal d’une session").fill("4")
        page.get_by_role("button", name="Rejouer la période").click()
        page.get_by_role("heading", name="La période attend son tour").wait_for()
        verifier(page)
        demander(le_monde, effectif_min=6)
        mener_les_rejeux(maintenant=maintenant)
        page.get_by_role("heading", name="Il y aurait eu 1 session de plus").wait_for()
        verifier_aux_deux_largeurs(page, "rejeu_resultat")
        page.get_by_role("link", name="Toutes les périodes rejouées").click()
        for case in page.get_by_label("Comparer :").all():
            case.check()
        verifier(page)
        page.get_by_role("button", name="Comparer les deux périodes cochées").click()
        page.get_by_role("heading", name="Côte à côte", exact=True).wait_for()
        verifier_aux_deux_largeurs(page, "rejeu_comparer")
