"""A trainee's opinion by its personal link: given from a phone, changed until the Région has read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from comptes.liens import Usage
from insertion.actions.avis import donner_avis
from insertion.enums import StatutAvis
from insertion.forms.avis import AvisForm
from insertion.models import AvisStagiaire
from insertion.queries.avis import parcours_du_lien
from insertion.regles.avis import DIMENSIONS, NOTES
from insertion.views.attestation_lien import chemin_attestation
from insertion.views.liens import par_lien
from noyau.erreurs import RegleViolee
from sessions_formation.models import Parcours


@par_lien(Usage.AVIS, parcours_du_lien)
def par_le_lien(request: HttpRequest, parcours: Parcours, courriel: str, jeton: str) -> HttpResponse:
    """Five questions and a comment; then thanks, and what was said."""
    avis = AvisStagiaire.objects.filter(parcours=parcours).first()
    ouvert = avis is None or avis.statut == StatutAvis.A_MODERER
    form = AvisForm.de(request.POST if request.method == "POST" else None, avis)
    if request.method == "POST" and form.is_valid():
        try:
            donner_avis(parcours_id=parcours.pk, donne=form.donne())
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            return redirect(f"{request.path}?fait=1")
    contexte = {
        "parcours": parcours,
        "avis": avis,
        "form": form,
        "formulaire": ouvert and (avis is None or form.is_bound or "corriger" in request.GET),
        "ouvert": ouvert,
        "notes": [(nom, getattr(avis, code), NOTES[getattr(avis, code)]) for code, nom in DIMENSIONS.items()]
        if avis
        else [],
        "ici": request.path,
        "contact": courriel,
        "attestation": chemin_attestation(parcours, courriel),
    }
    return render(request, "insertion/avis_lien.html", contexte, status=400 if form.errors else 200)
