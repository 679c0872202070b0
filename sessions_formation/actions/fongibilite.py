"""Hours moved between two sessions of one lot (« fongibilité », FAQ §7): an act with its reason, an amendment, a
letter."""

from datetime import date
from math import floor

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.journal import noter
from referentiels.regles.typographie import composer, compter, nombre
from sessions_formation.actions.avenants import Ligne, prendre_avenant
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import Avenant, Composante, Lot, Session
from sessions_formation.queries.commandes import par_prix
from sessions_formation.queries.fongibilite import MOUVANTES, version_du_lot
from sessions_formation.realise import Facturees, facturees


@transaction.atomic
def deplacer_heures(  # noqa: PLR0913 (the act, and who does it when)
    *, de: int, vers: int, heures: int, motif: str, par: Utilisateur, le: date, lu: int | None = None
) -> list[Avenant]:
    """Move ``heures`` heures-stagiaires from composante ``de`` to composante ``vers`` of the same lot (FAQ §7).

    Each at its own price: hours leave at the price they were ordered at, and arrive at the other composante's. One
    amendment when both are on the same bon de commande, one on each otherwise. ``lu``: the last movement of the lot
    that was read. Raises ``PermissionDenied`` without the right to buy; ``DossierModifie`` when the lot has moved
    since; ``RegleViolee`` for another lot, a session cancelled or settled, more hours than are ordered, no reason, or
    over the maximum.
    """
    if not par.has_perm("sessions_formation.acheter_session"):
        raise PermissionDenied
    source, cible, lot = _verrouiller(de, vers)
    if lu not in {None, version_du_lot(lot)}:
        raise DossierModifie("Des heures de ce lot ont bougé depuis votre lecture : relisez, puis recommencez.")
    _exiger(source, cible, heures, motif)
    partent = _depart(source, heures)
    arrivent = [Ligne(cible, 0, heures, cible.prix_heure)]
    if source.bon_id == cible.bon_id:
        lots_de_lignes = [(source.bon, [*partent, *arrivent])]
    else:
        lots_de_lignes = [(source.bon, partent), (cible.bon, arrivent)]
    avenants = [
        prendre_avenant(bon=bon, nature=NatureAvenant.FONGIBILITE, lignes=lignes, motif=motif, par=par, le=le)
        for bon, lignes in lots_de_lignes
    ]
    noter(
        lot,
        composer(
            f"{compter(heures, 'heure déplacée', 'heures déplacées')} de {source.session.numero} "
            f"vers {cible.session.numero}"
        ),
        par=par,
        motif=motif.strip(),
    )
    return avenants


def _verrouiller(de: int, vers: int) -> tuple[Composante, Composante, Lot]:
    """Sessions by key, then the lot: the order every act of the purchase follows."""
    composantes = Composante.objects.select_related("bon__lot__groupement", "bon__mandataire", "session__organisme")
    lues = {composante.pk: composante for composante in composantes.filter(pk__in=[de, vers]).order_by("pk")}
    if len(lues) < 2:
        raise RegleViolee("Choisissez deux sessions différentes : celle qui donne des heures, celle qui les reçoit.")
    sessions = Session.objects.select_for_update(of=("self",)).select_related("organisme")
    verrouillees = {s.pk: s for s in sessions.filter(composante__in=lues).order_by("pk")}
    for composante in lues.values():
        composante.session = verrouillees[composante.session_id]
    source, cible = lues[de], lues[vers]
    if source.bon.lot_id != cible.bon.lot_id:
        raise RegleViolee("Les heures ne bougent qu’entre les sessions d’un même lot (FAQ §7).")
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=source.bon.lot_id)
    return source, cible, lot


def _exiger(source: Composante, cible: Composante, heures: int, motif: str) -> None:
    motifs = []
    if not motif.strip():
        motifs.append("Écrivez pourquoi ces heures changent de session : le mandataire le lira.")
    if heures < 1:
        motifs.append("Déplacez au moins une heure.")
    motifs += [
        f"La session {composante.session.numero} est « {composante.session.get_statut_display().lower()} » : "
        "ses heures ne bougent plus."
        for composante in (source, cible)
        if composante.session.statut not in MOUVANTES
    ]
    if motifs:
        raise RegleViolee(*[composer(phrase) for phrase in motifs])


def _depart(source: Composante, heures: int) -> list[Ligne]:
    """Take hours at the composante's own price first, then at those of its amendments; never more than there are, and
    never those that are invoiced (whole hours: a part of one that is invoiced stays)."""
    lignes, restent = [], heures
    deja = facturees([source.pk])[source.pk]
    commandees = par_prix([source])[source.pk]
    for prix in sorted(commandees, key=lambda prix: (prix != source.prix_heure, prix)):
        disponibles = floor(commandees[prix].heures - deja.get(prix, Facturees()).heures)
        prises = min(restent, max(disponibles, 0))
        if prises:
            lignes.append(Ligne(source, 0, -prises, prix))
            restent -= prises
    if restent:
        raise RegleViolee(
            composer(
                f"La session {source.session.numero} n’a que {nombre(heures - restent)} heures commandées"
                f"{' qui ne sont pas facturées' if deja else ''} : elle ne peut pas en donner {nombre(heures)}."
            )
        )
    return lignes
