"""« Toujours d’actualité, pourvu, à retirer ? »: answered in one click, from an account or by a personal link.

A GET shows and never acts: mail scanners open links. Each answer is one page, with one button.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from comptes.liens import Lien
from comptes.models import Utilisateur
from intentions.actions.actualite import dire_pourvu, dire_toujours_d_actualite, ouvrir_a_tous, rouvrir_intention
from intentions.actions.retirer import retirer_intention
from intentions.enums import StatutIntention as S
from intentions.forms.actualite import Comment, PourvuForm
from intentions.forms.depot import RetraitForm
from intentions.models import IntentionEmbauche
from intentions.regles.echeances import echeances
from intentions.views.confirmation import par_lien
from intentions.views.fin import effets_du_retrait
from intentions.views.presentation import chemin_sous
from noyau.erreurs import RegleViolee, TransitionImpossible
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer, jour

MONTRE = ("employeur", "metier", "commune", "organisme_choisi")


@dataclass(frozen=True, slots=True)
class Qui:
    """Who answers: a person with an account, or whoever reads mail at an address."""

    par: Utilisateur | None
    courriel: str = ""

    def dit(self, intention: IntentionEmbauche) -> dict[str, Any]:
        """Give the arguments by which an action knows them."""
        return {"intention_id": intention.pk, "par": self.par, "courriel": self.courriel}


@dataclass(frozen=True, slots=True)
class Reponse:
    """One answer: its link, its button, what it does, the form it asks (or none), what is said once it is done."""

    lien: str
    verbe: str
    effets: Callable[[IntentionEmbauche, date], list[str]]
    faire: Callable[[Qui, IntentionEmbauche, date, Any], object]
    fait: str
    depuis: frozenset[str]
    form: type[Form] | None = None
    danger: bool = False


def _effets_toujours(intention: IntentionEmbauche, le: date) -> list[str]:
    fin = echeances(intention.statut, reglement=reglement_au(le), le=le).valable_jusqu_au
    jusqu_au = f"jusqu’au {jour(fin)}" if fin else ""
    if intention.statut == S.A_COMPLETER:
        return [composer(f"Elle vous attend {jusqu_au} : complétez-la pour qu’un organisme la prenne.")]
    return [f"Les organismes de formation la voient {jusqu_au}.", "Nous vous reposerons la question avant."]


def _effets_pourvu(intention: IntentionEmbauche, le: date) -> list[str]:
    return ["L’intention est classée : les organismes de formation ne la voient plus.", "Personne ne vous appellera."]


def _effets_ouvrir(intention: IntentionEmbauche, le: date) -> list[str]:
    return [
        "Tous les organismes de votre secteur voient l’intention et peuvent vous proposer une formation.",
        f"{intention.organisme_choisi} le sait, et peut encore la prendre.",
    ]


def _effets_rouvrir(intention: IntentionEmbauche, le: date) -> list[str]:
    return [
        "Une nouvelle intention est déposée avec les mêmes réponses, sous un nouveau numéro.",
        "Les règles la vérifient aussitôt : l’accusé de réception part dans vos courriels.",
        "La date d’embauche souhaitée est effacée si elle est passée.",
    ]


REPONSES = {
    "toujours": Reponse(
        "Toujours d’actualité",
        "Oui, je cherche toujours",
        _effets_toujours,
        lambda qui, intention, le, _: dire_toujours_d_actualite(le=le, **qui.dit(intention)),
        "C’est noté : votre intention reste proposée.",
        frozenset({S.RECEVABLE, S.A_COMPLETER}),
    ),
    "pourvu": Reponse(
        "Poste pourvu",
        "Le poste est pourvu",
        _effets_pourvu,
        lambda qui, intention, le, donnees: dire_pourvu(
            par_le_dispositif=donnees["comment"] == Comment.ICI, **qui.dit(intention)
        ),
        "C’est noté : votre intention est classée. Merci de l’avoir dit.",
        frozenset({S.RECEVABLE, S.A_COMPLETER}),
        form=PourvuForm,
    ),
    "retirer": Reponse(
        "À retirer",
        "Retirer l’intention",
        lambda intention, le: effets_du_retrait(intention, le=le),
        lambda qui, intention, le, donnees: retirer_intention(motif=donnees["motif"], le=le, **qui.dit(intention)),
        "C’est noté : votre intention est retirée.",
        frozenset({S.DEROGATION_DEMANDEE, S.RECEVABLE, S.A_COMPLETER, S.ENGAGEE}),
        form=RetraitForm,
        danger=True,
    ),
    "ouvrir": Reponse(
        "L’ouvrir à tous les organismes",
        "L’ouvrir à tous",
        _effets_ouvrir,
        lambda qui, intention, le, _: ouvrir_a_tous(le=le, **qui.dit(intention)),
        "C’est noté : tous les organismes de votre secteur voient votre intention.",
        frozenset({S.RECEVABLE}),
    ),
    "rouvrir": Reponse(
        "La rouvrir",
        "Rouvrir l’intention",
        _effets_rouvrir,
        lambda qui, intention, le, _: rouvrir_intention(le=le, **qui.dit(intention)),
        "C’est noté : votre intention est déposée de nouveau. La réponse arrive dans vos courriels.",
        frozenset({S.EXPIREE}),
    ),
}


@par_lien
def par_le_lien(request: HttpRequest, lien: Lien, jeton: str, pk: int) -> HttpResponse:
    """The page that the links of our e-mails open: no account is asked."""
    siennes = IntentionEmbauche.objects.exclude(statut=S.BROUILLON).filter(contact_courriel__iexact=lien.courriel)
    intention = _lue(siennes, pk)
    return _repondre(request, intention, Qui(None, lien.courriel), reverse("reponses:actualite", args=[jeton, pk]))


@require_http_methods(["GET", "POST"])
def depuis_le_compte(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, for the employer signed in; who transmits the intention does not answer for it."""
    intention = _lue(IntentionEmbauche.objects.de_l_employeur(request.user), pk)
    return _repondre(request, intention, Qui(request.user), reverse("intentions:actualite", args=[pk]))


def reponses_possibles(intention: IntentionEmbauche) -> list[str]:
    """Give the answers that an intention may get from the state it is in."""
    return [
        nom
        for nom, reponse in REPONSES.items()
        if intention.statut in reponse.depuis and (nom != "ouvrir" or intention.organisme_choisi_id)
    ]


def _lue(intentions: QuerySet[IntentionEmbauche], pk: int) -> IntentionEmbauche:
    return get_object_or_404(intentions.select_related(*MONTRE), pk=pk)


def _repondre(request: HttpRequest, intention: IntentionEmbauche, qui: Qui, adresse: str) -> HttpResponse:
    nom = request.GET.get("reponse", "")
    possibles = reponses_possibles(intention)
    reponse = REPONSES[nom] if nom in possibles else None
    form = reponse.form(request.POST if request.method == "POST" else None) if reponse and reponse.form else None
    motifs: tuple[str, ...] = ()
    if request.method == "POST" and nom in REPONSES and reponse is None:
        return redirect(f"{adresse}?deja={nom}")
    if request.method == "POST" and reponse and (form is None or form.is_valid()):
        try:
            reponse.faire(qui, intention, localdate(), form.cleaned_data if form else {})
        except TransitionImpossible:
            return redirect(f"{adresse}?deja={nom}")
        except RegleViolee as refus:
            motifs = refus.motifs
        else:
            return redirect(f"{adresse}?fait={nom}")
    le = localdate()
    contexte = {
        "intention": intention,
        "adresse": adresse,
        "par_lien": qui.par is None,
        "courriel": qui.courriel,
        "chemin": chemin_sous(intention, qui.par) if qui.par else [],
        "nom": nom,
        "reponse": reponse,
        "effets": reponse.effets(intention, le) if reponse else [],
        "form": form,
        "motifs": motifs,
        "fait": REPONSES[request.GET["fait"]].fait if request.GET.get("fait") in REPONSES else "",
        "deja": request.GET.get("deja") in REPONSES or (nom in REPONSES and not reponse),
        "autres": [(autre, REPONSES[autre].lien) for autre in possibles if autre != nom],
    }
    return render(request, "reponses/actualite.html", contexte)
