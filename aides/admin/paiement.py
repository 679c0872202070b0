"""What is to be paid: one page to read before anything leaves, and the button that sends, once."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from aides.actions.payer import CHANGE, envoyer_au_paiement
from aides.actions.region import PAYER
from aides.models import DemandeAide
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.listes import identifiant
from noyau.templatetags.maison import montant
from referentiels.regles.montants import ZERO
from referentiels.regles.typographie import composer, compter

PAGE = "admin:aides_demandeaide_a_payer"
ENVOI = "admin:aides_envoipaiement_change"


class APayer:
    """What the administration of aids gains: the page of the finance department."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.a_payer)
        return [path("a-payer/", vue, name="aides_demandeaide_a_payer"), *super().get_urls()]

    def a_payer(self, request: HttpRequest) -> HttpResponse:
        """The aids settled; a POST sends those ticked, once confirmed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page_a_payer(request)
        if not request.user.has_perm(PAYER):
            raise PermissionDenied
        cles = [cle for texte in request.POST.getlist("demandes") if (cle := identifiant(texte))]
        envoi = _uuid(request.POST.get("envoi", ""))
        if request.POST.get("etape") == "revoir":
            return redirect(PAGE)
        if request.POST.get("etape") != "confirmer":
            return self._confirmer(request, cles, envoi)
        try:
            parti = envoyer_au_paiement(demandes=cles, envoi=envoi, par=request.user, maintenant=timezone.now())
        except (DossierModifie, RegleViolee) as refus:
            messages.error(request, composer(str(refus)))
            return redirect(PAGE)
        messages.success(request, composer(f"Envoi fait : {compter(parti.nombre, 'aide')}, {montant(parti.montant)}."))
        return redirect(ENVOI, parti.pk)

    def _confirmer(self, request: HttpRequest, cles: list[int], envoi: UUID) -> HttpResponse:
        choisies = list(DemandeAide.objects.a_payer().filter(pk__in=cles))
        if not choisies or len(choisies) != len(set(cles)):
            messages.warning(request, CHANGE if cles else "Choisissez au moins une aide à payer.")
            return redirect(PAGE)
        total = sum((demande.montant_du or ZERO for demande in choisies), ZERO)
        effets = [
            f"{montant(total)} en tout.",
            "Chaque aide part une seule fois : son montant ne se reprend plus après.",
            "Le fichier de paiement est aussitôt à télécharger.",
        ]
        titre = f"Envoyer {compter(len(choisies), 'aide')} au paiement ?"
        contexte = {
            "title": composer(titre),
            "titre": "Aides à la formation",
            "effets": [composer(effet) for effet in effets],
            "envoi": envoi,
            "cles": [demande.pk for demande in choisies],
        }
        return self._rendre_le_paiement(request, "lancer", contexte)

    def _page_a_payer(self, request: HttpRequest) -> HttpResponse:
        demandes = list(DemandeAide.objects.a_payer().select_related("employeur", "liquidee_par"))
        contexte = {
            "title": "Aides à payer",
            "demandes": [
                {"demande": demande, "sienne": demande.liquidee_par_id == request.user.pk} for demande in demandes
            ],
            "total": sum((demande.montant_du or ZERO for demande in demandes), ZERO),
            "envoi": uuid4(),
            "peut_lancer": request.user.has_perm(PAYER),
            "envois": reverse("admin:aides_envoipaiement_changelist"),
        }
        return self._rendre_le_paiement(request, "a_payer", contexte)

    def _rendre_le_paiement(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/aides/demandeaide/{page}.html", {**commun, **contexte})


def _uuid(texte: str) -> UUID:
    """Give the identity of a sending; a new one when the form's is no identity."""
    try:
        return UUID(texte)
    except ValueError:
        return uuid4()
