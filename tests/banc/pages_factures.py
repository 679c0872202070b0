"""The pages of hours and invoices: who declares, who issues, who controls and pays."""

from typing import TypeVar

from django.db.models import Count, Model, QuerySet
from django.test import Client
from django.urls import reverse

from factures.models import Facture
from heures.models import Releve
from sessions_formation.models import BonDeCommande
from tests.banc.mesure import Page, connecter
from tests.banc.volume import Grand

LISTE = "/plancher/liste/"
# What a page shows is taken as near as can be to as many rows, whatever the volume: a page is not slower for it.
LIGNES = 8
Objet = TypeVar("Objet", bound=Model)


def pages_des_factures(grand: Grand, agent: Client, *, nue: str, nu_objet: str) -> list[Page]:
    """What a training body, its mandataire, an officer and the finance department open at the month's end."""
    emises = Facture.objects.emises().filter(corrige=None)
    emise = _de_taille(emises.filter(statut="payee"), "lignes")
    a_controler = _de_taille(emises.filter(statut="emise", suspensions=None), "lignes")
    projet = _de_taille(Facture.objects.filter(statut="projet"), "lignes")
    releve = _de_taille(Releve.objects.filter(statut="declare"), "lignes")
    ouvert = _de_taille(Releve.objects.filter(statut="ouvert"), "lignes")
    bon = _de_taille(BonDeCommande.objects.filter(factures__isnull=False), "composantes")
    qui = grand.peuple.monde.personnes

    def page(nom: str, adresse: str, organisme: int) -> Page:
        return Page(nom, adresse, connecter(qui[organisme]), LISTE, 2.5)

    def admin(nom: str, adresse: str) -> Page:
        return Page(nom, adresse, agent, nu_objet, 2.5)

    ici = "admin:factures_facture"
    file, mois = reverse(f"{ici}_changelist"), f"?mois={a_controler.mois:%Y-%m}"
    return [
        page("factures : liste", reverse("factures:liste"), emise.emetteur_id),
        page("factures : un projet", reverse("factures:facture", args=[projet.pk]), projet.emetteur_id),
        page("factures : une émise", reverse("factures:facture", args=[emise.pk]), emise.emetteur_id),
        page("factures : rapprochement", reverse("factures:rapprochement", args=[bon.pk]), bon.mandataire_id),
        page("heures : liste", reverse("heures:liste"), releve.session.organisme_id),
        page("heures : un tableau", reverse("heures:releve", args=[ouvert.pk]), ouvert.session.organisme_id),
        page("heures : un déclaré", reverse("heures:releve", args=[releve.pk]), releve.session.organisme_id),
        Page("admin : factures", file, agent, nue, 1.5, requetes_max=8),
        Page("admin : factures, toutes", f"{file}?etat=toutes", agent, nue, 1.5, requetes_max=8),
        admin("admin : une facture", reverse(f"{ici}_change", args=[a_controler.pk])),
        admin("admin : rapprochement", reverse(f"{ici}_rapprochement", args=[bon.pk])),
        admin("admin : fin de mois", reverse(f"{ici}_fin_de_mois") + mois),
        admin("admin : journal", reverse(f"{ici}_journal_csv") + mois),
    ]


def _de_taille(objets: QuerySet[Objet], quoi: str) -> Objet:
    """Give the one that holds the nearest to ``LIGNES`` rows."""
    comptes = objets.order_by().annotate(n=Count(quoi, distinct=True)).values_list("n", "pk")
    _, _, pk = min((abs(n - LIGNES), n, pk) for n, pk in comptes)
    return objets.model._default_manager.get(pk=pk)
