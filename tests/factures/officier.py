"""An officer at the invoices: who, when, and what a browser would send back."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from lxml import html

from comptes.models import Utilisateur
from factures.models import Facture
from sessions_formation.models import BonDeCommande
from tests.factories import comptes
from tests.factories.emission import fiche, projet
from tests.factories.factures import Voulue, bon_de_commande, emettre_nue
from tests.factories.scenario import Monde, monde

LISTE = reverse("admin:factures_facture_changelist")
FIN_DE_MOIS = reverse("admin:factures_facture_fin_de_mois")
PAIEMENTS = reverse("admin:factures_facture_paiements")


@pytest.fixture
def le_monde(db):
    """The scenario, two days after the month's invoices, whose mandataire may invoice."""
    with time_machine.travel("2027-02-03 09:00:00+00:00"):
        ici = monde()
        fiche(ici.mandataire)
        yield ici


def officier(groupe: str) -> Utilisateur:
    """An officer with the rights of one group, no more."""
    personne = comptes.agent(is_superuser=False, prenom="Lise", nom=f"Du {groupe}")
    personne.groups.add(Group.objects.get(name=groupe))
    return personne


def connecte(personne: Utilisateur) -> Client:
    client = Client()
    client.force_login(personne)
    return client


def nouveau_bon(le_monde: Monde, *voulues: Voulue) -> BonDeCommande:
    """A lot has one order a year: each is of another."""
    return bon_de_commande(le_monde, *voulues, annee=2026 + BonDeCommande.objects.count())


def emise(le_monde: Monde, *voulues: Voulue) -> Facture:
    """An issued invoice of a new order, without its XML."""
    return emettre_nue(projet(nouveau_bon(le_monde, *voulues)))


def page(facture: Facture) -> str:
    return reverse("admin:factures_facture_change", args=[facture.pk])


def arbre(reponse):
    return html.fromstring(reponse.content.decode())


def champs(reponse) -> dict[str, str]:
    """What the page's forms hold, as a browser would send it back."""
    caches = arbre(reponse).xpath("//form[@method='post']//input[@type='hidden']")
    return {champ.get("name"): champ.get("value") for champ in caches}


def presser(client: Client, adresse: str, **saisis):
    """Open a page, send it back with what is typed."""
    return client.post(adresse, {**champs(client.get(adresse)), **saisis})
