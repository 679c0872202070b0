"""The pay of one person: on what basis, an estimate with its formula, what the paying agency is told of its days."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comptes import acces
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.templatetags.maison import montant, nombre
from parcours.actions.remuneration import declarer_remuneration, jour_du_bareme, proposer, version_de
from parcours.enums import RegimeRemuneration
from parcours.forms.remuneration import RemunerationForm
from parcours.models import Remuneration
from parcours.queries.lecteur import lecteur_de
from parcours.queries.remuneration import SE_DIT, remunerations_lisibles
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer, jour
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remuneration(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it, say it, correct it."""
    lisibles = remunerations_lisibles(request.user)
    parcours = get_object_or_404(lisibles.select_related("stagiaire", "session__organisme", "structure"), pk=pk)
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    connue = Remuneration.objects.filter(parcours=parcours).select_related("saisie_par").first()
    peut_dire = not acces.est_agent(request.user) and parcours.statut in SE_DIT and not parcours.stagiaire.efface_le
    if request.method == "POST" and not peut_dire:
        raise PermissionDenied
    form = RemunerationForm(request.POST or None, initial=_initial(parcours, connue))
    statut = 200
    if form.is_valid():
        reponses = {nom: form.cleaned_data[nom] for nom in ("regime", "salaire", "lue")}
        try:
            declarer_remuneration(parcours_id=pk, par=request.user, **reponses)
        except DossierModifie as refus:
            form.add_error(None, str(refus))
            # What was typed stays, to be sent again over what is now shown.
            form.data = {**form.data.dict(), "lue": version_de(connue)}
            statut = 409
        except RegleViolee as refus:
            form.add_error("regime", str(refus))
        else:
            messages.success(request, "La rémunération est enregistrée.")
            return redirect("parcours:remuneration", pk)
    contexte = {
        "parcours": parcours,
        "session": parcours.session,
        "stagiaire": parcours.stagiaire,
        "remuneration": connue,
        "calcul": _calcul(connue) if connue else "",
        "heures_a_dire": bool(connue and connue.base and connue.estimation is None),
        "a_reprendre": _a_reprendre(parcours, connue),
        "form": form if peut_dire else None,
        "attend": parcours.statut not in SE_DIT,
        "propose": _proposition(parcours),
        "interruptions": parcours.interruptions.order_by("debut"),
        "lecteur": lecteur_de(request.user, parcours),
    }
    return render(request, "parcours/remuneration.html", contexte, status=statut)


def _initial(parcours: Parcours, connue: Remuneration | None) -> dict[str, Any]:
    if connue is None:
        return {"regime": _regime_propose(parcours), "lue": ""}
    ancien = connue.regime == RegimeRemuneration.SALAIRE_ANTERIEUR
    return {"regime": connue.regime, "salaire": connue.base if ancien else None, "lue": version_de(connue)}


def _regime_propose(parcours: Parcours) -> str | None:
    try:
        return proposer(parcours)
    except RegleViolee:
        return None


def _proposition(parcours: Parcours) -> str:
    """Say what the person's age leads to."""
    regime = _regime_propose(parcours)
    if regime is None:
        return "L’âge de la personne n’est pas connu : aucun régime n’est proposé."
    return composer(f"D’après l’âge à l’entrée : « {RegimeRemuneration(regime).label} ».")


def _calcul(connue: Remuneration) -> str:
    """Write the formula of the estimate out."""
    if connue.base is None:
        return "Rien à estimer : ce régime n’est pas payé par l’organisme payeur de la Région."
    if connue.heures_mois is None:
        return f"{montant(connue.base)} par mois, à temps plein."
    plein = reglement_au(connue.bareme_au).remuneration_heures_mois
    heures = f"{nombre(connue.heures_mois)}\N{NO-BREAK SPACE}heures de formation par mois"
    return f"{montant(connue.base)} ÷ {nombre(plein)} × {heures} = {montant(connue.estimation)}"


def _a_reprendre(parcours: Parcours, connue: Remuneration | None) -> str:
    """Say what has changed since the estimate was made, and asks to record it again."""
    if connue is None or connue.base is None:
        return ""
    if connue.bareme_au != jour_du_bareme(parcours):
        return f"La session ouvre maintenant le {jour(jour_du_bareme(parcours))} : enregistrez de nouveau."
    if parcours.modifie_le > connue.saisie_le and connue.estimation is None and parcours.heures_hebdo:
        return "Les heures par semaine sont maintenant connues : enregistrez de nouveau."
    return ""
