"""Orders whose people are in training, the hours declared for them, and invoices: what invoicing tests start from.

Written at once, states included: how a session is ordered and people enter it is tested where it is. ``emettre_nue``
numbers an invoice without its XML, for tests that are not about it; ``factures.actions.emettre`` is the real act.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from factures.enums import NatureFacture, TransitionFacture
from factures.models import DetailFacture, Facture, LigneFacture
from heures.enums import MotifCorrection, StatutReleve, TransitionReleve
from heures.models import CorrectionHeures, HeuresParcours, Releve
from noyau.numeros import numero_suivant
from sessions_formation.enums import StatutParcours, StatutSession, TypeSession
from sessions_formation.models import Avenant, BonDeCommande, Composante, Mouvement, Parcours, Session
from stagiaires.models import Stagiaire
from tests.factories.scenario import DEBUT, FIN, Monde

# Numbers the tests' own acts never reach.
PREMIER_NUMERO = 90_001
COMMANDE_LE = datetime(2026, 11, 23, 8, tzinfo=UTC)
# The first full month of the scenario's sessions, and the day they are invoiced.
MOIS, LE = date(2027, 1, 1), date(2027, 2, 1)


class Voulue(NamedTuple):
    """A composante to order: people, hours of each, price of the hour."""

    parcours: int = 2
    heures: int = 400
    prix: Decimal = Decimal("9.50")


def bon_de_commande(monde: Monde, *voulues: Voulue, annee: int = 2026, **champs) -> BonDeCommande:
    """An order of the scenario's lot, one composante for each of ``voulues`` (one of two people by default), started
    sessions of its cotraitant, everybody in training since the first day."""
    rang = BonDeCommande.objects.filter(annee=annee).count() + PREMIER_NUMERO
    bon = BonDeCommande.objects.create(
        numero=f"BC-{annee}-{rang:05d}",
        annee=annee,
        rang=rang,
        lot=champs.pop("lot", monde.lot),
        mandataire=champs.pop("mandataire", monde.mandataire),
        emis_le=COMMANDE_LE,
    )
    for voulue in voulues or (Voulue(),):
        ajouter_composante(monde, bon, voulue, **champs)
    return bon


def ajouter_composante(monde: Monde, bon: BonDeCommande, voulue: Voulue, **champs) -> Composante:
    """One more session on the order, with its people."""
    session = Session.objects.create(
        **{
            "numero": f"SE-{bon.annee}-{Session.objects.count() + PREMIER_NUMERO:05d}",
            "statut": StatutSession.DEMARREE,
            "type": TypeSession.SOCLE,
            "lot": bon.lot,
            "organisme": monde.cotraitant,
            "demandeur": monde.au_cotraitant,
            "intitule": "Soudeur assembleur industriel",
            "commune": monde.commune,
            "debut": DEBUT,
            "fin": FIN,
            "effectif": voulue.parcours,
            "heures": voulue.heures,
            "prix_heure": voulue.prix,
            "demandee_le": COMMANDE_LE,
            "complete_le": COMMANDE_LE,
            **champs,
        }
    )
    stagiaires = [Stagiaire(nom=f"Guilbaud {rang}", prenom="Lucie") for rang in range(voulue.parcours)]
    Parcours.objects.bulk_create(
        Parcours(
            stagiaire=stagiaire,
            session=session,
            statut=StatutParcours.ENTRE,
            situation="demandeur_emploi",
            projet="salariat",
            debut=session.debut,
            entre_le=session.debut,
            fin=session.fin,
        )
        for stagiaire in Stagiaire.objects.bulk_create(stagiaires)
    )
    return Composante.objects.create(
        bon=bon,
        rang=bon.composantes.count() + 1,
        session=session,
        parcours=voulue.parcours,
        heures=voulue.heures,
        prix_heure=voulue.prix,
        montant=voulue.parcours * voulue.heures * voulue.prix,
        ajoutee_le=COMMANDE_LE,
    )


def amender(
    monde: Monde, composante: Composante, heures: int, prix: Decimal | None = None, *, parcours: int = 0
) -> Mouvement:
    """Add hours to a composante, or take them, at its own price or another, by an amendment of the order."""
    bon = composante.bon
    rang = bon.avenants.count() + 1
    avenant = Avenant.objects.create(
        bon=bon,
        rang=rang,
        numero=f"{bon.numero}-A{rang}",
        nature="fongibilite",
        motif="Essai",
        par=monde.agent,
        pris_le=COMMANDE_LE,
    )
    prix = composante.prix_heure if prix is None else prix
    return Mouvement.objects.create(
        avenant=avenant,
        composante=composante,
        parcours=parcours,
        heures=heures,
        prix_heure=prix,
        montant=heures * prix,
    )


@transaction.atomic
def declarer_heures(session: Session, mois: date, faites: Mapping[int, Decimal] | Sequence[Decimal]) -> Releve:
    """Declare the hours done in ``mois``: by parcours, or in their order. What was declared before is replaced."""
    if not isinstance(faites, Mapping):
        parcours = session.parcours.order_by("pk").values_list("pk", flat=True)
        faites = dict(zip(parcours, faites, strict=False))
    releve, _ = Releve.objects.get_or_create(session=session, mois=mois)
    if releve.statut == StatutReleve.DECLARE:
        releve.franchir(TransitionReleve.ROUVRIR, par=None)
    HeuresParcours.objects.filter(releve=releve, corrections=None).delete()
    HeuresParcours.objects.bulk_create(
        HeuresParcours(releve=releve, parcours_id=pk, prevues=heures, faites=heures, saisie_le=COMMANDE_LE)
        for pk, heures in faites.items()
    )
    releve.franchir(TransitionReleve.DECLARER, par=None, declare_le=COMMANDE_LE)
    return releve


def corriger_heures(parcours: Parcours, mois: date, faites: Decimal) -> None:
    """Change hours already invoiced, as a correction does."""
    ligne = HeuresParcours.objects.get(parcours=parcours, releve__mois=mois)
    CorrectionHeures.objects.create(
        ligne=ligne, avant=ligne.faites, apres=faites, motif=MotifCorrection.ERREUR, le=COMMANDE_LE
    )
    ligne.faites = faites
    ligne.save(update_fields=["faites"])


@transaction.atomic
def emettre_nue(facture: Facture, le: date = LE) -> Facture:
    """Number a draft, without its XML."""
    rang = numero_suivant(f"F{facture.emetteur_id}", le.year)
    facture.franchir(
        TransitionFacture.EMETTRE,
        par=None,
        numero=f"F{le.year}-{rang:05d}",
        annee=le.year,
        rang=rang,
        emise_le=le,
        echeance=le + timedelta(days=30),
        xml="<essai/>",
    )
    return facture


@transaction.atomic
def avoir_entier_nu(facture: Facture, le: date = LE) -> Facture:
    """Take an invoice back as a whole, without any XML: its month may be invoiced again."""
    avoir = Facture.objects.create(
        nature=NatureFacture.AVOIR,
        emetteur_id=facture.emetteur_id,
        bon_id=facture.bon_id,
        mois=facture.mois,
        corrige=facture,
        motif="Essai",
        montant_ht=-facture.montant_ht,
        taux_tva=facture.taux_tva,
        montant_tva=-facture.montant_tva,
        montant_ttc=-facture.montant_ttc,
    )
    for ligne in facture.lignes.order_by("rang"):
        opposee = LigneFacture.objects.create(
            facture=avoir,
            composante_id=ligne.composante_id,
            rang=ligne.rang,
            libelle=ligne.libelle,
            quantite=-ligne.quantite,
            prix_heure=ligne.prix_heure,
            montant=-ligne.montant,
        )
        DetailFacture.objects.bulk_create(
            DetailFacture(ligne=opposee, parcours_id=d.parcours_id, mois=d.mois, heures=-d.heures)
            for d in ligne.details.all()
        )
    emettre_nue(avoir, le)
    Facture.objects.filter(pk=facture.pk).update(annulee_le=COMMANDE_LE)
    return avoir
