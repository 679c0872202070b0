"""What is declared of several people at once: entries on the day, the end of the session."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.entrer import EntreesRefusees, declarer_entrees
from parcours.actions.sortir import terminer_la_session
from parcours.forms.organisme import EntreesForm, FinsForm
from parcours.queries.declarations import peut_admettre, peut_declarer
from parcours.views.organisme import lire_la_session
from parcours.views.organisme_actes import proposees
from referentiels.regles.typographie import composer, compter
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import Parcours, Session


@require_http_methods(["GET", "POST"])
def entrees(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came on the day."""
    session = _declarable(request, pk)
    attendus = _personnes(session, StatutParcours.ADMIS)
    le = timezone.localdate()
    jour = min(max(session.debut, min(le, session.fin or le)), le) if session.debut else le
    form = EntreesForm(request.POST or None, attendus=attendus, initial={"jour": jour})
    if request.method == "POST" and not attendus:
        messages.info(request, "Tout est déjà déclaré : personne n’est plus attendu.")
        return redirect("parcours:groupe", pk)
    if form.is_valid():
        try:
            fait = declarer_entrees(
                session_id=pk,
                venues=form.venues,
                raisons=form.raisons,
                jour=form.cleaned_data["jour"],
                par=request.user,
                le=le,
            )
        except EntreesRefusees as refus:
            for parcours_id, phrase in refus.lignes.items():
                form.add_error(f"venue_{parcours_id}", composer(phrase))
        except RegleViolee as refus:
            form.add_error("jour", [composer(motif) for motif in refus.motifs])
        else:
            messages.success(request, composer(_dit(len(fait.entres), len(fait.perdus), len(fait.proposes))))
            return redirect("parcours:groupe", pk)
    return render(request, "parcours/entrees.html", {"session": session, "form": form, "le": le})


@require_http_methods(["GET", "POST"])
def terminer(request: HttpRequest, pk: int) -> HttpResponse:
    """End the session: the last day of each, then what follows, asked before it is done."""
    session = _declarable(request, pk)
    if session.statut != StatutSession.DEMARREE:
        messages.info(request, f"Cette session est « {session.get_statut_display().lower()} » : rien à terminer.")
        return redirect("parcours:groupe", pk)
    presents = _personnes(session, StatutParcours.ENTRE)
    form = FinsForm(request.POST or None, presents=presents, fin=session.fin)
    if request.method == "POST" and form.is_valid():
        try:
            terminer_la_session(session_id=pk, jours=form.jours, par=request.user, le=timezone.localdate())
        except TransitionImpossible as refus:
            messages.info(request, composer(str(refus)))
            return redirect("parcours:groupe", pk)
        except RegleViolee as refus:
            form.add_error(None, [composer(motif) for motif in refus.motifs])
        else:
            messages.success(request, "La session est terminée. Il reste à en faire le bilan.")
            return redirect("parcours:bilan" if peut_admettre(request.user, session) else "parcours:groupe", pk)
    candidats = session.parcours.filter(statut__in=["positionne", "profil_valide"]).count()
    effets = ["Chaque structure est informée de la fin de la formation des personnes qu’elle suit."]
    if candidats:
        effets.append(f"{compter(candidats, 'candidature')} sans décision : non retenues, faute de place.")
    effets.append("Une date fausse se corrige ensuite personne par personne, avec une raison.")
    contexte = {"session": session, "form": form, "effets": [composer(effet) for effet in effets]}
    return render(request, "parcours/terminer.html", contexte)


def _declarable(request: HttpRequest, pk: int) -> Session:
    session = lire_la_session(request, pk)
    if not peut_declarer(request.user, session):
        raise PermissionDenied
    return session


def _personnes(session: Session, statut: str) -> list[Parcours]:
    lignes = session.parcours.filter(statut=statut).select_related("stagiaire", "intention__employeur")
    return list(lignes.order_by("stagiaire__nom_normalise", "pk"))


def _dit(entres: int, perdus: int, proposes: int) -> str:
    dit = []
    if entres:
        dit.append(f"{compter(entres, 'entrée déclarée', 'entrées déclarées')} : les structures sont informées.")
    if perdus:
        dit.append(f"{compter(perdus, 'place libérée', 'places libérées')}.")
    if proposes:
        dit.append(proposees(proposes))
    return " ".join(dit) or "Rien n’a changé : tout était déjà déclaré."
