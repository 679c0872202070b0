"""« Embauché comme prévu ? »: answered in one tap, from an account or by a personal link.

A GET shows and never acts: mail scanners open links. « Oui » is a button of the page itself; the two other answers are
pages of their own, each with one form.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from comptes.liens import Usage
from comptes.models import Utilisateur
from insertion.actions.embaucher import (
    corriger_embauche,
    declarer_embauche,
    declarer_non_embauche,
)
from insertion.enums import RaisonSansEmbauche
from insertion.forms.embauche import SANS_EMPLOYEUR, ContratForm, SansEmbaucheForm
from insertion.models import Embauche
from insertion.queries.embauche import a_declarer, contrat_de, contrat_en_mots, embauche_de, promesse_de
from insertion.regles.ecarts import Contrat
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.listes import adresse, page_de_cles, pages
from parcours.queries.employeur import (
    cles_dans_l_ordre,
    dont_l_embauche_est_a_dire,
    lus_pour_la_page,
    parcours_de_l_employeur,
)
from parcours.views.liens import par_lien
from parcours.views.presentation_employeur import faits_pour_l_employeur
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

FAITES = "faites"
OUI, AUTRE, NON = "oui", "autre", "non"


@dataclass(frozen=True, slots=True)
class Qui:
    """Who answers: a person with an account, or whoever reads mail at an address."""

    par: Utilisateur | None
    courriel: str = ""


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Hires to confirm, or those already declared, of the person's establishments."""
    faites = request.GET.get("voir") == FAITES
    acces.retenir(request.user)
    if faites:
        siens = a_declarer(request.user).filter(embauche__isnull=False)
    else:
        siens = dont_l_embauche_est_a_dire(parcours_de_l_employeur(request.user))
    page = page_de_cles(request, cles_dans_l_ordre(siens))
    contexte = {
        "faites": faites,
        "filtres": [
            {"texte": "À confirmer", "url": adresse(request, voir=None), "courant": not faites},
            {"texte": "Déjà répondu", "url": adresse(request, voir=FAITES), "courant": faites},
        ],
        "page": page,
        "pages": pages(request, page),
        "lignes": [
            {
                "parcours": parcours,
                "embauche": parcours.embauche if faites else None,
                "contrat": contrat_en_mots(contrat_de(parcours.embauche) if faites else promesse_de(parcours)),
                "raison": _raison(parcours.embauche) if faites else "",
            }
            for parcours in lus_pour_la_page(page)
        ],
    }
    return render(request, "insertion/embauches.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def depuis_le_compte(request: HttpRequest, pk: int) -> HttpResponse:
    """One hire, for the employer signed in."""
    siens = a_declarer(request.user).select_related(
        "stagiaire", "session__organisme", "intention__employeur", "intention__metier"
    )
    parcours = get_object_or_404(siens.filter(stagiaire__efface_le=None), pk=pk)
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    return _repondre(request, parcours, Qui(request.user), reverse("insertion:embauche", args=[pk]))


@par_lien(Usage.EMBAUCHE)
def par_le_lien(request: HttpRequest, parcours: Parcours, courriel: str, jeton: str) -> HttpResponse:
    """The page that the links of our e-mails open: no account is asked."""
    return _repondre(request, parcours, Qui(None, courriel), reverse("insertion:embauche_lien", args=[jeton]))


def _repondre(request: HttpRequest, parcours: Parcours, qui: Qui, ici: str) -> HttpResponse:
    embauche = embauche_de(parcours)
    finie = parcours.statut in SORTI
    promis = promesse_de(parcours) if finie else Contrat("")
    comme_prevu = bool(promis.type) and promis.type not in SANS_EMPLOYEUR and promis.heures_hebdo is not None
    nom = request.GET.get("reponse", "")
    donnees = request.POST if request.method == "POST" else None
    form = _formulaire(nom, donnees, embauche, promis) if finie else None
    motifs: tuple[str, ...] = ()
    if donnees is not None:
        dit = promis if nom == OUI and comme_prevu else form.dit if form and form.is_valid() else None
        if dit is not None:
            try:
                _faire(parcours, dit, qui, lue=_instant(donnees.get("lue", "")))
            except Parcours.DoesNotExist:
                raise Http404 from None
            except (TransitionImpossible, DossierModifie):
                return redirect(f"{ici}?deja=1")
            except RegleViolee as refus:
                motifs = refus.motifs
            else:
                return redirect(f"{ici}?fait=1")
    contexte: dict[str, Any] = {
        "parcours": parcours,
        "stagiaire": parcours.stagiaire,
        "intention": parcours.intention,
        "faits": faits_pour_l_employeur(parcours),
        "finie": finie,
        "embauche": embauche,
        "contrat": contrat_en_mots(contrat_de(embauche), heures=True) if embauche else "",
        "raison": _raison(embauche),
        "promis": promis,
        "promesse": contrat_en_mots(promis, heures=True),
        "comme_prevu": comme_prevu,
        "nom": nom,
        # What was read when the page was first shown stays what is corrected, errors or not.
        "lue": donnees.get("lue", "") if donnees is not None else embauche.le.isoformat() if embauche else "",
        "form": form,
        "motifs": motifs,
        "fait": "fait" in request.GET,
        "deja": "deja" in request.GET,
        "ici": ici,
        "le": localdate(),
        "par_lien": qui.par is None,
        "courriel": qui.courriel,
    }
    return render(request, "insertion/embauche.html", contexte)


def _formulaire(
    nom: str, donnees: Any, embauche: Embauche | None, promis: Contrat
) -> ContratForm | SansEmbaucheForm | None:
    """Give the form of the answer that the address names, filled with what is known; none for the others."""
    if nom == NON:
        return SansEmbaucheForm(donnees, initial={"raison": embauche.raison} if embauche else {})
    if nom == AUTRE:
        return ContratForm.de(donnees, contrat_de(embauche) if embauche and embauche.embauche else promis)
    return None


def _faire(parcours: Parcours, dit: Contrat | RaisonSansEmbauche, qui: Qui, *, lue: datetime | None) -> Embauche:
    """Declare, or correct when the page that was posted showed an answer (``lue``)."""
    commun: dict[str, Any] = {
        "parcours_id": parcours.pk,
        "par": qui.par,
        "courriel": qui.courriel,
        "le": localdate(),
    }
    if lue is not None:
        return corriger_embauche(dit=dit, lue=lue, **commun)
    if isinstance(dit, Contrat):
        return declarer_embauche(contrat=dit, **commun)
    return declarer_non_embauche(raison=dit, **commun)


def _instant(texte: str) -> datetime | None:
    try:
        return parse_datetime(texte)
    except ValueError:
        return None


def _raison(embauche: Embauche | None) -> str:
    return RaisonSansEmbauche(embauche.raison).label if embauche and embauche.raison else ""
