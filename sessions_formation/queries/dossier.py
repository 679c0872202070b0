"""From a session kept in the database to the values its rules read."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from sessions_formation.models import Habilitation, IntentionRetenue, Lot, MembreGroupement, Session
from sessions_formation.queries.lots import montants_du_lot, prix_du_lot, role_dans_le_groupement
from sessions_formation.regles import dossier_session as regles


def dossier_de(session: Session, *, le: date) -> regles.DossierSession:
    """Give the dossier the rules judge on ``le``: the request, its lot as it stands now, the intentions it holds."""
    return dossier_avec(session, session.retenues.sans_les_retraits().select_related("intention"), le=le)


def dossier_avec(session: Session, retenues: Iterable[IntentionRetenue], *, le: date) -> regles.DossierSession:
    """Give the dossier of a request as it would be with these intentions; neither needs to be saved."""
    return regles.DossierSession(
        type=regles.TypeSession(session.type),
        lot=_lot(session.lot, le),
        organisme=_organisme(session),
        session=regles.Session(
            secteur=session.lot.secteur_id,
            departement=session.commune.departement_id if session.commune else None,
            lieu_du_lot=_lieu_du_lot(session),
            certification=session.certification_id,
            heures=Decimal(session.heures) if session.heures is not None else None,
            prix_heure=session.prix_heure,
            effectif=session.effectif,
            debut=session.debut,
            fin=session.fin,
            entrees_sorties_permanentes=session.entrees_sorties_permanentes,
            complement_groupe=session.complement_groupe,
            equilibre_financier=session.equilibre_financier,
        ),
        intentions=tuple(_intention(retenue.intention, tenue_ici=retenue.active) for retenue in retenues),
    )


def _lot(lot: Lot, le: date) -> regles.Lot:
    return regles.Lot(
        secteur=lot.secteur_id,
        departements=tuple(lot.departements.values_list("code", flat=True)),
        prix_heure=prix_du_lot(lot, le),
        montant_max=lot.montant_max,
        montant_commande=montants_du_lot(lot).commande,
        debut=lot.debut,
        fin=lot.fin,
        certifications=tuple(lot.certifications.values_list("code", flat=True)),
    )


def _organisme(session: Session) -> regles.Organisme:
    habilite = None
    if session.certification_id:
        membres = MembreGroupement.objects.filter(groupement=session.lot.groupement_id).values("organisme")
        habilite = (
            Habilitation.objects.filter(certification=session.certification_id)
            .filter(Q(organisme__in=membres) | Q(organisme=session.organisme_id))
            .exists()
        )
    return regles.Organisme(
        role=regles.RoleOrganisme(role_dans_le_groupement(session.organisme_id, session.lot)),
        accord_mandataire=session.accord_mandataire,
        groupement_capable=session.groupement_capable,
        habilite=habilite,
    )


def _lieu_du_lot(session: Session) -> bool | None:
    if session.lieu_id:
        return True
    return False if session.commune_id else None


def _intention(intention: IntentionEmbauche, *, tenue_ici: bool) -> regles.IntentionAttachee:
    """An intention engaged with this very request counts as admissible: its posts are kept for it."""
    engagee = intention.statut == StatutIntention.ENGAGEE
    return regles.IntentionAttachee(
        etat=regles.RECEVABLE if engagee and tenue_ici else intention.statut,
        postes=intention.nombre_postes,
        engagee_ailleurs=engagee and not tenue_ici,
    )
