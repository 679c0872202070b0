"""Month's end: one page to read before anything leaves, and the button that sends, once."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format

from factures.actions.envoyer import CHANGE, envoyer_aux_finances
from factures.actions.region import FINANCES
from factures.queries.fin_de_mois import FinDeMois as Lecture
from factures.queries.fin_de_mois import fin_de_mois
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.listes import identifiant
from noyau.templatetags.maison import montant
from referentiels.regles.mois import Mois, derniers_mois
from referentiels.regles.typographie import composer, compter

PAGE = "admin:factures_facture_fin_de_mois"
ENVOI = "admin:factures_envoifinances_change"
MOIS_PROPOSES = 12


class FinDeMois:
    """What the administration of invoices gains: the control page of a month."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.fin_de_mois)
        return [path("fin-de-mois/", vue, name="factures_facture_fin_de_mois"), *super().get_urls()]

    def fin_de_mois(self, request: HttpRequest) -> HttpResponse:
        """Totals by lot and what is missing; a POST sends what was read, once confirmed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mois = mois_demande(request.GET.get("mois", ""))
        if request.method != "POST":
            return self._page_du_mois(request, mois)
        if not request.user.has_perm(FINANCES):
            raise PermissionDenied
        return self._lancer(request, mois)

    def _lancer(self, request: HttpRequest, mois: date) -> HttpResponse:
        cles = [cle for texte in request.POST.get("factures", "").split(",") if (cle := identifiant(texte))]
        envoi = _uuid(request.POST.get("envoi", ""))
        if request.POST.get("etape") == "revoir":
            return redirect(_adresse(mois))
        if request.POST.get("etape") != "confirmer":
            lu = fin_de_mois(mois)
            if lu.cles and sorted(cles) == sorted(lu.cles):
                return self._rendre_le_mois(request, "lancer", _confirmation(lu, envoi))
            messages.warning(request, CHANGE if cles else "Rien n’est à envoyer.")
            return redirect(_adresse(mois))
        try:
            parti = envoyer_aux_finances(
                mois=mois, factures=cles, envoi=envoi, par=request.user, maintenant=timezone.now()
            )
        except (DossierModifie, RegleViolee) as refus:
            messages.error(request, composer(str(refus)))
            return redirect(_adresse(mois))
        messages.success(
            request, composer(f"Envoi fait : {compter(parti.nombre, 'pièce')}, {montant(parti.montant)}.")
        )
        return redirect(ENVOI, parti.pk)

    def _page_du_mois(self, request: HttpRequest, mois: date) -> HttpResponse:
        lu = fin_de_mois(mois)
        peut = request.user.has_perm(FINANCES)
        contexte = {
            "title": f"Fin de mois, {date_format(mois, 'F Y')}",
            "lu": lu,
            "mois": mois,
            "choix": _choix(mois),
            "envoi": uuid4(),
            "peut_lancer": peut and bool(lu.pieces),
            "sans_droit": not peut,
            "cles": ",".join(map(str, lu.cles)),
        }
        return self._rendre_le_mois(request, "fin_de_mois", contexte)

    def _rendre_le_mois(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/factures/facture/{page}.html", {**commun, **contexte})


def mois_demande(texte: str) -> date:
    """Give the first day of the month an address asks for (« 2027-01 »); the last month that is over otherwise."""
    try:
        return Mois.depuis(texte).premier_jour
    except ValueError:
        return Mois.clos_au(timezone.localdate()).premier_jour


def _choix(mois: date) -> list[dict[str, Any]]:
    return [
        {"texte": date_format(propose, "F Y"), "url": f"?mois={propose:%Y-%m}", "courant": propose == mois}
        for propose in derniers_mois(timezone.localdate(), MOIS_PROPOSES)
    ]


def _confirmation(lu: Lecture, envoi: UUID) -> dict[str, Any]:
    lots = sum(bool(lot.a_envoyer) for lot in lu.lots)
    titre = f"Envoyer {compter(len(lu.pieces), 'pièce')} aux finances ?"
    effets = [
        f"{compter(lots, 'lot')}, {montant(lu.montant)} en tout.",
        "Chaque facture part une seule fois : le service fait ne se reprend plus après.",
        "Le journal, les fichiers Factur-X et les fichiers neutres de l’envoi sont aussitôt à télécharger.",
    ]
    return {
        "title": composer(titre),
        "titre": f"Factures jusqu’à {date_format(lu.mois, 'F Y')}",
        "effets": [composer(effet) for effet in effets],
        "mois": lu.mois,
        "envoi": envoi,
        "cles": ",".join(map(str, lu.cles)),
        "renoncer": _adresse(lu.mois),
    }


def _adresse(mois: date) -> str:
    return f"{reverse(PAGE)}?mois={mois:%Y-%m}"


def _uuid(texte: str) -> UUID:
    """Give the identity of a sending; a new one when the form's is no identity."""
    try:
        return UUID(texte)
    except ValueError:
        return uuid4()
