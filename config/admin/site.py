"""The first page of the administration: what waits for an officer, before the tables."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from comptes.administration import SiteDeLaRegion
from comptes.espaces import url_de
from comptes.models import Rattachement
from factures.actions.region import CERTIFIER, FINANCES
from factures.queries.file import a_controler, a_envoyer
from insertion.actions.moderer import MODERER
from insertion.models import AvisStagiaire
from insertion.queries.avis import A_LIRE, REPONSES, file_de
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier, StatutCourrier
from referentiels.regles.mois import Mois
from referentiels.regles.typographie import compter
from sessions_formation.models import DemandeAvenant, Session
from sessions_formation.queries.delais import delais_au

PREMIERES = 5
# What officers open every day comes first, the ground last.
ORDRE = (
    "sessions_formation", "parcours", "factures", "heures", "insertion", "stagiaires", "comites", "intentions",
    "comptes", "referentiels", "noyau", "auth",
)  # fmt: skip


# Pages of steering: words, name of the address, right. One that is not there yet is left out.
PILOTER = (
    ("Tableaux de bord", "admin:pilotage_apercu", "pilotage.voir_tableaux"),
    ("Ce qui attend", "admin:pilotage_attente", "pilotage.voir_tableaux"),
    ("Lots, minimum et maximum", "admin:pilotage_lots", "pilotage.voir_tableaux"),
    ("Mesures du plan", "admin:pilotage_mesure_changelist", "pilotage.voir_tableaux"),
    ("Besoins et prévisions", "admin:pilotage_besoins", "pilotage.voir_tableaux"),
    ("Rejouer une année", "admin:pilotage_rejeu_changelist", "pilotage.rejouer_annee"),
    ("Données impossibles", "admin:pilotage_constatimpossible_changelist", "pilotage.view_constatimpossible"),
)


class SiteDuService(SiteDeLaRegion):
    index_template = "admin/index.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Pages that are no model's come before those of the models."""
        # The modules of the administration register themselves on this very site: they come after it.
        from pilotage.admin import previsions, tableaux  # noqa: PLC0415

        return [*tableaux.adresses(self), *previsions.adresses_des_besoins(self), *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        applications = super().get_app_list(request, app_label)
        return sorted(
            applications,
            key=lambda app: ORDRE.index(app["app_label"]) if app["app_label"] in ORDRE else len(ORDRE),
        )

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        contexte = {"files": _files(request), "premieres": _premieres(request), "piloter": _piloter(request)}
        return super().index(request, {**contexte, **(extra_context or {})})


def _premieres(request: HttpRequest) -> list[dict[str, Any]]:
    """The first requests of the queue, for who may read them."""
    if not request.user.has_perm("sessions_formation.view_session"):
        return []
    # The modules of the administration register themselves on this very site: they come after it.
    from sessions_formation.admin.presentation import ligne_de_file  # noqa: PLC0415

    le = timezone.localdate()
    sessions = list(Session.objects.a_decider().pour_liste()[:PREMIERES])
    if not sessions:
        return []
    delais = delais_au(le)
    return [ligne_de_file(session, rang=rang, delais=delais, le=le) for rang, session in enumerate(sessions, start=1)]


def _piloter(request: HttpRequest) -> list[dict[str, str]]:
    """The pages of steering this officer may open."""
    return [
        {"titre": titre, "url": url}
        for titre, nom, droit in PILOTER
        if request.user.has_perm(droit) and (url := url_de(nom))
    ]


def _files(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits, with how much of it: only what this officer may open."""
    bloques = Courrier.objects.en_quarantaine()
    avis = AvisStagiaire.objects.visibles_pour(request.user)
    derogations = IntentionEmbauche.objects.filter(statut=StatutIntention.DEROGATION_DEMANDEE)
    files = (
        (
            "sessions_formation.view_session",
            Session.objects.a_decider(),
            ("demande de session à décider", "demandes de session à décider"),
            reverse("admin:sessions_formation_session_changelist"),
        ),
        (
            "sessions_formation.valider_session",
            Session.objects.a_decider().filter(premiere_validation__isnull=False),
            ("seconde signature attendue", "secondes signatures attendues"),
            f"{reverse('admin:sessions_formation_session_changelist')}?signature=seconde",
        ),
        (
            "sessions_formation.view_demandeavenant",
            DemandeAvenant.objects.a_decider(),
            ("demande d’avenant à décider", "demandes d’avenant à décider"),
            reverse("admin:sessions_formation_demandeavenant_changelist"),
        ),
        (
            CERTIFIER,
            a_controler(),
            ("facture à contrôler", "factures à contrôler"),
            reverse("admin:factures_facture_changelist"),
        ),
        (
            FINANCES,
            a_envoyer(Mois.clos_au(timezone.localdate()).premier_jour),
            ("pièce à envoyer aux finances", "pièces à envoyer aux finances"),
            reverse("admin:factures_facture_fin_de_mois"),
        ),
        (
            "intentions.view_intentionembauche",
            derogations,
            ("dérogation d’intention à trancher", "dérogations d’intention à trancher"),
            f"{reverse('admin:intentions_intentionembauche_changelist')}?etat={StatutIntention.DEROGATION_DEMANDEE}",
        ),
        (
            "comptes.view_rattachement",
            Rattachement.objects.en_attente(),
            ("personne attend un rattachement", "personnes attendent un rattachement"),
            f"{reverse('admin:comptes_rattachement_changelist')}?attente=oui",
        ),
        (
            MODERER,
            file_de(avis, A_LIRE),
            ("commentaire de stagiaire à lire", "commentaires de stagiaires à lire"),
            f"{reverse('admin:insertion_avisstagiaire_changelist')}?file={A_LIRE}",
        ),
        (
            MODERER,
            file_de(avis, REPONSES),
            ("réponse d’organisme à lire", "réponses d’organismes à lire"),
            f"{reverse('admin:insertion_avisstagiaire_changelist')}?file={REPONSES}",
        ),
        (
            "noyau.view_courrier",
            bloques,
            ("courriel n’a pas pu partir", "courriels n’ont pas pu partir"),
            f"{reverse('admin:noyau_courrier_changelist')}?statut__exact={StatutCourrier.QUARANTAINE}",
        ),
    )
    return [
        {"compte": nombre, "titre": compter(nombre, *mots).split("\N{NO-BREAK SPACE}", 1)[1], "url": url}
        for droit, lignes, mots, url in files
        if request.user.has_perm(droit)
        for nombre in [lignes.count()]
    ]
