"""« Mes établissements »: those one acts for, and those who ask to join them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes.actions.rattacher import (
    accepter_rattachement,
    quitter_organisation,
    rattacher_employeur,
    refuser_rattachement,
)
from comptes.forms.etablissement import FicheForm, SiretForm
from comptes.models import Rattachement, Role
from comptes.queries.rattachements import collegues_de, demandes_a_repondre, etablissements_de
from noyau.erreurs import RegleViolee
from referentiels.models import Employeur
from referentiels.sirene import chercher_etablissement


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """One's establishments, and the requests that wait for an answer."""
    contexte = {
        "rattachements": etablissements_de(request.user),
        "demandes": demandes_a_repondre(request.user).select_related("utilisateur", "employeur").order_by("pk")
        if not request.user.is_staff
        else [],
    }
    return render(request, "comptes/etablissements.html", contexte)


@require_http_methods(["GET", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    """Add an establishment by its SIRET; what nobody knows of it yet is asked on the same page."""
    form = SiretForm(request.POST or None)
    fiche = None
    if form.is_valid():
        siret = form.cleaned_data["siret"]
        if not Employeur.objects.filter(siret=siret).exists():
            fiche = _fiche(request, siret)
        if fiche is None or fiche.is_valid():
            try:
                rattachement = rattacher_employeur(
                    par=request.user,
                    siret=siret,
                    fiche=fiche.fiche() if fiche else None,
                    maintenant=timezone.now(),
                )
            except RegleViolee as refus:
                form.add_error(None, list(refus.motifs))
            else:
                return _apres_ajout(request, rattachement)
    return render(request, "comptes/etablissement_ajouter.html", {"form": form, "fiche": fiche})


def _fiche(request: HttpRequest, siret: str) -> FicheForm:
    if "nom" in request.POST:
        return FicheForm(request.POST)
    trouve = chercher_etablissement(siret)
    champs = ("nom", "adresse", "code_postal", "ville", "naf")
    return FicheForm(initial={champ: getattr(trouve, champ, "") for champ in champs} if trouve else None)


def _apres_ajout(request: HttpRequest, rattachement: Rattachement) -> HttpResponse:
    nom = rattachement.employeur.nom
    if rattachement.actif:
        messages.success(request, f"{nom} est dans votre compte : vous pouvez déposer une intention.")
    else:
        messages.info(
            request,
            f"Votre demande est partie : les personnes qui agissent pour {nom}, ou la Région, vont vous répondre.",
        )
    return redirect("comptes:etablissements")


@require_http_methods(["GET", "POST"])
def repondre(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or refuse someone who asks to join an establishment one acts for."""
    visibles = Rattachement.objects.visibles_pour(request.user).filter(role=Role.EMPLOYEUR)
    demande = get_object_or_404(
        visibles.exclude(utilisateur=request.user.pk).select_related("utilisateur", "employeur"), pk=pk
    )
    if request.method == "GET" or request.POST.get("reponse") not in ("accepter", "refuser"):
        return render(request, "comptes/rattachement_repondre.html", {"demande": demande})
    try:
        if request.POST["reponse"] == "accepter":
            accepter_rattachement(rattachement_id=pk, par=request.user, maintenant=timezone.now())
            messages.success(request, f"{demande.utilisateur} agit maintenant pour {demande.employeur}.")
        else:
            refuser_rattachement(rattachement_id=pk, par=request.user)
            messages.success(request, f"La demande de {demande.utilisateur} est refusée.")
    except RegleViolee as refus:
        messages.error(request, str(refus))
    return redirect("comptes:etablissements")


@require_http_methods(["GET", "POST"])
def quitter(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop acting for an organisation, after a page that says what follows."""
    siens = Rattachement.objects.filter(utilisateur=request.user.pk)
    liees = ("employeur", "organisme", "structure", "opco")
    rattachement = get_object_or_404((siens.actifs() | siens.en_attente()).select_related(*liees), pk=pk)
    if request.method == "GET":
        dernier = rattachement.actif and not collegues_de(rattachement).actifs().exclude(pk=pk).exists()
        contexte = {"rattachement": rattachement, "dernier": dernier}
        return render(request, "comptes/rattachement_quitter.html", contexte)
    try:
        quitter_organisation(rattachement_id=pk, par=request.user)
        messages.success(request, f"Vous n’agissez plus pour {rattachement.organisation}.")
    except RegleViolee as refus:
        messages.error(request, str(refus))
    return redirect("comptes:etablissements")
