"""The follow-ups of a referent's people; officers read the same, and write nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from comptes.models import Role
from insertion.actions.repondre import Qui, repondre
from insertion.enums import Echeance, Source, Voie
from insertion.forms.suivi import NON, OUI, SuiviForm
from insertion.models import Suivi
from insertion.queries.liste_suivis import (
    LIBELLES,
    Etat,
    avec_leurs_interlocuteurs,
    en_etat,
    lus_dans_l_ordre,
    suivis_de,
)
from insertion.queries.suivis import boite_du_referent
from insertion.views.presentation_suivi import colonnes_de, desaccords_de, etat_de, ligne_de
from noyau.erreurs import RegleViolee
from noyau.lecture import lire_ou_404
from noyau.listes import adresse, page_de_cles, pages
from parcours.queries.lecteur import exiger_de_lire
from referentiels.queries.reglement import valeurs_au
from sessions_formation.views.acces import a_le_role
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

RIEN = {
    Etat.A_REPONDRE: ("Rien à répondre", "Les suivis s’ouvrent à la fin de la formation, puis 1, 3 et 6 mois après."),
    Etat.EN_RETARD: ("Aucun retard", "Aucun suivi n’attend depuis plus d’une semaine."),
    Etat.REPONDU: ("Aucune réponse notée", "Ce que vous noterez restera ici."),
    Etat.A_VENIR: ("Rien à venir", "Les suivis d’une personne s’annoncent le jour où sa formation finit."),
}


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The list, by state and by month; those to answer first, oldest first."""
    _exiger_un_lecteur(request)
    le = timezone.localdate()
    etat = _etat(request)
    (rappel,) = valeurs_au(le, "suivi_relance_jours")
    suivis = en_etat(suivis_de(request.user), etat, le=le, rappel=int(rappel))
    mois = request.GET.get("mois", "")
    if mois in {str(echeance) for echeance in Echeance.values}:
        suivis = suivis.filter(echeance=int(mois))
    ordre = ("-prevu_le", "-pk") if etat == Etat.REPONDU else ("prevu_le", "pk")
    page = page_de_cles(request, suivis.order_by(*ordre).values_list("pk", flat=True))
    contexte = {
        "filtres": [
            {"texte": texte, "url": adresse(request, etat=code), "courant": code == etat}
            for code, texte in LIBELLES.items()
        ],
        "mois": _mois(request, mois),
        "rien": RIEN[etat],
        "page": page,
        "pages": pages(request, page),
        "lignes": [ligne_de(suivi, le=le) for suivi in lus_dans_l_ordre(page)],
    }
    return render(request, "insertion/suivis.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One follow-up: what the three sources say, and for a referent, its answer."""
    _exiger_un_lecteur(request)
    suivi = lire_ou_404(avec_leurs_interlocuteurs(suivis_de(request.user)), pk=pk)
    le = timezone.localdate()
    peut = not acces.est_agent(request.user)
    if request.method == "POST" and not peut:
        raise PermissionDenied
    form = formulaire_du_suivi(request, suivi) if peut and suivi.prevu_le <= le else None
    if request.method == "POST" and form and noter_la_reponse(request, form, suivi):
        return redirect("insertion:suivi", suivi.pk)
    noter_consultation(suivi.parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    contexte = {
        "suivi": suivi,
        "parcours": suivi.parcours,
        "stagiaire": suivi.parcours.stagiaire,
        "etat": etat_de(suivi, le=le),
        "colonnes": colonnes_de(suivi),
        "desaccords": desaccords_de(suivi),
        "referent": boite_du_referent(suivi.parcours),
        "form": form,
        "a_venir": suivi.prevu_le > le,
    }
    return render(request, "insertion/suivi.html", contexte, status=400 if form and form.errors else 200)


def formulaire_du_suivi(request: HttpRequest, suivi: Suivi) -> SuiviForm:
    """Give the questions a referent answers on a follow-up, with what it has answered already."""
    reponses = {reponse.source: reponse for reponse in suivi.reponses.all()}
    sienne = reponses.get(Source.REFERENT)
    initial: dict[str, Any] = {}
    if sienne:
        chez = {True: OUI, False: NON}.get(sienne.chez_l_employeur)
        initial = {"situation": sienne.situation, "chez_l_employeur": chez, "debut": sienne.debut}
    intention = suivi.parcours.intention
    return SuiviForm(
        request.POST if request.method == "POST" else None,
        initial={"source": Source.REFERENT, **initial},
        sur_un_poste=intention is not None,
        employeur=str(intention.employeur or "") if intention else "",
        le=timezone.localdate(),
    )


def noter_la_reponse(request: HttpRequest, form: SuiviForm, suivi: Suivi) -> bool:
    """A word given on the phone is the person's own, and tells the referent as much: both stop being asked."""
    if not form.is_valid():
        return False
    au_telephone = form.cleaned_data["source"] == Source.STAGIAIRE
    qui = [Qui(Source.REFERENT, Voie.TELEPHONE if au_telephone else Voie.COMPTE, request.user)]
    if au_telephone:
        qui.append(Qui(Source.STAGIAIRE, Voie.TELEPHONE, request.user))
    try:
        for lui in qui:
            repondre(suivi_id=suivi.pk, qui=lui, dit=form.dit(), le=timezone.localdate())
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return False
    personne = suivi.parcours.stagiaire
    messages.success(request, f"C’est noté pour {personne}. Plus aucun rappel ne part pour cette réponse.")
    return True


def _mois(request: HttpRequest, mois: str) -> list[dict[str, Any]]:
    codes = [("", "Toutes les dates"), *((str(echeance.value), echeance.label) for echeance in Echeance)]
    return [{"texte": texte, "url": adresse(request, mois=code), "courant": mois == code} for code, texte in codes]


def _etat(request: HttpRequest) -> Etat:
    try:
        return Etat(request.GET.get("etat", ""))
    except ValueError:
        return Etat.A_REPONDRE


def _exiger_un_lecteur(request: HttpRequest) -> None:
    """Referents and officers: training bodies and employers see a person's parcours, not what it became."""
    exiger_de_lire(request.user)
    if not acces.est_agent(request.user) and not a_le_role(request, Role.REFERENT):
        raise PermissionDenied
