"""Pages against the floor of their kind, measured in turn in the same run, at two volumes: ``make banc``.

Trust the ratios, not the times. ``BANC_INTENTIONS`` changes the volume (100 000).
"""

import os
import sys
from collections.abc import Callable
from time import perf_counter
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comites.actions.ordre import preparer_ordre
from comites.actions.tenir import prevoir_comite
from comites.models import Comite
from comptes.models import Utilisateur
from factures.models import Facture
from intentions.models import IntentionEmbauche
from sessions_formation.models import DemandeAvenant, Parcours, Session
from tests.banc.mesure import Mesure, Page, connecter, mesurer
from tests.banc.pages_factures import pages_des_factures
from tests.banc.pages_ouvertes import pages_des_aides, pages_publiques
from tests.banc.pages_parcours import pages_des_parcours
from tests.banc.volume import Grand, remplir
from tests.factories.comites import rencontre

VOLUME = int(os.environ.get("BANC_INTENTIONS", "100000"))
# About 500 sessions; 20 000 at the great volume.
PETIT = 2_500
SIENNES = 2_000
KO_MAX, CROISSANCE_MAX = 100, 1.3

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.banc.plancher")]


def pages(grand: Grand) -> list[Page]:
    employeur, organisme = connecter(grand.a_l_employeur), connecter(grand.a_l_organisme)
    agent, referent, anonyme = connecter(grand.agent), connecter(grand.conseillere), Client()
    siennes = IntentionEmbauche.objects.filter(employeur=grand.peuple.grand_employeur)
    intention = siennes.filter(statut="recevable", partenaire=None).order_by("pk").first()
    transmises = IntentionEmbauche.objects.transmises_par(grand.conseillere)
    transmise = transmises.filter(statut="recevable").order_by("pk").first()
    leurs = Session.objects.modifiables_par(grand.a_l_organisme).filter(statut__in=["demandee", "en_instruction"])
    session = leurs.order_by("pk").first()
    # The floors of the peer's measure: 25 rows signed in with their count for the site's pages, Django's own list and
    # change pages for the administration's.
    liste, nue = "/plancher/liste/", "/nu/intentions/intentionembauche/"
    nu_objet = f"{nue}{intention.pk}/change/"
    mot = urlencode({"q": intention.metier.libelle.split()[0]})
    return [
        Page("accueil", "/", anonyme, liste, 2.5),
        Page("simulateur", reverse("simulateur"), anonyme, liste, 2.5),
        Page("formations", reverse("formations"), anonyme, liste, 2.5),
        Page("employeur : liste", reverse("intentions:liste"), employeur, liste, 2.5),
        Page("employeur : recherche", f"{reverse('intentions:liste')}?{mot}", employeur, liste, 2.5),
        Page("employeur : dossier", reverse("intentions:detail", args=[intention.pk]), employeur, liste, 2.5),
        Page("organisme : intentions", reverse("sessions:intentions"), organisme, liste, 2.5),
        Page("organisme : regroupements", reverse("besoins:regroupements"), organisme, liste, 2.5),
        Page("organisme : sessions", reverse("sessions:liste"), organisme, liste, 2.5),
        Page("organisme : demande", reverse("sessions:demande", args=[session.pk]), organisme, liste, 2.5),
        Page("organisme : mes lots", reverse("sessions:lots"), organisme, liste, 2.5),
        Page("organisme : un lot", reverse("sessions:lot", args=[session.lot_id]), organisme, liste, 2.5),
        Page("référent : besoins", reverse("besoins:liste"), referent, liste, 2.5),
        Page("référent : besoins, filtrés", reverse("besoins:liste") + "?metier=soudeur", referent, liste, 2.5),
        Page("référent : transmises", reverse("transmissions:liste"), referent, liste, 2.5),
        Page("référent : une transmise", reverse("transmissions:detail", args=[transmise.pk]), referent, liste, 2.5),
        *pages_de_l_administration(agent, session, un_comite(session, par=grand.agent), nue=nue, nu_objet=nu_objet),
        *pages_des_parcours(grand, agent, nue=nue),
        *pages_des_factures(grand, agent, nue=nue, nu_objet=nu_objet),
        *pages_des_aides(grand, agent, nue=nue, nu_objet=nu_objet),
        *pages_publiques(grand),
    ]


def pages_de_l_administration(
    agent: Client, session: Session, comite: Comite, *, nue: str, nu_objet: str
) -> list[Page]:
    """The officer's workplace: lists against Django's own list, pages of a file against its own change page."""
    ici = "admin:sessions_formation"
    file, du_lot = reverse(f"{ici}_session_changelist"), [session.lot_id]
    ensemble = urlencode({"s": [*Session.objects.a_decider().values_list("pk", flat=True)[:10]]}, doseq=True)
    avenants = reverse(f"{ici}_demandeavenant_changelist")
    une_demande = DemandeAvenant.objects.a_decider().first() or DemandeAvenant.objects.order_by("pk")[0]
    comites = "admin:comites_comite"

    def liste(nom: str, adresse: str) -> Page:
        return Page(nom, adresse, agent, nue, 1.5, requetes_max=8)

    def page(nom: str, adresse: str) -> Page:
        return Page(nom, adresse, agent, nu_objet, 2.5)

    return [
        liste("admin : file", file),
        liste("admin : file, un lot", f"{file}?lot={session.lot_id}"),
        liste("admin : toutes les sessions", f"{file}?etat=toutes"),
        liste("admin : lots", reverse(f"{ici}_lot_changelist")),
        liste("admin : demandes d’avenant", avenants),
        liste("admin : intentions", reverse("admin:intentions_intentionembauche_changelist")),
        page("admin : décision", reverse(f"{ici}_session_change", args=[session.pk])),
        page("admin : échanges", reverse(f"{ici}_session_echanges", args=[session.pk])),
        page("admin : historique", reverse(f"{ici}_session_historique", args=[session.pk])),
        page("admin : décider ensemble", f"{reverse(f'{ici}_decisiongroupee_nouvelle')}?{ensemble}"),
        page("admin : un lot", reverse(f"{ici}_lot_change", args=du_lot)),
        page("admin : et si", reverse(f"{ici}_lot_simulation", args=du_lot)),
        page("admin : un avenant", f"{avenants}{une_demande.pk}/change/"),
        page("admin : un comité", reverse(f"{comites}_change", args=[comite.pk])),
    ]


def un_comite(session: Session, *, par: Utilisateur) -> Comite:
    """A groupe technique of the request's département, its agenda prepared from what is open."""
    ici = session.commune.departement_id
    deja = Comite.objects.filter(departement=ici).order_by("pk").first()
    if deja:
        return deja
    comite = prevoir_comite(par=par, nature="groupe_technique", ici=ici, rencontre=rencontre())
    preparer_ordre(comite_id=comite.pk, par=par, le=timezone.localdate())
    return comite


def test_pages_contre_le_plancher():
    dire = sys.stdout.write
    # Not added to: the months of the small one have their invoices, and hours declared late wait for the next month's.
    with transaction.atomic():
        grand = remplir(PETIT, siennes=SIENNES)
        dire(f"\n{compte()} d’abord\n")
        nu = nu_de(grand)
        petites = {page.nom: mesurer(page, nu) for page in pages(grand)}
        transaction.set_rollback(True)
    depart = perf_counter()
    grand = remplir(VOLUME, siennes=SIENNES)
    dire(f"peupler : {VOLUME} intentions en {perf_counter() - depart:.0f} s\n")
    dire(f"{compte()}, {SIENNES} intentions à l’employeur mesuré\n")
    comparer(pages(grand), petites, nu_de(grand))


def compte() -> str:
    """Say what the tables hold."""
    tables = {"intentions": IntentionEmbauche, "sessions": Session, "parcours": Parcours, "factures": Facture}
    return ", ".join(f"{table.objects.count()} {nom}" for nom, table in tables.items())


def comparer(
    pages: list[Page], petites: dict[str, Mesure], nu: Client, *, mesurer: Callable[[Page, Client], Mesure] = mesurer
) -> list[str]:
    """Print each page's ratio to its floor now, and at the small volume; how much more it takes for itself.

    Gives the pages that miss an aim, with which.
    """
    dire = sys.stdout.write
    tetes = f"{'page':30}{'ms':>8}{'× plancher':>12}{'petit':>8}{'but':>6}{'requêtes':>10}{'ko':>8}{'croissance':>12}"
    dire(f"{tetes}\n")
    manquees = []
    for page in pages:
        mesure, petite = mesurer(page, nu), petites[page.nom]
        croissance = mesure.unites / petite.unites
        manque = manques(page, mesure, croissance)
        manquees += [page.nom + manque] if manque else []
        dire(
            f"{page.nom:30}{mesure.ms:8.1f}{mesure.rapport:12.2f}{petite.rapport:8.2f}{page.but:6.1f}"
            f"{mesure.requetes:10}{mesure.ko:8.1f}{croissance:12.2f}{manque}\n"
        )
    return manquees


def manques(page: Page, mesure: Mesure, croissance: float) -> str:
    """Give which aims are missed, in words."""
    tenus = {
        "temps": mesure.rapport <= page.but,
        "requêtes": mesure.requetes <= page.requetes_max,
        "poids": mesure.ko < KO_MAX,
        "croissance": croissance <= CROISSANCE_MAX,
    }
    return "".join(f"  {nom}" for nom, tenu in tenus.items() if not tenu)


def nu_de(grand: Grand) -> Client:
    """Who reads the floors."""
    nu = Client()
    nu.force_login(comptes_nu(grand))
    return nu


def comptes_nu(grand: Grand):
    """The floor is read by an officer who owns the 2 000 rows: one person for every kind of floor."""
    IntentionEmbauche.objects.filter(employeur=grand.peuple.grand_employeur).update(deposant=grand.agent)
    return grand.agent
