"""The report of a session: written by its training body beside what is already counted, read by who follows it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comptes import acces
from noyau.erreurs import RegleViolee
from parcours.actions.bilan import remettre_bilan
from parcours.forms.bilan import BilanForm
from parcours.models import BilanSession
from parcours.queries.bilan import a_un_bilan, chiffres_de
from parcours.queries.declarations import peut_admettre, sessions_visibles
from parcours.regles.bilan import corrigeable_jusqu_au
from parcours.views.organisme import lire_la_session


@require_http_methods(["GET", "HEAD", "POST"])
def bilan(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the report; hand it in, or correct it."""
    session = lire_la_session(request, pk)
    le = timezone.localdate()
    remis = BilanSession.objects.filter(session=session).select_related("par").first()
    terme = corrigeable_jusqu_au(timezone.localtime(remis.le).date()) if remis else None
    redige = peut_admettre(request.user, session)
    ouvert = a_un_bilan(sessions_visibles(request.user), le).filter(pk=pk).exists() and (terme is None or le <= terme)
    if request.method == "POST" and not redige:
        raise PermissionDenied
    chiffres = chiffres_de(session)
    form = BilanForm.de(request.POST if request.method == "POST" else None, remis, sortis=chiffres.sortis)
    if form.is_valid():
        try:
            remettre_bilan(session_id=pk, bilan=form.bilan(), par=request.user, le=le)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, "Le bilan est enregistré : la Région et le référent de la session le lisent.")
            return redirect("parcours:bilan", pk)
    contexte = {
        "session": session,
        "remis": remis,
        "terme": terme,
        "chiffres": chiffres,
        "form": form,
        "ouvert": ouvert,
        "redige": redige and ouvert and (remis is None or form.is_bound or "corriger" in request.GET),
        "corrige": redige and ouvert,
        "admet": redige,
        "agent": acces.est_agent(request.user),
    }
    return render(request, "parcours/bilan.html", contexte, status=400 if form.errors else 200)
