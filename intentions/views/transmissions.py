"""What an organisation transmits: its list, and one intention as its partner reads it, with what waits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intentions.enums import StatutIntention, TransitionIntention
from intentions.filtres import FiltreTransmissions, trier
from intentions.models import IntentionEmbauche
from intentions.queries.confirmation import (
    CATEGORIE_ECRIT,
    attend_l_employeur,
    concurrent_retenu,
    ecrits_de,
    origine_de_l_ecrit,
)
from intentions.queries.derogation import historique_pour_qui_transmet
from intentions.queries.documents import sans_handicap
from intentions.queries.orientations import orientations_de
from intentions.queries.participants import nouveaux_du_fil
from intentions.queries.transmissions import comptes_de, organisations_de, transmises_par
from intentions.views.pour_un_autre import chemin_des_transmises, titrer
from intentions.views.presentation import recapitulatif
from intentions.views.situations import situation_transmise
from intentions.views.transmission import transmet, transmise
from noyau.courriers import Document
from noyau.listes import Colonne, adresse, page_de, pages, tri_de
from noyau.pieces import Piece
from noyau.televersement import reponse_piece

COLONNES = (
    Colonne("", "Poste"),
    Colonne("etablissement", "Employeur"),
    Colonne("", "Postes", nombre=True),
    Colonne("depot", "Transmise"),
    Colonne("etat", "État"),
)
ATTENTE = "attente"


@require_safe
@transmet
def liste(request: HttpRequest) -> HttpResponse:
    """Every intention the person's organisations transmit; filters, sort and page are in the address."""
    siennes = transmises_par(request.user)
    filtre = FiltreTransmissions(request.GET, queryset=siennes)
    tri, colonnes = tri_de(request, COLONNES, defaut="-depot")
    page = page_de(request, trier(filtre.qs, tri))
    comptes = comptes_de(siennes)
    contexte = {
        "form": filtre.form,
        "gardes": [(nom, request.GET[nom]) for nom in ("statut", "tri") if request.GET.get(nom)],
        "intentions": page,
        "pages": pages(request, page),
        "filtres": _filtres(request, comptes),
        "total": sum(nombre for nom, nombre in comptes.items() if nom != ATTENTE),
        "colonnes": colonnes,
        "plusieurs": len(organisations_de(request.user)) > 1,
    }
    return render(request, "transmissions/liste.html", contexte)


@require_safe
@transmet
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an intention stands, whether its employer has confirmed, and what the partner may do about it."""
    intention = transmise(request, pk)
    if intention.statut == StatutIntention.BROUILLON:
        return redirect("intentions:reprendre", pk)
    attend = attend_l_employeur(intention)
    sien = concurrent_retenu(intention, par=request.user) is None
    contexte = {
        "intention": intention,
        "chemin": chemin_des_transmises(),
        "situation": situation_transmise(intention, attend=attend),
        "attend": attend,
        "orientations": orientations_de(intention, le=timezone.localdate()),
        "origine": origine_de_l_ecrit(intention),
        "pieces": ecrits_de(intention),
        "sections": titrer(recapitulatif(intention, reserves=False)),
        "constats": [sans_handicap(constat) for constat in intention.constats],
        "historique": historique_pour_qui_transmet(intention),
        "documents": list(Document.objects.de(intention)),
        "retirable": sien and TransitionIntention.SE_DESISTER in intention.transitions_possibles,
        "corrigeable": sien and intention.corrigeable,
        "nouveaux": nouveaux_du_fil(request.user, intention),
    }
    return render(request, "transmissions/detail.html", contexte)


@require_safe
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """The employer's writing, for its employer, who transmits the intention, and officers; 404 for anybody else."""
    jointe = get_object_or_404(Piece, pk=pk, objet_type=IntentionEmbauche._meta.label_lower, categorie=CATEGORIE_ECRIT)
    lisibles = IntentionEmbauche.objects.modifiables_par(request.user)
    if request.user.is_active and request.user.is_staff:
        lisibles = IntentionEmbauche.objects.all()
    get_object_or_404(lisibles, pk=jointe.objet_id)
    return reponse_piece(jointe)


def _filtres(request: HttpRequest, comptes: dict[str, int]) -> list[dict[str, Any]]:
    courant = request.GET.get("statut", "")
    toutes = {
        "texte": "Toutes",
        "url": adresse(request, statut=None),
        "courant": not courant,
        "compte": sum(nombre for nom, nombre in comptes.items() if nom != ATTENTE),
    }
    attente = [(ATTENTE, "Attendent l’employeur")] if comptes[ATTENTE] else []
    choix = [*attente, *((statut.value, statut.label) for statut in StatutIntention if statut in comptes)]
    return [toutes] + [
        {"texte": texte, "url": adresse(request, statut=cle), "courant": courant == cle, "compte": comptes[cle]}
        for cle, texte in choix
    ]
