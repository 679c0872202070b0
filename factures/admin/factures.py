"""The officers' invoices: the queue of what waits for the service fait, in order of arrival, and the rest."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from factures.admin import filtres
from factures.admin.actes import ActesSurUneFacture
from factures.admin.exports import ExportsDesFactures
from factures.admin.fin_de_mois import FinDeMois
from factures.admin.page import PageDeLaFacture
from factures.admin.paiements import ImportDesPaiements
from factures.admin.presentation import attente_de, delais_au, titre_de
from factures.admin.rapprochement import Rapprochement
from factures.models import Facture
from factures.queries.file import avec_leur_suite
from noyau.admin.lecture import LectureSeule
from noyau.templatetags.maison import montant
from referentiels.admin import affichage


@admin.register(Facture)
class FactureAdmin(
    FinDeMois,
    ImportDesPaiements,
    ExportsDesFactures,
    Rapprochement,
    ActesSurUneFacture,
    PageDeLaFacture,
    LectureSeule,
):
    list_display = ["piece", "lot", "mois_affiche", "montant_affiche", "attente", "etat"]
    list_display_links = ["piece"]
    list_filter = [filtres.FiltreEtat, filtres.FiltreMois, filtres.FiltreLot]
    search_fields = ["numero", "bon__numero", "emetteur__nom__unaccent__icontains"]
    search_help_text = "Un numéro de facture ou de bon de commande, un organisme."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["piece", "mois_affiche", "montant_affiche"]
    change_list_template = "admin/factures/facture/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Facture]:
        return avec_leur_suite(Facture.objects.visibles_pour(request.user).pour_liste())

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """The queue in order of arrival; anything else, the latest first."""
        return ["-mois", "-pk"] if request.GET.get("etat") else ["emise_le", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        titre = "Factures" if request.GET.get("etat") else "Factures à contrôler"
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """How long each has waited, against the delays read once."""
        liste = super().get_changelist_instance(request)
        le = timezone.localdate()
        delais = delais_au(le)
        for facture in liste.result_list:
            facture.attente = attente_de(facture, delais=delais, le=le)
        return liste

    @admin.display(description="pièce", ordering="numero")
    def piece(self, facture: Facture) -> SafeString:
        corrige = f", corrige {facture.corrige.numero}" if facture.corrige else ""
        return format_html(
            '{}<br><span class="note">{}, {}{}</span>',
            titre_de(facture), facture.emetteur.nom, facture.bon.numero, corrige,
        )  # fmt: skip

    @admin.display(description="lot")
    def lot(self, facture: Facture) -> str:
        return facture.bon.lot.numero

    @admin.display(description="mois", ordering="mois")
    def mois_affiche(self, facture: Facture) -> str:
        return date_format(facture.mois, "F Y")

    @admin.display(description="montant", ordering="montant_ttc")
    def montant_affiche(self, facture: Facture) -> str:
        return montant(facture.montant_ttc)

    @admin.display(description="attend depuis")
    def attente(self, facture: Facture) -> str | SafeString:
        return affichage.delai(*facture.attente) if facture.attente else "–"

    @admin.display(description="état")
    def etat(self, facture: Facture) -> SafeString:
        etat = affichage.etat(facture.statut, facture.get_statut_display())
        note = "Délai suspendu" if facture.suspendue else "Sans suite" if facture.est_sans_suite else ""
        return format_html('{}<br><span class="note">{}</span>', etat, note) if note else etat
