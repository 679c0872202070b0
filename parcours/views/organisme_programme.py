"""The individual programme of a person, and the mistakes of its declarations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from noyau.erreurs import RegleViolee
from parcours.actions.programme import Module, enregistrer_le_programme, programme_de, remarques_sur
from parcours.actions.rectifier import SE_RECTIFIE, annuler_la_declaration, corriger_les_jours, empechements
from parcours.forms.organisme import AnnulerForm, ModulesFormSet, ProgrammeForm, RectifierForm
from parcours.queries.declarations import VIVANT, peut_admettre, peut_declarer
from parcours.queries.heures import heures_de
from parcours.views.organisme_actes import deja, faire, lire, page
from referentiels.regles.typographie import composer


@require_http_methods(["GET", "POST"])
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours, part time and modules of a person; what does not add up is told and forbids nothing."""
    parcours = lire(request, pk, peut_admettre)
    if parcours.statut not in VIVANT:
        return deja(request, parcours)
    actuel = programme_de(parcours)
    form = ProgrammeForm(request.POST or None, initial=actuel._asdict())
    modules = ModulesFormSet(request.POST or None, initial=[module._asdict() for module in actuel.modules])
    contexte = {"modules": modules, "heures": heures_de(parcours.session, sauf=parcours)}
    if not form.is_valid() or not modules.is_valid():
        return page(request, "parcours/programme.html", parcours, form, **contexte)
    lus = [Module(m["intitule"], m["heures"]) for m in modules.cleaned_data if m.get("intitule")]
    voulu = form.programme(lus)
    try:
        enregistre = enregistrer_le_programme(parcours_id=pk, programme=voulu, par=request.user)
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return page(request, "parcours/programme.html", parcours, form, **contexte)
    messages.success(request, "Le programme est enregistré.")
    for remarque in remarques_sur(enregistre, voulu):
        messages.warning(request, remarque)
    return redirect("parcours:programme", pk)


@require_http_methods(["GET", "POST"])
def rectifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the days of a person, or take its last declaration back."""
    parcours = lire(request, pk, peut_declarer)
    if parcours.statut not in SE_RECTIFIE:
        return deja(request, parcours)
    le = timezone.localdate()
    annule = request.POST.get("acte") == "annuler"
    corriger = None
    if parcours.entre_le:
        corriger = RectifierForm(
            None if annule else request.POST or None,
            sorti=parcours.sorti_le is not None,
            initial={"entre_le": parcours.entre_le, "sorti_le": parcours.sorti_le},
            prefix="jours",
        )
    annuler = AnnulerForm(request.POST if annule else None, prefix="annuler")
    if annule and annuler.is_valid():
        acte = lambda: annuler_la_declaration(  # noqa: E731 read once, just below
            parcours_id=pk, raison=annuler.cleaned_data["raison"], par=request.user, le=le
        )
        fini = faire(
            request, annuler, parcours, acte, fait=lambda lui: f"C’est annulé : « {lui.get_statut_display()} »."
        )
        if fini:
            return fini
    if corriger and corriger.is_valid():
        lu = {"sorti_le": None, **corriger.cleaned_data}
        acte = lambda: corriger_les_jours(parcours_id=pk, par=request.user, le=le, **lu)  # noqa: E731
        if fini := faire(request, corriger, parcours, acte, fait=lambda _: "Les jours sont corrigés."):
            return fini
    refus = [composer(phrase) for phrase in empechements(parcours, le=le)]
    return page(request, "parcours/rectifier.html", parcours, corriger, annuler=annuler, refus=refus)
