"""A dated value changed in a real browser: what it would change is shown, then it is saved; axe."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pilotage.actions.etudier_impact import mener_les_etudes
from referentiels.models import Parametre
from tests.navigateur import WCAG, chromium, entrer, ouvrir, verifier_aux_deux_largeurs
from tests.pilotage.etudes import cdd

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("un_jour")]


def test_un_seuil_change_apres_avoir_vu_ce_qu_il_change(entrer, le_monde):
    for mois in (5, 7, 8, 9):
        cdd(le_monde, mois, nom=f"Atelier {mois}")
    ajout = reverse("admin:referentiels_parametre_add")
    page = entrer(le_monde.agent, ajout, largeur=375)
    page.get_by_label("Paramètre :").select_option(value="duree_min_mois")
    page.get_by_label("Valeur :").fill("9")
    page.get_by_label("En vigueur depuis :").fill("01/01/2027")
    page.get_by_label("Texte qui la fixe :").fill("Délibération EX-2027-4")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("heading", name="Nous relisons les intentions").wait_for()
    verifier_aux_deux_largeurs(page, etiquettes=WCAG)

    mener_les_etudes(maintenant=timezone.now)
    page.get_by_role("heading", name="2 intentions d’embauche ouvertes auraient un autre verdict.").wait_for()
    verifier_aux_deux_largeurs(page, etiquettes=WCAG)
    page.get_by_role("button", name="Enregistrer cette valeur").click()
    page.get_by_role("heading", name="Paramètres des règles").wait_for()

    assert Parametre.objects.get(code="duree_min_mois", depuis="2027-01-01").valeur == 9
