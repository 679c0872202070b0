"""What is due, settled from the bilan: granted beside done, the amount explained, or the bilan given back."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from aides.actions.liquider import exiger_coherent, faire_corriger_bilan, liquider_aide
from aides.actions.region import LIQUIDER, version_de
from aides.admin.presentation import faits_du_bilan, pieces_lues, pieces_manquantes, titre_de
from aides.enums import StatutAide, TypeAide
from aides.forms.decision import CorrectionForm, LiquidationForm
from aides.models import BilanFormation, DemandeAide
from aides.queries.cumul import alertes_de
from aides.queries.dossier import du_de, realise_de
from aides.queries.lettre import lignes_du_calcul
from aides.regles.montant import Calcul
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.templatetags.maison import montant
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer

DOSSIER = "admin:aides_demandeaide_change"
LIQUIDATION = "admin:aides_demandeaide_liquider"


class Liquidation:
    """What the administration of aids gains: the page that settles."""

    def get_urls(self) -> list[URLPattern]:
        vue, nom = self.admin_site.admin_view, "aides_demandeaide"
        return [
            path("<int:object_id>/liquider/", vue(self.liquider), name=f"{nom}_liquider"),
            path("<int:object_id>/corriger-bilan/", vue(self.corriger), name=f"{nom}_corriger"),
            *super().get_urls(),
        ]

    def liquider(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Read the bilan and its proofs; a POST counts what is kept, then settles once confirmed."""
        demande = self._a_liquider(request, object_id)
        if demande.statut != StatutAide.FORMATION_REALISEE or demande.paiement_id:
            return self.deja_fait(request, demande, TransitionImpossible())
        bilan = get_object_or_404(BilanFormation.objects.select_related("par"), demande=demande)
        avec_cout = demande.dispositif == TypeAide.FORMATION
        if request.method != "POST":
            form = LiquidationForm(initial=_propose(demande, bilan), avec_cout=avec_cout)
            return self._page_du_bilan(request, demande, bilan, form)
        form = LiquidationForm(request.POST, avec_cout=avec_cout)
        if not form.is_valid() or request.POST.get("etape") == "revoir":
            return self._page_du_bilan(request, demande, bilan, form)
        heures, cout = form.cleaned_data["heures"], form.cleaned_data.get("cout")
        if request.POST.get("etape") != "confirmer":
            try:
                exiger_coherent(bilan, heures=heures, cout=cout, motif=form.cleaned_data["motif"])
            except RegleViolee as refus:
                form.add_error(None, [composer(motif) for motif in refus.motifs])
                return self._page_du_bilan(request, demande, bilan, form)
            calcul = du_de(demande, replace(realise_de(demande, bilan), heures=heures, cout=cout))
            return self.rendre(request, "liquider_confirmer", demande, _confirmation(demande, form, calcul))
        return self._arreter(request, demande, bilan, form)

    def corriger(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Give the bilan back to the employer, with words."""
        demande = self._a_liquider(request, object_id)
        if demande.statut != StatutAide.FORMATION_REALISEE or demande.paiement_id:
            return self.deja_fait(request, demande, TransitionImpossible())
        form = CorrectionForm(request.POST or None, initial={"version": version_de(demande)})
        if request.method == "POST" and form.is_valid():
            try:
                faire_corriger_bilan(demande_id=demande.pk, par=request.user, **form.cleaned_data)
            except (TransitionImpossible, DossierModifie) as refus:
                return self.deja_fait(request, demande, refus)
            except RegleViolee as refus:
                form.add_error(None, list(refus.motifs))
            else:
                messages.success(request, "Le bilan est de nouveau chez l’employeur, avec vos mots.")
                return redirect(DOSSIER, demande.pk)
        contexte = {
            "title": composer(f"Faire corriger le bilan de l’aide {demande.reference} ?"),
            "titre": titre_de(demande),
            "effets": [
                "L’employeur lit vos mots, corrige son bilan et l’envoie de nouveau.",
                "Le montant dû, s’il était arrêté, ne l’est plus.",
            ],
            "form": form,
        }
        return self.rendre(request, "corriger", demande, contexte)

    def _arreter(
        self, request: HttpRequest, demande: DemandeAide, bilan: BilanFormation, form: LiquidationForm
    ) -> HttpResponse:
        """Settle what was confirmed."""
        try:
            liquidee = liquider_aide(
                demande_id=demande.pk,
                heures=form.cleaned_data["heures"],
                cout=form.cleaned_data.get("cout"),
                motif=form.cleaned_data["motif"],
                par=request.user,
                le=timezone.localdate(),
                version=form.cleaned_data["version"],
            )
        except (TransitionImpossible, DossierModifie) as refus:
            return self.deja_fait(request, demande, refus)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._page_du_bilan(request, demande, bilan, form)
        messages.success(request, composer(_phrase(liquidee)))
        return redirect(DOSSIER, demande.pk)

    def _a_liquider(self, request: HttpRequest, object_id: int) -> DemandeAide:
        demande = self.lire(request, object_id)
        if not request.user.has_perm(LIQUIDER):
            raise PermissionDenied
        return demande

    def _page_du_bilan(
        self, request: HttpRequest, demande: DemandeAide, bilan: BilanFormation, form: LiquidationForm
    ) -> HttpResponse:
        declare = du_de(demande, replace(realise_de(demande, bilan), heures=bilan.heures, cout=bilan.cout))
        pieces = pieces_lues(demande)
        contexte = {
            "title": composer(f"Arrêter le montant de l’aide {demande.reference}"),
            "bilan": bilan,
            "faits_bilan": faits_du_bilan(bilan, demande),
            "form": form,
            "calcul": lignes_du_calcul(declare),
            "montant_declare": declare.montant,
            "alertes": alertes_de(demande, reglement=reglement_au(demande.jugee_le or timezone.localdate())),
            "pieces": pieces,
            "pieces_manquantes": pieces_manquantes(demande, pieces, bilan=True),
        }
        return self.rendre(request, "liquider", demande, contexte)


def _propose(demande: DemandeAide, bilan: BilanFormation) -> dict[str, Any]:
    """What was kept the last time, or what is declared."""
    deja = bilan.heures_retenues is not None
    return {
        "version": version_de(demande),
        "heures": bilan.heures_retenues if deja else bilan.heures,
        "cout": bilan.cout_retenu if deja else bilan.cout,
        "motif": bilan.motif_ecart,
    }


def _confirmation(demande: DemandeAide, form: LiquidationForm, calcul: Calcul) -> dict[str, Any]:
    accorde = demande.montant_accorde or Decimal(0)
    if calcul.montant > 0:
        effets = [
            f"{montant(calcul.montant)} sont dus, pour {montant(accorde)} accordés.",
            "La lettre part à l’employeur, avec le calcul.",
            "Un collègue des finances enverra l’aide au paiement.",
        ]
    else:
        effets = ["Rien n’est dû : la demande est close, sans paiement.", "La lettre le dit à l’employeur."]
    return {
        "title": composer(f"Arrêter le montant de l’aide {demande.reference} ?"),
        "titre": titre_de(demande),
        "effets": [composer(effet) for effet in effets],
        "verbe": composer(f"Arrêter à {montant(calcul.montant)}") if calcul.montant > 0 else "Clore sans payer",
        "danger": calcul.montant <= 0,
        "dit": list(filter(None, [form.cleaned_data["motif"].strip()])),
        "saisies": [(nom, form[nom].value() or "") for nom in form.fields],
        "calcul": lignes_du_calcul(calcul),
    }


def _phrase(demande: DemandeAide) -> str:
    if demande.statut == StatutAide.SANS_PAIEMENT:
        return f"{demande.reference} est close : rien n’est dû."
    return f"{demande.reference} : {montant(demande.montant_du)} sont dus. La lettre part."
