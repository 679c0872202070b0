"""The officers' requests for an aid: the queue in order of arrival, and the rest. No list shows the person's name."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aides.admin import filtres
from aides.admin.exports import ExportDesDemandes
from aides.admin.liquidation import Liquidation
from aides.admin.page import PagesDeLaDemande
from aides.admin.paiement import APayer
from aides.admin.pieces import PiecesDeLaDemande
from aides.admin.presentation import attente_de
from aides.admin.recherche import RechercheDePersonne
from aides.enums import StatutAide
from aides.models import DemandeAide
from noyau.admin.lecture import LectureSeule
from noyau.templatetags.maison import montant
from referentiels.admin import affichage
from referentiels.queries.reglement import valeurs_au


@admin.register(DemandeAide)
class DemandeAideAdmin(
    APayer,
    ExportDesDemandes,
    RechercheDePersonne,
    Liquidation,
    PiecesDeLaDemande,
    PagesDeLaDemande,
    LectureSeule,
):
    list_display = ["demande", "montant_affiche", "attente", "suivie_par", "etat"]
    list_display_links = ["demande"]
    list_filter = [filtres.FiltreEtat, filtres.FiltreAgent, filtres.FiltreDispositif, filtres.FiltreDepartement]
    search_fields = ["numero", "employeur__siret", "employeur__nom__unaccent__icontains"]
    search_help_text = "Un numéro, un SIRET, un établissement. Pour un nom de personne : « Chercher une personne »."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["demande"]
    change_list_template = "admin/aides/demandeaide/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[DemandeAide]:
        return DemandeAide.objects.visibles_pour(request.user).select_related("employeur", "agent")

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """The queue in order of arrival; anything else, the latest first."""
        return ["-deposee_le", "-pk"] if request.GET.get("etat") else ["complete_le", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        titre = "Demandes d’aide" if request.GET.get("etat") else "Aides à instruire"
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """How long each has waited, against the delays read once."""
        liste = super().get_changelist_instance(request)
        le = timezone.localdate()
        proche, depasse = valeurs_au(le, "relance_session_jours", "alerte_session_jours")
        for demande in liste.result_list:
            attend = demande.statut == StatutAide.DEPOSEE
            demande.attente = attente_de(demande, proche=int(proche), depasse=int(depasse), le=le) if attend else None
        return liste

    @admin.display(description="demande", ordering="numero")
    def demande(self, demande: DemandeAide) -> SafeString:
        return format_html(
            '{}<br><span class="note">{}, {}</span>',
            demande.get_dispositif_display(), demande.reference, demande.employeur.nom,
        )  # fmt: skip

    @admin.display(description="montant")
    def montant_affiche(self, demande: DemandeAide) -> str | SafeString:
        for valeur, mot in (
            (demande.montant_du, "dû"), (demande.montant_accorde, "accordé"), (demande.montant_demande, "demandé")
        ):  # fmt: skip
            if valeur is not None:
                return format_html('{}<br><span class="note">{}</span>', montant(valeur), mot)
        return "–"

    @admin.display(description="attend depuis")
    def attente(self, demande: DemandeAide) -> str | SafeString:
        return affichage.delai(*demande.attente) if demande.attente else "–"

    @admin.display(description="suivie par")
    def suivie_par(self, demande: DemandeAide) -> str:
        return demande.agent.get_full_name() if demande.agent else "Personne"

    @admin.display(description="état")
    def etat(self, demande: DemandeAide) -> SafeString:
        return affichage.etat(demande.statut, demande.get_statut_display())
