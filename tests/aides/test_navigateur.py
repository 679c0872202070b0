"""The employer's aid in a real browser, from the public calculator to the bilan, on a desk and on a telephone."""

import pytest
from django.urls import reverse

from aides.actions.decider import accorder_aide
from aides.enums import StatutAide
from aides.enums import TransitionAide as T
from aides.models import DemandeAide
from tests.factories import aides, comptes
from tests.navigateur import chromium, entrer, ouvrir, parcourir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_du_calcul_au_bilan(live_server, maison, claire, entrer):
    page = entrer(claire, reverse("aides:accueil"), largeur=375)
    aller = lambda nom, *args: page.goto(live_server.url + reverse(f"aides:{nom}", args=args))  # noqa: E731
    demande = _du_calcul_a_la_demande(page, maison)
    for section in ("personne", "plan", "pieces"):
        aller("etape", demande.pk, section)
        verifier_aux_deux_largeurs(page, f"aides_{section}")
    _remplir(demande, claire)
    aller("verifier", demande.pk)
    verifier_aux_deux_largeurs(page, "aides_verifier")
    page.get_by_text("J’atteste que").click()
    page.get_by_role("button", name="Déposer la demande").click()
    page.get_by_text("l’accusé de réception part").first.wait_for()
    verifier_aux_deux_largeurs(page, "aides_demande")
    accorder_aide(demande_id=demande.pk, par=comptes.agent(), le=aides.LE)
    aller("bilan", demande.pk)
    page.fill("#id_heures", "120")
    page.get_by_role("button", name="Enregistrer et voir").click()
    page.get_by_text("600,00 €").first.wait_for()
    page.get_by_role("button", name="Envoyer le bilan").click()
    page.locator(".erreurs").wait_for()
    verifier_aux_deux_largeurs(page, "aides_bilan")
    demande.refresh_from_db()
    assert demande.statut == StatutAide.ACCORDEE
    aller("demandes")
    verifier_aux_deux_largeurs(page, "aides_liste")


def _du_calcul_a_la_demande(page, maison):
    """Try a tutoring, then ask for it: what was answered follows."""
    page.locator("[name=dispositif][value=pet_tutorat] + span").click()
    page.fill("#id_heures", "450")
    page.get_by_text("450 heures demandées").wait_for()
    assert "heures=450" in page.url
    verifier_aux_deux_largeurs(page, "aides_accueil")
    page.get_by_role("link", name="Demander cette aide").click()
    verifier_aux_deux_largeurs(page, "aides_nouvelle")
    page.select_option("#id_etablissement", str(maison.pk))
    page.get_by_role("button", name="Continuer").click()
    demande = DemandeAide.objects.get()
    assert (demande.dispositif, demande.heures) == ("pet_tutorat", 450)
    return demande


def _remplir(demande, par):
    """Answer all that the pages ask."""
    for nom, valeur in {**aides.REPONSES, **aides.TUTORAT}.items():
        setattr(demande, nom, valeur)
    demande.save()
    aides.plan(demande, 100, 40)
    aides.pieces(demande, par=par)


def test_les_autres_pages_se_lisent_sur_un_telephone(live_server, maison, claire, entrer):
    """A draft that is not possible, a request to complete, a paid one, and the pages that ask before an act."""
    nom = "Anne-Charlotte de La Rochefoucauld-Montmorency"
    brouillon = aides.demande(employeur=maison, par=claire, public=True, nom=nom, iban="")
    incomplete = aides.demande(StatutAide.DEPOSEE, employeur=maison, par=claire, nom=nom)
    incomplete.demandes = ["effectif", "iban", "aide_plan", "aide_contrat"]
    incomplete.save(update_fields=["demandes"])
    aides.avancer(incomplete, (T.DEMANDER_COMPLEMENT,), par=claire)
    aides.pieces(incomplete, par=claire)
    payee = aides.demande(StatutAide.PAYEE, employeur=maison, par=claire)
    adresses = [
        *(reverse("aides:etape", args=[brouillon.pk, page]) for page in ("etablissement", "formation", "compte")),
        *(reverse(f"aides:{page}", args=[brouillon.pk]) for page in ("verifier", "supprimer")),
        *(
            reverse(f"aides:{page}", args=[incomplete.pk])
            for page in ("demande", "completer", "abandonner", "messages")
        ),
        reverse("aides:demande", args=[payee.pk]),
    ]

    page = entrer(claire, reverse("aides:demandes"), largeur=375)

    assert parcourir(page, live_server.url, adresses) == {}
