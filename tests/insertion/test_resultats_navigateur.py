"""Reading results and saying a person's pay, on a phone then on a screen."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from insertion.actions.agreger import agreger_resultats
from insertion.regles.paroles import Parole
from tests.factories.resultats import socle, sortie
from tests.factories.scenario import monde
from tests.navigateur import chromium, entrer, examiner, ouvrir

__all__ = ["chromium", "entrer", "ouvrir"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_l_organisme_dit_une_remuneration_et_lit_ses_resultats(entrer):
    with time_machine.travel("2026-11-23 10:00+01:00", tick=True):
        m = monde()
        session = socle(m, debut=date(2026, 1, 5))
        for rang in range(12):
            faite = sortie(session, reponses={6: {"stagiaire": Parole("cdi" if rang else "recherche")}})
        agreger_resultats(le=date(2026, 11, 23))
        page = entrer(m.au_cotraitant, reverse("parcours:remuneration", args=[faite.parcours.pk]), largeur=375)
        page.get_by_label("26 ans ou plus à l’entrée").check()
        page.get_by_role("button", name="Enregistrer").click()
        assert page.get_by_role("heading", name="685,00").count() == 1
        fautes = examiner(page)
        page.locator("header summary", has_text="Plus").click()
        page.get_by_role("link", name="Résultats").click()
        page.get_by_text("Comment c’est compté").first.click()
        page.get_by_label("Période").select_option("2026")
        page.get_by_role("button", name="Afficher").click()
        assert page.get_by_text("11 personnes placées sur 12 personnes sorties.").count() == 2
        fautes += examiner(page)
        page.set_viewport_size({"width": 1280, "height": 800})
        fautes += examiner(page)

    assert fautes == []
