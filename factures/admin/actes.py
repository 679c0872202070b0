"""The other acts on an invoice: suspend, resume, reject, go back on a certification. Each has a page that asks."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from comptes.models import Utilisateur
from factures.actions.certifier import revenir_sur_le_service_fait
from factures.actions.region import CERTIFIER, FINANCES, version_de
from factures.actions.rejeter import rejeter_facture
from factures.actions.suspendre import reprendre_le_delai, suspendre_facture
from factures.admin.presentation import dans_la_phrase, titre_de
from factures.enums import StatutFacture
from factures.forms.controle import MotifForm, RepriseForm
from factures.models import Facture
from factures.queries.delais import suspension_en_cours
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer

ACTE = "admin:factures_facture_acte"


class Acte(NamedTuple):
    """How an act is asked for: its title, its button, what follows, the reason it asks (empty: none)."""

    titre: str
    verbe: str
    fait: str
    effets: tuple[str, ...]
    motif: str = ""
    aide: str = ""
    danger: bool = True


ACTES = {
    "suspendre": Acte(
        "Suspendre le délai de {} ?",
        "Suspendre le délai",
        "{} : le délai de paiement est suspendu.",
        (
            "Le délai de paiement s’arrête aujourd’hui. Il ne se suspend qu’une fois par facture.",
            "Un courriel dit à l’organisme ce qui manque.",
        ),
        "Ce qui manque",
        "L’organisme lit ces mots : dites précisément quoi envoyer.",
    ),
    "reprendre": Acte(
        "Reprendre le délai de {} ?",
        "Reprendre le délai",
        "{} : le délai de paiement court à nouveau.",
        ("Un nouveau délai de trente jours s’ouvre, du jour où tout est arrivé.",),
        danger=False,
    ),
    "rejeter": Acte(
        "Rejeter {} ?",
        "Rejeter la facture",
        "{} : rejetée. L’organisme reçoit votre raison.",
        (
            "La facture entière est rejetée : elle ne se rouvre pas.",
            "Un courriel porte votre raison à l’organisme, qui la reprend par un avoir.",
        ),
        "Pourquoi",
        "L’organisme lit cette raison et corrige d’après elle.",
    ),
    "revenir": Acte(
        "Revenir sur le service fait de {} ?",
        "Revenir sur le service fait",
        "{} : à contrôler de nouveau.",
        ("Toutes ses lignes sont de nouveau à contrôler.", "L’organisme n’en est pas prévenu."),
        "Pourquoi",
        "Cette raison reste dans l’historique.",
    ),
}


class ActesSurUneFacture:
    """What the administration of invoices gains: one page per act."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.acte)
        return [
            path("<int:object_id>/<slug:acte>/faire/", vue, name="factures_facture_acte"),
            *super().get_urls(),
        ]

    def actes_possibles(self, request: HttpRequest, facture: Facture, *, suspendue: bool) -> list[dict[str, Any]]:
        """Give the acts this person may do now, as links to the page that asks."""
        return [
            {"texte": ACTES[code].verbe, "url": reverse(ACTE, args=[facture.pk, code]), "danger": code == "rejeter"}
            for code in _possibles(request.user, facture, suspendue=suspendue)
        ]

    def acte(self, request: HttpRequest, object_id: int, acte: str) -> HttpResponse:
        """Ask, then act (POST)."""
        facture = self.lire(request, object_id)
        if acte not in ACTES:
            raise Http404
        if not any(request.user.has_perm(droit) for droit in _droits(acte)):
            raise PermissionDenied
        voulu = ACTES[acte]
        form = _demande(voulu, request.POST or None, version_de(facture))
        if request.method == "POST" and form.is_valid():
            try:
                _faire(acte, facture, form.cleaned_data, request.user)
            except RegleViolee as refus:
                facture = self.lire(request, object_id)
                if acte not in _possibles(request.user, facture, suspendue=suspension_en_cours(facture) is not None):
                    messages.info(request, composer(f"{titre_de(facture)} n’attend plus cet acte : rien n’a changé."))
                    return self.revenir(facture)
                form = _demande(voulu, {**request.POST.dict(), "version": version_de(facture)}, 0)
                form.add_error(None, [composer(motif) for motif in refus.motifs])
            else:
                messages.success(request, composer(voulu.fait.format(titre_de(facture))))
                return self.revenir(facture)
        contexte = {
            "title": composer(voulu.titre.format(dans_la_phrase(facture))),
            "titre": composer(voulu.titre.format(dans_la_phrase(facture))),
            "effets": [composer(effet) for effet in voulu.effets],
            "verbe": voulu.verbe,
            "danger": voulu.danger,
            "form": form,
            "motif": form.visible_fields()[0],
            "renoncer": reverse("admin:factures_facture_change", args=[facture.pk]),
        }
        return self.rendre(request, "acte", facture, contexte)


def _demande(voulu: Acte, recu: Mapping[str, Any] | None, version: int) -> MotifForm | RepriseForm:
    """What an act asks before it is done: a reason, or the day all had come."""
    if voulu.motif:
        return MotifForm(recu, libelle=voulu.motif, aide=voulu.aide, initial={"version": version})
    return RepriseForm(recu, initial={"version": version, "recu_le": timezone.localdate()})


def _possibles(utilisateur: Utilisateur, facture: Facture, *, suspendue: bool) -> list[str]:
    if facture.corrige_id:
        codes = ["revenir"] if _a_revenir(facture) else []
    elif suspendue:
        codes = ["reprendre", "rejeter"]
    elif facture.statut == StatutFacture.EMISE:
        codes = ["suspendre", "rejeter"]
    elif _a_revenir(facture):
        codes = ["revenir", "suspendre", "rejeter"]
    else:
        codes = ["rejeter"] if facture.statut in {StatutFacture.SERVICE_FAIT, StatutFacture.MANDATEE} else []
    return [code for code in codes if any(utilisateur.has_perm(droit) for droit in _droits(code))]


def _a_revenir(facture: Facture) -> bool:
    return facture.statut == StatutFacture.SERVICE_FAIT and facture.envoi_id is None


def _droits(acte: str) -> tuple[str, ...]:
    """Who pays rejects too: what the finance department sends back."""
    return (CERTIFIER, FINANCES) if acte == "rejeter" else (CERTIFIER,)


def _faire(acte: str, facture: Facture, lu: dict[str, Any], par: Utilisateur) -> None:
    """Call the action; its refusals go up."""
    le, version, motif = timezone.localdate(), lu["version"], lu.get("motif", "")
    faire: dict[str, Callable[[], Facture]] = {
        "suspendre": lambda: suspendre_facture(facture_id=facture.pk, motif=motif, par=par, le=le, version=version),
        "reprendre": lambda: reprendre_le_delai(
            facture_id=facture.pk, recu_le=lu["recu_le"], par=par, le=le, version=version
        ),
        "rejeter": lambda: rejeter_facture(
            facture_id=facture.pk,
            motif=motif,
            par=par,
            le=le,
            version=version,
            droit=CERTIFIER if par.has_perm(CERTIFIER) else FINANCES,
        ),
        "revenir": lambda: revenir_sur_le_service_fait(facture_id=facture.pk, motif=motif, par=par, version=version),
    }
    faire[acte]()
