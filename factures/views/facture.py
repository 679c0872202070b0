"""The page of an invoice: the draft to check, or where the issued one stands; its files."""

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.acces import est_agent
from factures.actions.emettre import ce_qui_manque
from factures.enums import Controle, NatureFacture, StatutFacture
from factures.models import Facture
from factures.queries.fiche import avec_document, document_de, lignes_lues, restes_de, sessions_non_declarees
from factures.views.acces import est_un_projet
from factures.views.presentation import frise, situation_de
from noyau.documents import reponse_pdf


@require_safe
def facture(request: HttpRequest, pk: int) -> HttpResponse:
    """One page per invoice, whatever its state: its address does not change when it is issued."""
    siennes = Facture.objects.visibles_pour(request.user).pour_liste().select_related("emetteur__emetteur")
    lue = get_object_or_404(avec_document(siennes), pk=pk)
    # An officer reads what is issued; a draft is the mandataire's own.
    agent = est_agent(request.user)
    if est_un_projet(lue):
        if agent:
            raise Http404
        return render(request, "factures/projet.html", contexte_du_projet(lue))
    return render(request, "factures/facture.html", {**_emise(lue), "agit": not agent})


def contexte_du_projet(projet: Facture) -> dict:
    """What the page of a draft shows."""
    lignes = lignes_lues(projet)
    controles = [lue.ligne.controle for lue in lignes]
    prepare_par_le_systeme = projet.prepare_le is not None
    return {
        "facture": projet,
        "avoir": projet.nature == NatureFacture.AVOIR,
        "du_systeme": prepare_par_le_systeme,
        "lignes": lignes,
        "heures": sum(lue.ligne.quantite for lue in lignes),
        "a_confirmer": len(lignes) - controles.count(Controle.CONFIRMEE),
        "a_verifier": controles.count(Controle.A_VERIFIER),
        "contestees": controles.count(Controle.CONTESTEE),
        "restes": restes_de(projet) if prepare_par_le_systeme else [],
        "attendues": list(sessions_non_declarees(projet)) if prepare_par_le_systeme else [],
        # Lines to confirm are said above the table already.
        "manques": [] if any(c != Controle.CONFIRMEE for c in controles) else ce_qui_manque(projet),
        "historique": projet.historique,
    }


def _emise(emise: Facture) -> dict:
    prefetch_related_objects([emise], "suspensions")
    avoirs = list(emise.avoirs.sans_contenu().order_by("pk"))
    en_projet = next((avoir for avoir in avoirs if avoir.statut == StatutFacture.PROJET), None)
    est_facture = emise.nature == NatureFacture.FACTURE
    return {
        "facture": emise,
        "avoir": not est_facture,
        "situation": situation_de(emise, le=timezone.localdate()),
        "frise": frise(emise),
        "lignes": lignes_lues(emise),
        "suspensions": emise.suspensions.all(),
        "avoirs": avoirs,
        "avoir_en_projet": en_projet,
        "corrigible": est_facture and emise.annulee_le is None and en_projet is None,
        "historique": emise.historique,
    }


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the PDF of an issued invoice, the Factur-X file: the XML is inside."""
    lue = get_object_or_404(Facture.objects.visibles_pour(request.user).emises(), pk=pk)
    document = document_de(lue)
    if document is None:
        raise Http404
    return reponse_pdf(document, sort="attachment")


@require_safe
def xml(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the very XML that was checked when the invoice was issued."""
    lue = get_object_or_404(Facture.objects.visibles_pour(request.user).emises(), pk=pk)
    entetes = {
        "Content-Disposition": f'attachment; filename="{lue.numero}.xml"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(lue.xml, content_type="application/xml", headers=entetes)
