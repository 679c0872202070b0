"""« Importer les paiements »: a file is read, what it would change is shown line by line, then it is noted."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from factures.actions.region import FINANCES
from factures.actions.statuts import DEJA, NOTEE, REFUSEE, essayer_les_statuts, noter_les_statuts
from factures.enums import StatutFacture
from factures.forms.statuts import COLONNES, StatutsForm, lire_statuts
from noyau.tableur import fichier
from referentiels.admin.affichage import etat
from referentiels.regles.typographie import composer, compter

PAGE = "admin:factures_facture_paiements"
SEL = "factures.paiements"
UNE_JOURNEE = 24 * 3600
ETATS = {NOTEE: ("conforme", "À noter"), DEJA: ("info", "Déjà noté"), REFUSEE: ("non_conforme", "Refusée")}


class ImportDesPaiements:
    """What the administration of invoices gains: the import of statuses."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view
        return [
            path("paiements/", vue(self.paiements), name="factures_facture_paiements"),
            path("paiements/modele.csv", vue(self.modele_des_paiements), name="factures_facture_paiements_modele"),
            *super().get_urls(),
        ]

    def paiements(self, request: HttpRequest) -> HttpResponse:
        """Choose a file, read what it would do, note it."""
        if not request.user.has_perm(FINANCES):
            raise PermissionDenied
        if request.method == "POST" and "contenu" in request.POST:
            return self._noter(request)
        form = StatutsForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._apercu(request, form.texte)
        contexte = {"title": "Importer les paiements", "form": form}
        return self._rendre_les_paiements(request, "paiements", contexte)

    def modele_des_paiements(self, request: HttpRequest) -> HttpResponse:
        """A file to fill in."""
        if not request.user.has_perm(FINANCES):
            raise PermissionDenied
        exemple = ("F2027-00001", "11111111111111", "payee", "28/02/2027", "1234,56", "2027-0042", "")
        return fichier("modele-paiements.csv", [COLONNES, exemple])

    def _apercu(self, request: HttpRequest, texte: str) -> HttpResponse:
        lignes, fautes = lire_statuts(texte)
        issues = essayer_les_statuts(lignes, par=request.user, le=timezone.localdate())
        comptes = Counter(issue.code for issue in issues)
        contexte = {
            "title": "Vérifier les paiements",
            "issues": [(issue, StatutFacture(issue.ligne.statut).label, etat(*ETATS[issue.code])) for issue in issues],
            "fautes": fautes,
            "a_noter": comptes[NOTEE],
            "deja": comptes[DEJA],
            "refusees": comptes[REFUSEE] + len(fautes),
            "contenu": signing.dumps(texte, salt=SEL, compress=True),
        }
        return self._rendre_les_paiements(request, "paiements_apercu", contexte)

    def _noter(self, request: HttpRequest) -> HttpResponse:
        """Note what was read: the page gave it back signed. A second click finds everything noted already."""
        try:
            texte = signing.loads(request.POST["contenu"], salt=SEL, max_age=UNE_JOURNEE)
        except signing.BadSignature:
            messages.error(request, "Cette page est trop ancienne : envoyez le fichier de nouveau.")
            return redirect(PAGE)
        lignes, _ = lire_statuts(texte)
        issues = noter_les_statuts(lignes, par=request.user, le=timezone.localdate())
        comptes = Counter(issue.code for issue in issues)
        if comptes[NOTEE]:
            messages.success(request, composer(f"{compter(comptes[NOTEE], 'ligne notée', 'lignes notées')}."))
        else:
            messages.info(request, "Rien de nouveau : tout était déjà noté, ou refusé.")
        return redirect(PAGE)

    def _rendre_les_paiements(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/factures/facture/{page}.html", {**commun, **contexte})
