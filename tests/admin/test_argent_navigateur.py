"""The pages of the money of lots in a real browser: axe finds nothing, nothing overflows, no script is needed."""

from decimal import Decimal

import pytest
from django.urls import reverse

from sessions_formation.models import Avenant, Habilitation, Lot
from tests.factories.avenants import demande_d_heures, session_commandee
from tests.factories.referentiels import CertificationFactory
from tests.factories.scenario import session_demandee
from tests.navigateur import chromium, entrer, ouvrir, parcourir, verifier

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


def adresse(page: str, *cles) -> str:
    return reverse(f"admin:sessions_formation_lot_{page}", args=cles)


def test_les_pages_d_argent_sont_accessibles_et_tiennent(entrer, live_server, le_monde):
    certification = CertificationFactory()
    le_monde.lot.certifications.add(certification)
    Habilitation.objects.create(organisme=le_monde.mandataire, certification=certification)
    demande_d_heures(le_monde, session_commandee(le_monde))
    session_demandee(le_monde)
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_min=Decimal(30_000), montant_max=Decimal(40_000))
    lot = le_monde.lot.pk
    adresses = [
        adresse("changelist"),
        adresse("change", lot),
        adresse("add"),
        adresse("simulation", lot),
        adresse("simulations"),
        adresse("fongibilite", lot),
        adresse("fin_d_annee"),
        reverse("admin:sessions_formation_groupement_change", args=[le_monde.lot.groupement_id]),
        reverse("admin:sessions_formation_habilitation_changelist"),
    ]
    page = entrer(le_monde.agent, adresses[0])
    for largeur in (1280, 375):
        page.set_viewport_size({"width": largeur, "height": 900})
        assert parcourir(page, live_server.url, adresses) == {}


@pytest.mark.parametrize("javascript", [True, False])
def test_deplacer_des_heures_au_telephone(entrer, le_monde, javascript):
    de, vers = session_commandee(le_monde), session_commandee(le_monde)
    page = entrer(le_monde.agent, adresse("fongibilite", le_monde.lot.pk), largeur=375, javascript=javascript)

    page.select_option("[name=de]", str(de.composante.pk))
    page.select_option("[name=vers]", str(vers.composante.pk))
    page.fill("[name=heures]", "100")
    page.fill("[name=motif]", "Deux abandons.")
    page.click("form.bloc button")
    if javascript:
        verifier(page)
    page.click("button[value=confirmer]")

    assert page.inner_text(".avis p").startswith("100\N{NO-BREAK SPACE}h déplacées")
    assert Avenant.objects.count() == 1


def test_decocher_et_recalculer_sans_script(entrer, le_monde):
    session_demandee(le_monde)
    seconde = session_demandee(le_monde)
    page = entrer(le_monde.agent, adresse("simulation", le_monde.lot.pk), javascript=False)

    page.uncheck(f"#demande-s{seconde.pk}")
    page.click("text=Recalculer")

    assert page.locator("td[data-titre='Tient ?']").all_inner_texts() == ["Tient", "Pas cochée"]
