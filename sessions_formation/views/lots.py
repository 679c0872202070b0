"""The lots a training body holds: price, certifications, places, dates; how far its mandataire may still go."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes import acces
from sessions_formation.enums import RoleGroupement
from sessions_formation.models import Lot, MembreGroupement, PrixLot
from sessions_formation.queries.fiche_lot import (
    certifications_du_lot,
    membres_du_lot,
    prix_en_cours_et_a_venir,
    validite_du_lot,
)
from sessions_formation.queries.lots import mene_le_lot, montants_des_lots, montants_du_lot
from sessions_formation.views.acces import pour_organisme


@require_safe
@pour_organisme
def liste(request: HttpRequest) -> HttpResponse:
    """The lots of the person's training bodies, those still open first; with what is left on those it leads."""
    le = timezone.localdate()
    en_vigueur = PrixLot.objects.filter(lot=OuterRef("pk"), depuis__lte=le).order_by("-depuis")
    lots = list(_lots(request).annotate(prix_heure=Subquery(en_vigueur.values("prix_heure")[:1])))
    menes = _menes(request)
    montants = montants_des_lots([lot.pk for lot in lots if lot.groupement_id in menes], le=le)
    lignes = [
        {"lot": lot, "montants": montants.get(lot.pk), "validite": validite_du_lot(lot, le=le)}
        for lot in sorted(lots, key=lambda lot: (lot.fin < le, lot.marche, lot.numero, lot.pk))
    ]
    return render(request, "sessions/lots.html", {"lignes": lignes, "mene": bool(montants)})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One lot, read only."""
    le = timezone.localdate()
    lot = get_object_or_404(_lots(request), pk=pk)
    prix, a_venir = prix_en_cours_et_a_venir(lot, le=le)
    contexte = {
        "lot": lot,
        "validite": validite_du_lot(lot, le=le),
        "prix": prix,
        "prix_a_venir": a_venir,
        "membres": membres_du_lot(lot),
        "certifications": certifications_du_lot(lot, le=le),
        "lieux": lot.lieux.select_related("commune").order_by("nom", "pk"),
        "jauge": montants_du_lot(lot, le=le).jauge() if mene_le_lot(request.user, lot) else None,
    }
    return render(request, "sessions/lot.html", contexte)


def _lots(request: HttpRequest) -> QuerySet[Lot]:
    return (
        Lot.objects.visibles_pour(request.user)
        .select_related("secteur", "groupement")
        .prefetch_related("departements")
    )


def _menes(request: HttpRequest) -> set[int]:
    """The groupements that the person's training bodies lead."""
    organismes = acces.organismes_de(request.user)
    mandats = MembreGroupement.objects.filter(role=RoleGroupement.MANDATAIRE, organisme__in=organismes)
    return set(mandats.order_by().values_list("groupement", flat=True))
