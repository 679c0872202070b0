"""Writing for an employer: who recruits, then the same steps as the employer's; then its word is awaited."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from comptes.forms.etablissement import FicheForm
from intentions.actions.confirmer import joindre_ecrit
from intentions.actions.redaction import enregistrer_reponses
from intentions.actions.solliciter import exiger_contact_de_l_employeur, redemander_confirmation
from intentions.actions.transmettre import (
    EmployeurDeclare,
    declarer_employeur,
    ouvrir_transmission,
    partenaire_de,
)
from intentions.forms.confirmation import EcritForm
from intentions.forms.transmission import EmployeurTransmisForm
from intentions.models import IntentionEmbauche, Partenaire
from intentions.queries.transmissions import organisations_de
from intentions.views import pour_un_autre
from intentions.views.presentation import chemin_sous, contexte_etape
from intentions.views.redaction import fiche_a_completer
from noyau.erreurs import RegleViolee
from referentiels.models import Employeur
from referentiels.regles.typographie import composer


def transmet(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the page to those who act for an organisation that transmits, and to officers; 403 for the others."""

    @wraps(vue)
    def ouverte(request: HttpRequest, *args: int, **options: int) -> HttpResponse:
        if not organisations_de(request.user):
            raise PermissionDenied
        return vue(request, *args, **options)

    return ouverte


def transmise(request: HttpRequest, pk: int) -> IntentionEmbauche:
    """Give an intention that one of the person's organisations transmits; 404 for any other."""
    return get_object_or_404(
        IntentionEmbauche.objects.transmises_par(request.user).select_related(
            "employeur__departement", "metier", "secteur", "commune", "departement", "organisme_choisi", "partenaire"
        ),
        pk=pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@transmet
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Ask for whom one writes, and open the draft."""
    return _etape_employeur(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@transmet
def employeur(request: HttpRequest, pk: int) -> HttpResponse:
    """The first step of a draft already begun."""
    intention = transmise(request, pk)
    if not intention.modifiable:
        messages.info(request, "Cette intention est déjà transmise.")
        return redirect("transmissions:detail", pk)
    return _etape_employeur(request, intention)


@require_POST
@transmet
def relancer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the employer again, once a day."""
    intention = transmise(request, pk)
    try:
        redemander_confirmation(intention_id=pk, par=request.user, le=localdate())
    except RegleViolee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"Un nouveau lien part à {intention.contact_courriel}.")
    return redirect("transmissions:detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@transmet
def ecrit(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the employer's letter or e-mail: it stands for its confirmation."""
    intention = transmise(request, pk)
    form = EcritForm(request.POST, request.FILES) if request.method == "POST" else EcritForm()
    if request.method == "POST" and form.is_valid():
        try:
            joindre_ecrit(intention_id=pk, piece=form.cleaned_data["piece"], par=request.user, le=localdate())
        except RegleViolee as refus:
            form.add_error("piece", list(refus.motifs))
        else:
            messages.success(request, composer("L’écrit de l’employeur est joint : il vaut confirmation."))
            if intention.modifiable:
                return redirect("intentions:reprendre", pk)
            return redirect("transmissions:detail", pk)
    contexte = {"intention": intention, "form": form, "chemin": chemin_sous(intention, request.user)}
    return render(request, "transmissions/ecrit.html", contexte)


def _etape_employeur(request: HttpRequest, intention: IntentionEmbauche | None) -> HttpResponse:
    form = EmployeurTransmisForm(
        request.POST if request.method == "POST" else None,
        organisations=_organisations(request, intention),
        initial=EmployeurTransmisForm.depuis(intention) if intention else None,
    )
    fiche = None
    if request.method == "POST" and form.is_valid():
        fiche = _fiche(request, form)
        if fiche is None or fiche.is_valid():
            try:
                intention = _retenir(request, intention, form, fiche)
            except RegleViolee as refus:
                form.add_error("contact_courriel" if "adresse" in refus.motifs[0] else None, list(refus.motifs))
            else:
                return redirect("intentions:etape", intention.pk, "poste")
    contexte = contexte_etape(request, intention, form, fiche=fiche)
    contexte |= {
        "question": pour_un_autre.QUESTIONS[form.nom],
        "chemin": pour_un_autre.chemin_des_transmises(),
        "etapes": pour_un_autre.titrer(contexte["etapes"]),
    }
    return render(request, "transmissions/employeur.html", contexte)


def _organisations(request: HttpRequest, intention: IntentionEmbauche | None) -> list:
    """Those one may choose among; a draft stays with the organisation that began it."""
    if intention is None or intention.partenaire is None:
        return organisations_de(request.user)
    return [intention.partenaire.organisme or intention.partenaire.structure or intention.partenaire.opco]


def _fiche(request: HttpRequest, form: EmployeurTransmisForm) -> FicheForm | None:
    siret = form.cleaned_data["siret"]
    return None if Employeur.objects.filter(siret=siret).exists() else fiche_a_completer(request, siret)


@transaction.atomic
def _retenir(
    request: HttpRequest, intention: IntentionEmbauche | None, form: EmployeurTransmisForm, fiche: FicheForm | None
) -> IntentionEmbauche:
    partenaire: Partenaire
    if intention and intention.partenaire:
        partenaire = intention.partenaire
    else:
        partenaire = partenaire_de(request.user, form.organisation_choisie)
    exiger_contact_de_l_employeur(partenaire, form.cleaned_data["contact_courriel"])
    insertion = form.cleaned_data["insertion"]
    declare = EmployeurDeclare(
        siret=form.cleaned_data["siret"],
        fiche=fiche.fiche() if fiche else None,
        siae=insertion.siae,
        etti=insertion.etti,
    )
    champs = {**form.champs(), "employeur": declarer_employeur(declare, par=request.user)}
    if intention is None:
        return ouvrir_transmission(partenaire=partenaire, par=request.user, champs=champs)
    return enregistrer_reponses(intention_id=intention.pk, par=request.user, champs=champs)
