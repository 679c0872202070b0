"""The pages of aids after the hire, and those the public and the Cariforef read."""

from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aides.models import DemandeAide, EnvoiPaiement
from referentiels.models import OrganismeFormation
from sessions_formation.queries.publiees import vitrines_ouvertes
from tests.banc.mesure import Page, connecter
from tests.banc.volume import Grand

LISTE = "/plancher/liste/"


def pages_des_aides(grand: Grand, agent: Client, *, nue: str, nu_objet: str) -> list[Page]:
    """What an employer, an officer and the finance department open of the aids."""
    employeur = connecter(grand.a_l_employeur)
    siennes = DemandeAide.objects.de_l_employeur(grand.a_l_employeur).exclude(numero=None)
    sienne = siennes.order_by("pk")[0]
    a_instruire = DemandeAide.objects.a_instruire().filter(dispositif="pef")[0]
    a_liquider = DemandeAide.objects.a_liquider().filter(dispositif="pef")[0]
    envoi = EnvoiPaiement.objects.order_by("pk")[0]
    ici = "admin:aides_demandeaide"
    file = reverse(f"{ici}_changelist")

    def liste(nom: str, criteres: dict[str, str]) -> Page:
        return Page(nom, f"{file}?{urlencode(criteres)}", agent, nue, 1.5, requetes_max=8)

    def objet(nom: str, adresse: str, requetes_max: int = 20) -> Page:
        return Page(nom, adresse, agent, nu_objet, 2.5, requetes_max=requetes_max)

    return [
        Page("aides : liste", reverse("aides:demandes"), employeur, LISTE, 2.5),
        Page(
            "aides : une demande", reverse("aides:demande", args=[sienne.pk]), employeur, LISTE, 2.5, requetes_max=15
        ),
        Page("aides : nouvelle", reverse("aides:nouvelle"), employeur, LISTE, 2.5),
        liste("admin : aides, file", {}),
        liste("admin : aides, toutes", {"etat": "toutes"}),
        liste("admin : aides, un état", {"etat": "payee", "departement": "44"}),
        liste("admin : aides, à liquider", {"etat": "a_liquider"}),
        liste("admin : aides, recherche", {"etat": "toutes", "q": sienne.employeur.nom}),
        objet("admin : une aide", reverse(f"{ici}_change", args=[a_instruire.pk])),
        objet("admin : arrêter un montant", reverse(f"{ici}_liquider", args=[a_liquider.pk])),
        objet("admin : aides à payer", reverse(f"{ici}_a_payer"), requetes_max=10),
        objet("admin : un envoi d’aides", reverse("admin:aides_envoipaiement_change", args=[envoi.pk])),
    ]


def pages_publiques(grand: Grand) -> list[Page]:
    """What anybody reads, and what a training body sees of what is told to the Cariforef."""
    anonyme, organisme = Client(), connecter(grand.a_l_organisme)
    session = vitrines_ouvertes(timezone.localdate()).order_by("pk").select_related("session")[0].session
    du_dispositif = OrganismeFormation.objects.get(pk=session.organisme_id)
    mot = urlencode({"q": session.metier.libelle.split()[0]})

    def page(nom: str, adresse: str, client: Client = anonyme) -> Page:
        return Page(nom, adresse, client, LISTE, 2.5)

    return [
        page("public : une formation", reverse("formation", args=[session.numero])),
        page("public : formations, un mot", f"{reverse('formations')}?{mot}"),
        page("public : flux", reverse("formations_flux")),
        page("public : organismes", reverse("organismes")),
        page("public : un organisme", reverse("organisme", args=[du_dispositif.pk])),
        page("public : dispositifs", reverse("dispositifs")),
        page("public : aides", reverse("aides:accueil")),
        page("public : plan du site", "/plan.xml"),
        page("organisme : affichage", reverse("sessions:affichage"), organisme),
    ]
