"""The hours of one session for one month: typed in a table, judged as they are typed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heures.actions.declarer import empechements
from heures.actions.saisir import saisir
from heures.enums import StatutReleve
from heures.forms.tableau import PieceForm, TableauForm
from heures.models import Releve
from heures.queries.pieces import pieces_du
from heures.queries.tableau import tableau_de
from heures.regles.mois import de_mois, nommer_mois, premier_du_mois
from heures.views.acces import ecrit, lire, lire_pour_ecrire
from noyau.erreurs import RegleViolee, TransitionImpossible


@require_http_methods(["GET", "POST"])
def releve(request: HttpRequest, pk: int) -> HttpResponse:
    """The table: to fill while it is open, to read once declared; what was typed stays after a refusal."""
    if request.method == "POST":
        return _enregistrer(request, lire_pour_ecrire(request, pk))
    lu = lire(request, pk)
    return page_du_releve(request, lu)


@require_POST
def anomalies(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong with what is being typed; nothing is kept."""
    lu = lire_pour_ecrire(request, pk)
    form = TableauForm(request.POST, tableau=tableau_de(lu))
    form.is_valid()
    juge = form.juger(tableau_de(lu, saisies=form.saisies))
    contexte = {"releve": lu, "tableau": juge, "rangs": form.rangs(juge), "fragment": True}
    return render(request, "heures/_anomalies.html", contexte)


def _enregistrer(request: HttpRequest, lu: Releve) -> HttpResponse:
    form = TableauForm(request.POST, tableau=tableau_de(lu))
    if not form.is_valid():
        return page_du_releve(request, lu, form=form)
    try:
        saisir(releve_id=lu.pk, lignes=form.saisies, par=request.user, lu=version_lue(request))
    except TransitionImpossible as refus:
        messages.info(request, str(refus))
        return redirect("heures:releve", lu.pk)
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return page_du_releve(request, lu, form=form)
    if request.POST.get("acte") == "declarer":
        return redirect("heures:declarer", lu.pk)
    messages.success(request, "Les heures sont enregistrées. Elles ne comptent qu’une fois déclarées.")
    return redirect("heures:releve", lu.pk)


def version_lue(request: HttpRequest) -> datetime | None:
    """When the page was read. One that does not say it is as old as can be."""
    try:
        return datetime.fromisoformat(request.POST.get("lu", ""))
    except ValueError:
        return datetime.min.replace(tzinfo=timezone.get_default_timezone())


def page_du_releve(
    request: HttpRequest, lu: Releve, *, form: TableauForm | None = None, piece_form: PieceForm | None = None
) -> HttpResponse:
    """The page of a relevé; ``form`` and ``piece_form``: those refused, with what was typed."""
    if request.method == "POST":
        # Somebody may have saved while this was being refused; a page that is only read was just read.
        lu.refresh_from_db(fields=["modifie_le", "statut"])
    le = timezone.localdate()
    peut_ecrire = ecrit(request.user, lu)
    ouvert = lu.statut == StatutReleve.OUVERT
    if form is None:
        tableau = tableau_de(lu)
        form = TableauForm(tableau=tableau)
    else:
        tableau = form.juger(tableau_de(lu, saisies=form.saisies))
    contexte: dict[str, Any] = {
        "releve": lu,
        "session": lu.session,
        "mois": nommer_mois(lu.mois),
        "de_mois": de_mois(lu.mois),
        "tableau": tableau,
        "form": form,
        "rangs": form.rangs(tableau),
        "ouvert": ouvert,
        "fini": lu.mois < premier_du_mois(le),
        "ecrit": peut_ecrire,
        "saisit": ouvert and peut_ecrire,
        "lu": lu.modifie_le.isoformat(),
        "empechements": empechements(lu, tableau, le=le) if ouvert else [],
        "pieces": pieces_du(lu),
        "piece_form": piece_form or PieceForm(),
        "historique": lu.historique.order_by("-le", "-pk")[:20],
    }
    return render(request, "heures/releve.html", contexte)
