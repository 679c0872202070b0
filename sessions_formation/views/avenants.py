"""What a training body asks on a session already ordered: the rules speak as it types, the Région answers."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.listes import identifiant
from referentiels.regles.constats import Constat, Niveau, verdict_de
from referentiels.regles.typographie import composer, compter
from sessions_formation.actions.demandes_avenant import (
    COMMENCEE,
    demander_avenant,
    examiner,
    retirer_demande_avenant,
)
from sessions_formation.enums import NatureAvenant
from sessions_formation.forms.avenants import FORMULAIRES, AvenantForm
from sessions_formation.models import DemandeAvenant, Session
from sessions_formation.queries.demandes_avenant import natures_a_demander
from sessions_formation.queries.intentions import candidates
from sessions_formation.queries.lots import montants_du_lot, prix_du_lot
from sessions_formation.regles.envoi import derogation_necessaire, obstacles
from sessions_formation.views.prise import lignes_de_prise

TITRES = {
    NatureAvenant.PARCOURS: "Demander des parcours supplémentaires",
    NatureAvenant.HEURES: "Demander des heures supplémentaires",
    NatureAvenant.ANNULATION: "Demander l’annulation",
}


@require_http_methods(["GET", "POST"])
def nouvelle(request: HttpRequest, pk: int, nature: str) -> HttpResponse:
    """The form of a demand. ``acte``: verifier (sends nothing) or envoyer."""
    le = timezone.localdate()
    session = _session(request, pk, nature)
    if ferme := _ferme(session, nature, le):
        return _retour(request, pk, ferme)
    form = _formulaire(request, session, nature, le)
    if request.POST.get("acte") == "envoyer" and form.is_valid():
        try:
            demander_avenant(
                session_id=pk,
                par=request.user,
                nature=NatureAvenant(nature),
                saisie=form.saisie(),
                intentions=form.cleaned_data.get("intentions", ()),
                le=le,
            )
        except TransitionImpossible as refus:
            return _retour(request, pk, str(refus))
        except RegleViolee as refus:
            # A double click: the first one has sent it meanwhile.
            if ferme := _ferme(session, nature, le):
                return _retour(request, pk, ferme)
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, "Votre demande est envoyée à la Région : vous lirez sa réponse ici.")
            return redirect("sessions:demande", pk)
    annulation = nature == NatureAvenant.ANNULATION
    page = "sessions/avenant_annulation.html" if annulation else "sessions/avenant_demande.html"
    return render(request, page, _contexte(session, form, le))


@require_POST
def constats(request: HttpRequest, pk: int, nature: str) -> HttpResponse:
    """What the rules say of what is on the page now: the fragment htmx puts in place. Saves nothing."""
    le = timezone.localdate()
    session = _session(request, pk, nature)
    if nature == NatureAvenant.ANNULATION or _ferme(session, nature, le):
        return HttpResponseClientRedirect(reverse("sessions:demande", args=[pk]))
    form = _formulaire(request, session, nature, le)
    return render(request, "sessions/_avenant_constats.html", {"fragment": True, **_contexte(session, form, le)})


@require_http_methods(["GET", "POST"])
def retirer(request: HttpRequest, pk: int, demande: int) -> HttpResponse:
    """Take a demand back, after a page that says what goes."""
    demandes = DemandeAvenant.objects.modifiables_par(request.user).select_related("session__lot")
    trouvee = get_object_or_404(demandes, pk=demande, session=pk)
    if request.method == "POST":
        try:
            retirer_demande_avenant(demande_id=demande, par=request.user, le=timezone.localdate())
        except TransitionImpossible:
            messages.info(request, "Cette demande n’attend plus de réponse : voici où en est la session.")
        else:
            messages.success(request, "Votre demande est reprise : la Région n’en décidera pas.")
        return redirect("sessions:demande", pk)
    effets = ["La Région n’en décidera pas. Ce qui est commandé ne change pas."]
    if nombre := trouvee.retenues.filter(active=True).count():
        libres = compter(nombre, "intention est de nouveau", "intentions sont de nouveau")
        effets.append(f"{libres} à prendre, par vous ou par un autre organisme.")
    return render(request, "sessions/avenant_retirer.html", {"demande": trouvee, "effets": effets})


def _session(request: HttpRequest, pk: int, nature: str) -> Session:
    if nature not in FORMULAIRES:
        raise Http404
    sessions = Session.objects.modifiables_par(request.user).select_related(
        "lot__secteur", "lot__groupement", "organisme", "commune__departement", "lieu", "certification"
    )
    return get_object_or_404(sessions, pk=pk)


def _ferme(session: Session, nature: str, le: date) -> str:
    """Give why this may not be asked now, or nothing."""
    if nature in natures_a_demander(session, session.demandes_avenant.all(), le=le):
        return ""
    if nature == NatureAvenant.ANNULATION and session.commencee(le):
        return COMMENCEE
    if natures_a_demander(session, (), le=le):
        return "Une demande de cette sorte attend déjà une réponse : la voici."
    return composer(f"Cette session est « {session.get_statut_display().lower()} » : sa commande ne change plus.")


def _formulaire(request: HttpRequest, session: Session, nature: str, le: date) -> AvenantForm:
    donnees = request.POST if request.method == "POST" else None
    possibles = []
    if nature == NatureAvenant.PARCOURS:
        cochees = {pk for pk in map(identifiant, request.POST.getlist("intentions")) if pk is not None}
        tous = candidates(session, request.user, cochees=cochees, le=le)
        possibles = [candidat for candidat in tous if not candidat.retenue]
    return FORMULAIRES[nature](donnees, demande=session, prix=prix_du_lot(session.lot, le), candidats=possibles)


def _contexte(session: Session, form: AvenantForm, le: date) -> dict[str, Any]:
    demande, retenues = form.lire(), form.retenues()
    trouves = examiner(demande, le=le, retenues=retenues)
    montants = montants_du_lot(session.lot, le=le)
    titre, texte = _verdict(trouves)
    return {
        "session": session,
        "form": form,
        "nature": form.nature,
        "titre_page": TITRES[form.nature],
        "lignes": lignes_de_prise(form.candidats, cochees=form.cochees()),
        "postes": sum(retenue.postes for retenue in retenues),
        "demande": demande,
        "verdict": verdict_de(trouves) if trouves else "",
        "titre": titre,
        "texte": texte,
        "constats": trouves,
        "lot": montants,
        "reste": montants.reste - (demande.montant or 0),
    }


def _verdict(trouves: list[Constat]) -> tuple[str, str]:
    bloquants = obstacles(trouves, accord_a_demander=False)
    fautes = sum(constat.niveau == Niveau.NON_CONFORME for constat in bloquants)
    if fautes:
        restent = "Une condition n’est pas remplie." if fautes == 1 else f"{fautes} conditions ne sont pas remplies."
        return "La demande ne peut pas partir ainsi", restent
    if bloquants:
        return f"Il reste {compter(len(bloquants), 'réponse')} à donner", ""
    if derogation_necessaire(trouves):
        return "La demande peut partir", "Un agent de la Région se prononcera sur la dérogation."
    return "La demande peut partir", "Toutes les conditions sont remplies."


def _retour(request: HttpRequest, pk: int, phrase: str) -> HttpResponse:
    messages.info(request, composer(phrase))
    return redirect("sessions:demande", pk)
