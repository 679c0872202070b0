"""Attendance sheets of a relevé: the weeks covered, sheets to print, scans received, given back."""

from datetime import date

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from heures.actions.emargement import Reception, preparer_feuilles, recevoir
from heures.forms.emargement import ScansForm
from heures.impression import dessiner_les_feuilles
from heures.models import Releve
from heures.queries.emargement import EMARGEMENT, scans_du, semaines_de
from heures.regles.mois import de_mois, ecrire_mois, nommer_mois
from heures.views.acces import ecrit, lire, lire_pour_ecrire
from noyau.erreurs import RegleViolee
from noyau.pieces import Piece
from noyau.televersement import reponse_piece
from referentiels.regles.typographie import composer, compter


@require_safe
def emargement(request: HttpRequest, pk: int) -> HttpResponse:
    """Which weeks are covered, what to print, what to send."""
    return _page(request, lire(request, pk), ScansForm())


@require_POST
def imprimer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the sheets to print, of one week or of all."""
    lu = lire_pour_ecrire(request, pk)
    try:
        semaine = date.fromisoformat(request.POST["semaine"]) if request.POST.get("semaine") else None
        feuilles = preparer_feuilles(releve_id=lu.pk, par=request.user, semaine=semaine)
    except (RegleViolee, ValueError) as refus:
        motifs = refus.motifs if isinstance(refus, RegleViolee) else ["Choisissez une semaine de la liste."]
        messages.error(request, " ".join(motifs))
        return redirect("heures:emargement", lu.pk)
    nom = f"emargement-{lu.session.numero}-{semaine or ecrire_mois(lu.mois)}.pdf"
    return HttpResponse(
        dessiner_les_feuilles(lu, feuilles),
        content_type="application/pdf",
        # It holds names: no cache on the way may keep it.
        headers={"Content-Disposition": f'attachment; filename="{nom}"', "Cache-Control": "private, no-store"},
    )


@require_POST
def recevoir_les_feuilles(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a scan, keep it, and say page by page what was not understood."""
    lu = lire_pour_ecrire(request, pk)
    form = ScansForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            reception = recevoir(releve_id=lu.pk, envois=form.cleaned_data["scans"], par=request.user)
        except RegleViolee as refus:
            form.add_error("scans", list(refus.motifs))
        else:
            _dire(request, reception)
            return redirect("heures:emargement", lu.pk)
    return _page(request, lu, form)


@require_safe
def scan(request: HttpRequest, pk: int) -> FileResponse:
    """A scan kept with a relevé, for who reads it."""
    piece = _scan(pk)
    lire(request, piece.objet_id)
    return reponse_piece(piece)


def _scan(pk: int) -> Piece:
    return get_object_or_404(Piece, pk=pk, objet_type=Releve._meta.label_lower, categorie=EMARGEMENT)


def _dire(request: HttpRequest, reception: Reception) -> None:
    if reception.semaines:
        dites = ", ".join(f"{lundi:%d/%m}" for lundi in reception.semaines)
        semaines = "la semaine du" if len(reception.semaines) == 1 else "les semaines du"
        messages.success(request, composer(f"Feuilles signées reçues pour {semaines} {dites}."))
    if reception.deja:
        deja = compter(reception.deja, "feuille était déjà reçue", "feuilles étaient déjà reçues")
        messages.info(request, composer(f"{deja}."))
    for page in reception.illisibles:
        dit = (
            f"Page {page.numero} de « {page.fichier} » : aucun code lisible. Scannez-la de nouveau, à plat et "
            "entière ; si le code est abîmé, joignez-la au relevé signé."
        )
        messages.warning(request, composer(dit))


def _page(request: HttpRequest, lu: Releve, form: ScansForm) -> HttpResponse:
    contexte = {
        "releve": lu,
        "session": lu.session,
        "mois": nommer_mois(lu.mois),
        "de_mois": de_mois(lu.mois),
        "semaines": semaines_de(lu),
        "scans": scans_du(lu),
        "form": form,
        "ecrit": ecrit(request.user, lu),
    }
    return render(request, "heures/emargement.html", contexte)
