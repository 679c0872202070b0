"""The directory and the catalogue in a real browser: searched, read, followed, at a desk and on a telephone; axe."""

import pytest

from referentiels.actions.charger import charger_table
from referentiels.models import OrganismeFormation
from sessions_formation.models import Habilitation
from tests.factories.parcours import session_publiee
from tests.factories.referentiels import CertificationFactory
from tests.navigateur import chromium, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("un_jour")]

NOM_LONG = "Association régionale pour la formation professionnelle des adultes et l’insertion des Mauges et du Bocage"


def test_un_employeur_va_du_catalogue_a_l_organisme(le_monde, ouvrir, live_server):
    charger_table("dispositifs")
    session_publiee(le_monde)
    titre = CertificationFactory(code="RNCP34502", intitule="Titre professionnel soudeur assembleur industriel")
    Habilitation.objects.create(organisme=le_monde.cotraitant, certification=titre)
    OrganismeFormation.objects.filter(pk=le_monde.mandataire.pk).update(nom=NOM_LONG, telephone="02 41 00 00 12")

    page = ouvrir(f"{live_server.url}/dispositifs/", largeur=375)
    verifier_aux_deux_largeurs(page, "dispositifs")
    page.get_by_label("Vous êtes").select_option("employeur")
    page.get_by_label("Quand").select_option("pendant")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Parcours emploi Tutorat").click()
    page.get_by_role("heading", name="Parcours emploi Tutorat", level=1).wait_for()
    verifier_aux_deux_largeurs(page, "dispositif")

    page.goto(f"{live_server.url}/organismes/")
    verifier_aux_deux_largeurs(page, "organismes")
    page.get_by_label("Nom, ville, métier").fill("formaloire")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Formaloire Métiers").click()
    page.get_by_role("link", name="Soudeur assembleur industriel").wait_for()
    verifier_aux_deux_largeurs(page, "organisme")
