"""An amendment to a bon de commande: numbered on it, its movements, the journals it is read in, the letter."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import IntegrityError, transaction

from comptes.models import Utilisateur
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from referentiels.regles.typographie import composer, montant, nombre
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import Avenant, BonDeCommande, Composante, DemandeAvenant, Lot, Mouvement
from sessions_formation.queries.avenants import contexte_avenant
from sessions_formation.queries.commandes import Commande, commandes, total_du_bon
from sessions_formation.queries.lots import ZERO, montants_du_lot
from sessions_formation.realise import facturees

PLAFOND = "maximum du lot"


class Ligne(NamedTuple):
    """What an amendment does to one composante: parcours and heures-stagiaires (signed), at a price in euros."""

    composante: Composante
    parcours: int
    heures: int
    prix_heure: Decimal

    @property
    def montant(self) -> Decimal:
        """Signed, in euros."""
        return (self.heures * self.prix_heure).quantize(Decimal("0.01"))


@transaction.atomic
def prendre_avenant(  # noqa: PLR0913 (the act, and who takes it when)
    *,
    bon: BonDeCommande,
    nature: NatureAvenant,
    lignes: Sequence[Ligne],
    motif: str,
    par: Utilisateur,
    le: date,
    demande: DemandeAvenant | None = None,
) -> Avenant:
    """Amend an order: number, movements, journal of the bon and of each session, letter to the mandataire.

    The sessions are locked by the caller before, the lot here. Raises ``RegleViolee`` without a reason or without a
    line, for a composante of another lot, when a composante would order less than nothing, over the lot's maximum.
    """
    if not lignes or not motif.strip():
        raise RegleViolee("Un avenant dit ce qu’il change, et pourquoi.")
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=bon.lot_id)
    avant = _avant(lot, lignes)
    total = total_du_bon(bon)
    rang = bon.avenants.count() + 1
    avenant = Avenant(
        bon=bon,
        rang=rang,
        numero=f"{bon.numero}-A{rang}",
        nature=nature,
        demande=demande,
        motif=motif.strip(),
        par=par,
        pris_le=horloge.maintenant(),
    )
    _enregistrer(avenant, lignes, lot, le)
    noter(bon, f"Avenant {avenant.numero} : {avenant.get_nature_display()}", par=par, motif=avenant.motif)
    for session in {ligne.composante.session_id: ligne.composante.session for ligne in lignes}.values():
        noter(session, f"Avenant {avenant.numero} : {avenant.get_nature_display()}", par=par, motif=avenant.motif)
    _ecrire(avenant, contexte_avenant(avenant, lignes, avant=avant, bon_avant=total, le=le))
    return avenant


def _avant(lot: Lot, lignes: Sequence[Ligne]) -> dict[int, Commande]:
    """Give what the composantes order so far; raises when one is elsewhere, or would order less than nothing."""
    composantes = {ligne.composante.pk: ligne.composante for ligne in lignes}
    if any(composante.bon.lot_id != lot.pk for composante in composantes.values()):
        raise RegleViolee("Un avenant ne change que des sessions commandées sur le même lot.")
    avant = commandes(composantes.values())
    apres = dict(avant)
    for ligne in lignes:
        change = Commande(ligne.parcours, ligne.heures, ligne.montant)
        apres[ligne.composante.pk] = apres[ligne.composante.pk].plus(change)
    trop = [composantes[pk].session for pk, commande in apres.items() if commande.negative]
    if trop:
        raise RegleViolee(
            *[f"Il ne reste pas tant d’heures commandées pour la session {session.numero}." for session in trop]
        )
    _exiger_plus_que_facture(composantes, apres)
    return avant


def _exiger_plus_que_facture(composantes: Mapping[int, Composante], apres: Mapping[int, Commande]) -> None:
    """What is invoiced never exceeds what is ordered (FAQ §7): neither in hours nor in euros."""
    motifs = []
    for pk, par_prix in facturees(composantes).items():
        heures = sum((deja.heures for deja in par_prix.values()), ZERO)
        euros = sum((deja.montant for deja in par_prix.values()), ZERO)
        if apres[pk].heures < heures or apres[pk].montant < euros:
            motifs.append(
                f"La session {composantes[pk].session.numero} a déjà {nombre(heures)} heures facturées, "
                f"soit {montant(euros)} : elle ne peut pas en garder moins."
            )
    if motifs:
        raise RegleViolee(*[composer(motif) for motif in motifs])


def _enregistrer(avenant: Avenant, lignes: Sequence[Ligne], lot: Lot, le: date) -> None:
    """The database adds the lot up once the rows are all there, and refuses what goes over its maximum."""
    try:
        with transaction.atomic():
            avenant.save()
            Mouvement.objects.bulk_create(
                Mouvement(
                    avenant=avenant,
                    composante=ligne.composante,
                    parcours=ligne.parcours,
                    heures=ligne.heures,
                    prix_heure=ligne.prix_heure,
                    montant=ligne.montant,
                )
                for ligne in lignes
            )
    except IntegrityError as erreur:
        if PLAFOND not in str(erreur):
            raise
        montants = montants_du_lot(lot, le=le)
        total = montants.commande + sum(ligne.montant for ligne in lignes)
        raise RegleViolee(
            f"{montant(total)} commandés avec cet avenant, pour un maximum de {montant(montants.maximum)} : "
            f"il manque {montant(total - montants.maximum)} sur le lot."
        ) from erreur


def _ecrire(avenant: Avenant, contexte: dict) -> None:
    document = courriers.deposer_document(
        modele="avenant",
        cle=f"avenant:{avenant.pk}",
        objet=avenant.bon,
        titre="Avenant au bon de commande",
        reference=avenant.numero,
        contexte=contexte,
    )
    if destinataire := avenant.bon.mandataire.courriel:
        courriers.deposer(
            modele="avenant",
            cle=f"avenant:{avenant.pk}",
            destinataire=destinataire,
            contexte=contexte,
            documents=[document],
        )
