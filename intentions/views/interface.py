"""What a partner's people read of its API: keys, subscriptions, and the log of what was posted to them."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intentions.models import Abonnement, CleApi, EnvoiWebhook, Partenaire
from intentions.queries.cles import droits_en_mots, etat_de_la_cle
from intentions.views.transmission import transmet
from noyau.listes import page_de, pages
from noyau.templatetags.maison import instant, jour

COLONNES = (
    [{"titre": titre} for titre in ("Clé", "Droits", "Dernier usage", "État")],
    [{"titre": titre} for titre in ("Adresse", "Depuis", "État")],
    [{"titre": titre} for titre in ("Envoi", "Adresse", "Essais", "Dernière réponse", "État")],
)


@require_safe
@transmet
def interface(request: HttpRequest) -> HttpResponse:
    """The API of the person's organisations, read only: keys are made by the Région, subscriptions by the machine."""
    siens = Partenaire.objects.de(request.user)
    plusieurs = siens.count() > 1
    cles = CleApi.objects.filter(partenaire__in=siens).select_related("partenaire").order_by("-created", "pk")
    abonnements = Abonnement.objects.filter(partenaire__in=siens).order_by("pk")
    envois = EnvoiWebhook.objects.filter(abonnement__partenaire__in=siens).select_related("abonnement")
    page = page_de(request, envois.order_by("-pk"))
    colonnes_cles, colonnes_abonnements, colonnes_envois = COLONNES
    contexte = {
        "cles": [_ligne(_cle(cle, plusieurs=plusieurs, maintenant=timezone.now()), colonnes_cles) for cle in cles],
        "abonnements": [_ligne(_abonnement(abonnement), colonnes_abonnements) for abonnement in abonnements],
        "envois": [_ligne(_envoi(envoi), colonnes_envois) for envoi in page],
        "colonnes_cles": colonnes_cles,
        "colonnes_abonnements": colonnes_abonnements,
        "colonnes_envois": colonnes_envois,
        "page": page,
        "pages": pages(request, page),
    }
    return render(request, "transmissions/api.html", contexte)


def _cle(cle: CleApi, *, plusieurs: bool, maintenant: datetime) -> tuple[str, str, list[str]]:
    note = f"{cle.prefix}…" + (f", {cle.partenaire.nom}" if plusieurs else "")
    usage = instant(cle.utilisee_le) if cle.utilisee_le else "Jamais"
    return cle.name, note, [droits_en_mots(cle), usage, etat_de_la_cle(cle, maintenant=maintenant)]


def _abonnement(abonnement: Abonnement) -> tuple[str, str, list[str]]:
    return abonnement.url, "", [jour(abonnement.cree_le), "Actif" if abonnement.actif else "Arrêté"]


def _envoi(envoi: EnvoiWebhook) -> tuple[str, str, list[str]]:
    note = f"{envoi.charge.get('numero') or ''} {envoi.evenement}".strip()
    cellules = [
        envoi.abonnement.url,
        str(envoi.tentatives),
        envoi.derniere_reponse or "Pas encore",
        envoi.get_statut_display(),
    ]
    return instant(envoi.cree_le), note, cellules


def _ligne(faits: tuple[str, str, list[str]], colonnes: list[dict[str, str]]) -> dict[str, Any]:
    """Give a line as ``composants/tableau.html`` draws it."""
    titre, note, cellules = faits
    titres = [colonne["titre"] for colonne in colonnes[1:]]
    return {
        "titre": titre,
        "note": note,
        "cellules": [{"titre": nom, "texte": texte} for nom, texte in zip(titres, cellules, strict=True)],
    }
