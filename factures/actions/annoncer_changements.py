"""A draft that hours declared late, or corrected, have changed since its mandataire was told of it."""

from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.urls import reverse

from factures.enums import Controle, StatutFacture
from factures.models import Facture
from factures.queries.emetteurs import courriel_de_facturation
from noyau import courriers
from noyau.courriers import Courrier
from noyau.relances import Bilan, un_par_un
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import est_ouvre

LIGNE = "projets de facture changés"


def annoncer_changements(*, le: date) -> dict[str, Bilan]:
    """Tell mandataires of drafts prepared again: once for each time. Nothing leaves on a day that is not worked; safe
    to repeat, and by several workers at once."""
    changees = _changees() if est_ouvre(le, FERIES) else []
    return {LIGNE: un_par_un(LIGNE, changees, lambda du: _ecrire(*du))}


def _changees() -> list[tuple[int, datetime]]:
    """The drafts changed since they were first written, and not told as they are now (2 queries, one without any)."""
    projets = Facture.objects.filter(prepare_le__gt=F("cree_le"), statut=StatutFacture.PROJET)
    lignes = projets.order_by("pk").values_list("pk", "prepare_le")
    lus = {_cle(pk, quand): (pk, quand) for pk, quand in lignes if quand}
    if not lus:
        return []
    dites = set(Courrier.objects.filter(cle__in=lus).values_list("cle", flat=True))
    return [projet for cle, projet in lus.items() if cle not in dites]


def _cle(facture: int, prepare_le: datetime) -> str:
    return f"facture-changee:{facture}:{prepare_le:%Y%m%d%H%M%S%f}"


def _ecrire(facture_id: int, prepare_le: datetime) -> int:
    """Write one letter, unless the draft was issued, or changed again, meanwhile."""
    projets = Facture.objects.filter(pk=facture_id, statut=StatutFacture.PROJET, prepare_le=prepare_le)
    facture = projets.select_for_update(of=("self",), no_key=True).select_related("bon__lot", "emetteur").first()
    if facture is None:
        return 0
    adresse = courriel_de_facturation(facture.emetteur)
    if not adresse:
        return 0
    depose = courriers.deposer(
        modele="facture_changee",
        cle=_cle(facture_id, prepare_le),
        destinataire=adresse,
        contexte=_contexte(facture),
        groupable=True,
    )
    return int(depose is not None)


def _contexte(facture: Facture) -> dict[str, Any]:
    controles = list(facture.lignes.values_list("controle", flat=True))
    return {
        "nature": facture.nature,
        "organisme": facture.emetteur.nom,
        "bon": facture.bon.numero,
        "lot": facture.bon.lot.numero,
        "lot_intitule": facture.bon.lot.intitule,
        "mois": facture.mois.isoformat(),
        "montant": str(facture.montant_ttc),
        "a_verifier": controles.count(Controle.A_VERIFIER),
        "contestees": controles.count(Controle.CONTESTEE),
        "chemin": reverse("factures:facture", args=[facture.pk]),
    }
