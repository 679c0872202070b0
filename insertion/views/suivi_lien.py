"""The follow-up by personal link: the person answers, corrects, asks to be left in peace; the employer answers."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from comptes import liens
from comptes.liens import Usage
from insertion.actions.repondre import Qui, arreter_les_relances, repondre, reprendre_les_relances
from insertion.enums import SituationSuivi, Source, Voie
from insertion.forms.suivi import A_VOUS, NON, OUI, PAS_CHEZ_NOUS, PresenceForm, SituationForm
from insertion.models import Reponse, Suivi
from insertion.queries.a_effacer import terme_de
from insertion.queries.liens_du_suivi import stagiaire_du_lien, suivi_du_lien
from insertion.queries.suivis import chemin_stop
from insertion.regles.placement import EMBAUCHES
from insertion.views.attestation_lien import chemin_attestation
from insertion.views.liens import VALIDITE_STOP, par_lien
from noyau.erreurs import RegleViolee
from stagiaires.models import Stagiaire

LIEN = Voie.LIEN


@par_lien(Usage.SUIVI, partial(suivi_du_lien, Usage.SUIVI))
def du_stagiaire(request: HttpRequest, suivi: Suivi, courriel: str, jeton: str) -> HttpResponse:
    """« Que faites-vous aujourd’hui ? »: one screen of cards; then thanks, and the way to correct it later."""
    reponse = Reponse.objects.filter(suivi=suivi, source=Source.STAGIAIRE).first()
    intention = suivi.parcours.intention
    form = SituationForm(
        request.POST if request.method == "POST" else None,
        initial=_situation(reponse),
        sur_un_poste=intention is not None,
        employeur=str(intention.employeur or "") if intention else "",
        le=timezone.localdate(),
    )
    if _repondu(form, suivi, Source.STAGIAIRE):
        return redirect(f"{request.path}?fait=1")
    contexte = {
        **_a_repondre(request, suivi, form, reponse),
        "dite": A_VOUS[SituationSuivi(reponse.situation)] if reponse else "",
        "contact": courriel,
        "stop": chemin_stop(suivi.parcours, courriel),
        "avis": _avis(suivi, courriel),
        "attestation": chemin_attestation(suivi.parcours, courriel),
        "efface_le": terme_de(suivi.parcours.stagiaire, le=timezone.localdate()),
    }
    return render(request, "insertion/suivi_lien.html", contexte, status=400 if form.errors else 200)


@par_lien(Usage.SUIVI_EMPLOYEUR, partial(suivi_du_lien, Usage.SUIVI_EMPLOYEUR))
def de_l_employeur(request: HttpRequest, suivi: Suivi, courriel: str, jeton: str) -> HttpResponse:
    """« Toujours en poste ? »: opened on what the employer said last, so that one tap is enough."""
    reponse = Reponse.objects.filter(suivi=suivi, source=Source.EMPLOYEUR).first()
    form = PresenceForm(
        request.POST if request.method == "POST" else None,
        initial={"presence": _presence(reponse or _derniere(suivi))},
        echeance=suivi.echeance,
    )
    if _repondu(form, suivi, Source.EMPLOYEUR):
        return redirect(f"{request.path}?fait=1")
    contexte = {
        **_a_repondre(request, suivi, form, reponse),
        "courriel": courriel,
    }
    return render(request, "insertion/suivi_employeur.html", contexte, status=400 if form.errors else 200)


@par_lien(Usage.SUIVI_STOP, stagiaire_du_lien, validite=VALIDITE_STOP)
def stop(request: HttpRequest, stagiaire: Stagiaire, courriel: str, jeton: str) -> HttpResponse:
    """« Ne plus m’écrire »: asked, confirmed by a click, and taken back the same way."""
    if request.method == "POST":
        if request.POST.get("choix") == "reprendre":
            reprendre_les_relances(stagiaire_id=stagiaire.pk)
        else:
            arreter_les_relances(stagiaire_id=stagiaire.pk)
        return redirect(request.path)
    contexte = {"arrete": stagiaire.sans_relance_le is not None, "ici": request.path, "contact": courriel}
    return render(request, "insertion/suivi_stop.html", contexte)


def _a_repondre(
    request: HttpRequest, suivi: Suivi, form: SituationForm | PresenceForm, reponse: Reponse | None
) -> dict[str, Any]:
    """What both pages draw: the question, or the thanks once it is answered."""
    return {
        "suivi": suivi,
        "parcours": suivi.parcours,
        "form": form,
        "reponse": reponse,
        "ici": request.path,
        "formulaire": reponse is None or form.is_bound or "corriger" in request.GET,
    }


def _repondu(form: SituationForm | PresenceForm, suivi: Suivi, source: Source) -> bool:
    if not form.is_valid():
        return False
    try:
        repondre(suivi_id=suivi.pk, qui=Qui(source, LIEN), dit=form.dit(), le=timezone.localdate())
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return False
    return True


def _situation(reponse: Reponse | None) -> dict[str, Any]:
    if reponse is None:
        return {}
    return {
        "situation": reponse.situation,
        "chez_l_employeur": {True: OUI, False: NON}.get(reponse.chez_l_employeur),
        "debut": reponse.debut,
    }


def _presence(reponse: Reponse | None) -> str:
    if reponse is None:
        return ""
    return reponse.situation if reponse.situation in EMBAUCHES else PAS_CHEZ_NOUS


def _derniere(suivi: Suivi) -> Reponse | None:
    """What the employer said on the follow-up before: most people stay, under the same contract."""
    siennes = Reponse.objects.filter(source=Source.EMPLOYEUR, suivi__parcours=suivi.parcours_id)
    return siennes.filter(suivi__echeance__lt=suivi.echeance).order_by("-suivi__echeance").first()


def _avis(suivi: Suivi, contact: str) -> str:
    """The page of the person's opinion."""
    return liens.chemin("insertion:avis_lien", Usage.AVIS, contact, objet=suivi.parcours_id)
