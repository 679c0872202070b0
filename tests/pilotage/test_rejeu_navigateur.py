"""A period replayed in a real browser: asked, followed, read, put beside another; axe at both widths."""

import pytest
import time_machine
from django.urls import reverse

from pilotage.actions.rejouer import mener_les_rejeux
from tests.navigateur import WCAG, chromium, entrer, ouvrir, verifier
from tests.pilotage.rejeux import MI_DECEMBRE, demander, maintenant
from tests.pilotage.test_rejeu import ordonnee, quatre_qui_attendent

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("un_jour")]


def test_une_periode_rejouee_de_la_question_a_la_comparaison(entrer, le_monde):
    quatre_qui_attendent(le_monde)
    ordonnee(le_monde)
    with time_machine.travel(MI_DECEMBRE, tick=True):
        page = entrer(le_monde.agent, reverse("admin:pilotage_rejeu_changelist"), largeur=375)
        verifier(page, etiquettes=WCAG)
        page.get_by_role("link", name="Rejouer une période").click()
        page.get_by_label("Du (obligatoire)").fill("01/11/2026")
        page.get_by_label("Au (obligatoire)").fill("30/11/2026")
        page.get_by_role("button", name="Rejouer la période").click()
        page.get_by_text("Changez au moins une valeur").first.wait_for()
        verifier(page, etiquettes=WCAG)
        page.get_by_label("Effectif minimal d’une session").fill("4")
        page.get_by_role("button", name="Rejouer la période").click()
        page.get_by_role("heading", name="La période attend son tour").wait_for()
        verifier(page, etiquettes=WCAG)
        demander(le_monde, effectif_min=6)
        mener_les_rejeux(maintenant=maintenant)
        page.get_by_role("heading", name="Il y aurait eu 1 session de plus").wait_for()
        _deux_largeurs(page)
        page.get_by_role("link", name="Toutes les périodes rejouées").click()
        for case in page.get_by_label("Comparer").all():
            case.check()
        _deux_largeurs(page)
        page.get_by_role("button", name="Comparer les deux périodes cochées").click()
        page.get_by_role("heading", name="Côte à côte", exact=True).wait_for()
        _deux_largeurs(page)


def _deux_largeurs(page) -> None:
    for largeur in (1280, 375):
        page.set_viewport_size({"width": largeur, "height": 900})
        verifier(page, etiquettes=WCAG)
