"""A region's month to invoice: lots, their order of the year, sessions under way, everybody's hours declared."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from config.volume.ecriture import copier
from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from sessions_formation.models import BonDeCommande, Composante, Lot, Parcours, PrixLot, Session
from stagiaires.models import Stagiaire
from tests.factories.factures import COMMANDE_LE, MOIS
from tests.factories.scenario import DEBUT, FIN, Monde, monde

HEURES = 400
PRIX = tuple(Decimal(prix) for prix in ("8.90", "9.50", "9.55", "10.25", "11.03"))
GRAINE = 6


def un_mois_a_facturer(*, lots: int, composantes: int, stagiaires: int) -> Monde:
    """Write ``lots`` lots of one groupement, each with one order of as many composantes, each of as many trainees."""
    le_monde = monde()
    bons = _commander(le_monde, _lots(le_monde, lots))
    sessions = _sessions(le_monde, bons, composantes, stagiaires)
    declarer_le_mois(_former(sessions, stagiaires), MOIS)
    return le_monde


def _lots(le_monde: Monde, combien: int) -> list[Lot]:
    lots = copier(
        Lot,
        [
            Lot(
                numero=f"V{rang}",
                marche="VOLUME",
                intitule=f"Lot de volume {rang}",
                groupement=le_monde.lot.groupement,
                secteur=le_monde.lot.secteur,
                montant_max=Decimal("9000000.00"),
                debut=le_monde.lot.debut,
                fin=le_monde.lot.fin,
            )
            for rang in range(combien)
        ],
    )
    copier(
        PrixLot,
        [
            PrixLot(lot=lot, depuis=lot.debut, prix_heure=PRIX[rang % len(PRIX)], texte="Acte d’engagement")
            for rang, lot in enumerate(lots)
        ],
    )
    return lots


def _commander(le_monde: Monde, lots: list[Lot]) -> list[BonDeCommande]:
    return copier(
        BonDeCommande,
        [
            BonDeCommande(
                numero=f"BC-2026-{rang:05d}",
                annee=2026,
                rang=rang,
                lot=lot,
                mandataire=le_monde.mandataire,
                emis_le=COMMANDE_LE,
            )
            for rang, lot in enumerate(lots, start=1)
        ],
    )


def _sessions(le_monde: Monde, bons: list[BonDeCommande], composantes: int, stagiaires: int) -> list[Session]:
    places = [(bon, rang) for bon in bons for rang in range(1, composantes + 1)]
    sessions = copier(
        Session,
        [
            Session(
                numero=f"SE-2026-{numero:05d}",
                statut="demarree",
                type="socle",
                lot=bon.lot,
                organisme=le_monde.cotraitant,
                demandeur=le_monde.au_cotraitant,
                intitule="Soudeur assembleur industriel",
                commune=le_monde.commune,
                debut=DEBUT,
                fin=FIN,
                effectif=stagiaires,
                heures=HEURES,
                prix_heure=PRIX[bon.rang % len(PRIX)],
                demandee_le=COMMANDE_LE,
                complete_le=COMMANDE_LE,
            )
            for numero, (bon, _) in enumerate(places, start=1)
        ],
    )
    copier(
        Composante,
        [
            Composante(
                bon=bon,
                rang=rang,
                session=session,
                parcours=stagiaires,
                heures=HEURES,
                prix_heure=session.prix_heure,
                montant=session.prix_heure * stagiaires * HEURES,
                ajoutee_le=COMMANDE_LE,
            )
            for session, (bon, rang) in zip(sessions, places, strict=True)
        ],
    )
    return sessions


def _former(sessions: list[Session], stagiaires: int) -> list[Parcours]:
    gens = copier(Stagiaire, [Stagiaire(nom=f"V{rang}", prenom="Lucie") for rang in range(len(sessions) * stagiaires)])
    return copier(
        Parcours,
        [
            Parcours(
                stagiaire=personne,
                session=sessions[rang // stagiaires],
                statut="entre",
                situation="demandeur_emploi",
                projet="salariat",
                debut=DEBUT,
                entre_le=DEBUT,
                fin=FIN,
            )
            for rang, personne in enumerate(gens)
        ],
    )


def declarer_le_mois(parcours: list[Parcours], mois: date) -> None:
    """Declare hours for everybody: an order holds seven months of them."""
    hasard = Random(f"{GRAINE}:{mois}")
    sessions = dict.fromkeys(lui.session_id for lui in parcours)
    releves = copier(
        Releve,
        [
            Releve(session_id=pk, mois=mois, statut=StatutReleve.DECLARE, declare_le=COMMANDE_LE + timedelta(days=70))
            for pk in sessions
        ],
    )
    du_mois = {releve.session_id: releve for releve in releves}
    copier(
        HeuresParcours,
        [
            HeuresParcours(
                releve=du_mois[lui.session_id],
                parcours=lui,
                prevues=Decimal(105),
                faites=Decimal(hasard.randrange(4500, 5700)) / 100,
                saisie_le=COMMANDE_LE,
            )
            for lui in parcours
        ],
    )


def jour_de_preparation() -> date:
    """The first working day of the month after."""
    return date(2027, 2, 1)
