"""« Fiche de facturation »: what a training body's invoices say of it. A new bank account is asked twice."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from stdnum import iban

from comptes import acces
from factures.actions.fiche import enregistrer_fiche, masquer
from factures.forms.emetteur import EmetteurForm
from factures.models import EmetteurFactures
from noyau.erreurs import RegleViolee
from referentiels.models import OrganismeFormation
from referentiels.regles.typographie import composer
from sessions_formation.views.acces import pour_organisme

CONFIRMER, REVOIR = "confirmer", "revoir"


@require_safe
@pour_organisme
def choisir(request: HttpRequest) -> HttpResponse:
    """The card of one's training body; the list of them for who acts for several."""
    organismes = list(_organismes(request))
    if len(organismes) == 1:
        return redirect("factures:emetteur_de", organismes[0].pk)
    return render(request, "factures/emetteurs.html", {"organismes": organismes})


@require_http_methods(["GET", "POST"])
@pour_organisme
def modifier(request: HttpRequest, organisme: int) -> HttpResponse:
    """Read and write the card. A changed account is confirmed on a second page before anything is kept."""
    lui = get_object_or_404(_organismes(request), pk=organisme)
    fiche = EmetteurFactures.objects.filter(organisme=lui).first()
    form = EmetteurForm(request.POST or None, fiche=fiche)
    etape = request.POST.get("etape")
    if form.is_bound and etape != REVOIR and form.is_valid():
        ancien = fiche.iban if fiche else ""
        if form.cleaned_data["iban"] != ancien and etape != CONFIRMER:
            return _demander_confirmation(request, lui, form, ancien)
        try:
            enregistrer_fiche(organisme=lui, champs=form.cleaned_data, par=request.user, lu=form.cleaned_data["lu"])
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, "Votre fiche de facturation est enregistrée.")
            return redirect("factures:emetteur_de", lui.pk)
    return render(request, "factures/emetteur.html", {"form": form, "organisme": lui, "fiche": fiche})


def _demander_confirmation(
    request: HttpRequest, organisme: OrganismeFormation, form: EmetteurForm, ancien: str
) -> HttpResponse:
    compte = form.cleaned_data["iban"]
    nouveau = iban.format(compte) if compte else "aucun"
    effets = [
        f"Compte actuel : {masquer(ancien) or 'aucun'}. Nouveau compte : {nouveau}.",
        "Les factures émises ensuite porteront le nouveau compte ; celles déjà émises ne changent pas.",
        "Un courriel le dit aussitôt à votre organisme : personne ne change ce compte à son insu.",
    ]
    contexte = {"form": form, "organisme": organisme, "effets": list(map(composer, effets))}
    return render(request, "factures/emetteur_confirmer.html", contexte)


def _organismes(request: HttpRequest) -> QuerySet[OrganismeFormation]:
    return OrganismeFormation.objects.filter(pk__in=acces.constantes(acces.organismes_de(request.user))).order_by(
        "nom", "pk"
    )
