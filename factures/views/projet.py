"""Acts on a draft: its lines confirmed or disputed, then issued, or thrown away where it is an avoir."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from factures.actions.avoir import abandonner_l_avoir
from factures.actions.controler import confirmer, contester
from factures.actions.emettre import ce_qui_manque, emettre
from factures.forms.projet import ContestationForm
from factures.models import Facture
from factures.views.acces import deja_emise, est_un_projet, lu_de, sa_facture
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.listes import identifiant
from referentiels.regles.typographie import composer, compter
from sessions_formation.views.acces import pour_organisme


@require_POST
@pour_organisme
def confirmer_lignes(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm one line (``ligne``), or all those nobody disputes."""
    facture = sa_facture(request, pk)
    if not est_un_projet(facture):
        return deja_emise(request, facture)
    ligne = identifiant(request.POST.get("ligne", ""))
    lignes = None if ligne is None else [ligne]
    try:
        confirmees = confirmer(facture_id=pk, par=request.user, lignes=lignes, lu=lu_de(request))
    except RegleViolee as refus:
        messages.warning(request, str(refus))
    else:
        dit = compter(confirmees, "ligne confirmée", "lignes confirmées") if confirmees else "C’était déjà confirmé"
        messages.success(request, composer(f"{dit}."))
    return redirect("factures:facture", pk=pk)


@require_http_methods(["GET", "POST"])
@pour_organisme
def contester_ligne(request: HttpRequest, pk: int, ligne: int) -> HttpResponse:
    """Say what is wrong with a line; the training body of the session is told."""
    facture = sa_facture(request, pk)
    lue = get_object_or_404(facture.lignes.select_related("composante__session__organisme"), pk=ligne)
    if not est_un_projet(facture):
        return deja_emise(request, facture)
    form = ContestationForm(request.POST or None, initial={"motif": lue.contestation})
    if form.is_valid():
        try:
            contester(
                facture_id=pk, ligne_id=ligne, motif=form.cleaned_data["motif"], par=request.user, lu=lu_de(request)
            )
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            organisme = lue.composante.session.organisme
            messages.success(request, f"Ligne contestée : {organisme} le lit, et corrige ses heures s’il y a lieu.")
            return redirect("factures:facture", pk=pk)
    return render(request, "factures/contester.html", {"facture": facture, "ligne": lue, "form": form})


@require_http_methods(["GET", "POST"])
@pour_organisme
def emettre_projet(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before issuing, then issue; what refuses it is said on the same page, and the draft stays as it was."""
    facture = sa_facture(request, pk)
    if not est_un_projet(facture):
        return deja_emise(request, facture)
    raisons: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            emise = emettre(facture_id=pk, par=request.user, le=timezone.localdate())
        except TransitionImpossible:
            return deja_emise(request, sa_facture(request, pk))
        except RegleViolee as refus:
            raisons = refus.motifs
            # Prepared again meanwhile, it may be gone: its hours changed.
            if not Facture.objects.filter(pk=pk).exists():
                messages.warning(request, " ".join(raisons))
                return redirect("factures:liste")
        else:
            messages.success(request, f"{emise.get_nature_display()} {emise.numero} : c’est émis, la Région l’a reçu.")
            return redirect("factures:facture", pk=pk)
    lu_le, facture = facture.prepare_le, Facture.objects.pour_liste().select_related("emetteur__emetteur").get(pk=pk)
    raisons = raisons or tuple(ce_qui_manque(facture))
    contexte = {
        "facture": facture,
        "erreurs": [{"texte": raison} for raison in raisons],
        "change": facture.prepare_le != lu_le,
        "effets": _effets(facture),
        "titre": "Émettre l’avoir" if facture.corrige_id else "Émettre la facture",
    }
    return render(request, "factures/emettre.html", contexte)


def _effets(facture: Facture) -> list[str]:
    if facture.corrige_id and facture.corrige:
        return [
            f"L’avoir prend un numéro, à la suite de vos factures. Il reprend ce qu’il dit sur {facture.corrige}.",
            "Une fois émis, il ne change plus et ne s’efface plus.",
            "La Région le reçoit aussitôt, et le déduit de ce qu’elle vous doit.",
        ]
    return [
        "La facture prend un numéro, et porte vos nom, adresse et compte tels qu’ils sont aujourd’hui.",
        "Une fois émise, elle ne change plus et ne s’efface plus : une erreur se corrige par un avoir.",
        "La Région la reçoit aussitôt : c’est le jour où court le délai de paiement.",
    ]


@require_POST
@pour_organisme
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away the draft of an avoir; a second click finds nothing left to do."""
    facture = sa_facture(request, pk)
    if not est_un_projet(facture):
        return deja_emise(request, facture)
    corrige = facture.corrige_id
    if facture.prepare_le is not None:
        messages.warning(request, "Ce projet suit les heures déclarées : il ne s’abandonne pas.")
        return redirect("factures:facture", pk=pk)
    try:
        abandonner_l_avoir(avoir_id=pk, par=request.user)
    except RegleViolee as refus:
        messages.warning(request, str(refus))
        return redirect("factures:facture", pk=pk)
    messages.success(request, "Le projet d’avoir est abandonné : la facture reste comme elle est.")
    return redirect("factures:facture", pk=corrige)
