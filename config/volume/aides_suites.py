"""What hangs on the aids made up: plan, proofs and who has read them, bilan; the files they were paid with."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Count, Min, Sum
from django.db.models.functions import TruncMonth

from aides.enums import NatureSequence, StatutAide, TypeAide
from aides.enums import TransitionAide as T
from aides.models import BilanFormation, DemandeAide, EnvoiPaiement, PieceVue, PlanFormation
from aides.models import Sequence as Ligne
from aides.regles.pieces import Etape, requises
from comptes.models import Utilisateur
from config.volume.ecriture import copier
from config.volume.histoire import instant
from noyau.pieces import Piece

NATURES = {
    TypeAide.FORMATION: (NatureSequence.COURS, NatureSequence.PRATIQUE),
    TypeAide.TUTORAT: (NatureSequence.DEMONSTRATION, NatureSequence.ACCOMPAGNEMENT),
    TypeAide.AFEST: (NatureSequence.SITUATION, NatureSequence.REFLEXION),
}
CONTENUS = ("Les gestes du métier", "Le même travail, à son rythme", "Ce qui est acquis")
HEURES_D_EVALUATION = 7


class Demandee(NamedTuple):
    """A request with its key, what was declared of the increase, the transitions it crossed and when."""

    demande: DemandeAide
    rqth: bool | None
    transitions: Sequence[str]
    instants: Sequence[datetime]

    @property
    def decidee(self) -> bool:
        return self.demande.decidee_le is not None

    @property
    def rendue(self) -> bool:
        return T.DECLARER_REALISEE in self.transitions


def ecrire_les_suites(demandees: Sequence[Demandee]) -> None:
    """Write the plan, the proofs and the bilan of requests already written."""
    plans = copier(PlanFormation, (_plan(demandee.demande) for demandee in demandees))
    lignes = (
        ligne
        for plan, demandee in zip(plans, demandees, strict=True)
        for ligne in _lignes_du_plan(plan, demandee.demande)
    )
    copier(Ligne, lignes)
    copier(BilanFormation, (_bilan(demandee) for demandee in demandees if demandee.rendue))
    pieces = [(demandee, piece) for demandee in demandees for piece in _pieces(demandee)]
    copier(Piece, (piece for _, piece in pieces))
    copier(
        PieceVue,
        (
            PieceVue(demande=d.demande, empreinte=piece.empreinte, par=d.demande.agent, le=d.instants[1])
            for d, piece in pieces
            if d.decidee and piece.deposee_le <= d.instants[1]
        ),
    )


def envoyer_au_paiement(par: Utilisateur) -> None:
    """Tie the aids paid that have no payment file to one, month after month."""
    sans_envoi = DemandeAide.objects.filter(statut=StatutAide.PAYEE, paiement=None)
    mois = sans_envoi.order_by().values(mois=TruncMonth("payee_le")).annotate(
        nombre=Count("pk"), montant=Sum("montant_du"), premiere=Min("payee_le")
    )  # fmt: skip
    for rang, du_mois in enumerate(sorted(mois, key=lambda lu: lu["mois"]), start=EnvoiPaiement.objects.count()):
        envoi = EnvoiPaiement.objects.create(
            lance_par=par,
            lance_le=instant(du_mois["premiere"] - timedelta(days=5), 0),
            nombre=du_mois["nombre"],
            montant=du_mois["montant"],
            envoi=uuid5(NAMESPACE_URL, f"aides-volume-{rang}"),
        )
        suivant = (du_mois["mois"] + timedelta(days=32)).replace(day=1)
        sans_envoi.filter(payee_le__gte=du_mois["mois"], payee_le__lt=suivant).update(paiement=envoi)


def _plan(demande: DemandeAide) -> PlanFormation:
    tutorat = demande.dispositif != TypeAide.FORMATION
    return PlanFormation(
        demande=demande,
        objectifs=f"Tenir le poste, {demande.poste.lower()}, sans aide.",
        depart="Connaît les gestes de base et les règles de sécurité.",
        tuteur_nom="Personne de volume" if tutorat else "",
        tuteur_fonction="Chef d’équipe" if tutorat else "",
        tuteur_experience="Onze ans au même poste" if tutorat else "",
        situations="Préparer une commande, la contrôler." if demande.dispositif == TypeAide.AFEST else "",
        evaluation="Une mise en situation, notée avec la personne.",
        modifie_le=demande.cree_le,
    )


def _lignes_du_plan(plan: PlanFormation, demande: DemandeAide) -> Iterator[Ligne]:
    """Three lines whose hours add up."""
    heures = demande.heures or Decimal(0)
    moitie = heures // 2
    parts = (moitie, heures - moitie - HEURES_D_EVALUATION, Decimal(HEURES_D_EVALUATION))
    natures = (*NATURES[TypeAide(demande.dispositif)], NatureSequence.EVALUATION)
    for rang, (contenu, nature, part) in enumerate(zip(CONTENUS, natures, parts, strict=True), start=1):
        yield Ligne(plan=plan, rang=rang, contenu=contenu, nature=nature, heures=part)


def _bilan(demandee: Demandee) -> BilanFormation:
    """What was planned was done, unless the request was closed because nothing was."""
    demande, envoye_le = demandee.demande, demandee.instants[2]
    rien, cout = T.CLORE in demandee.transitions, demande.cout
    heures = Decimal(0) if rien else demande.heures
    if rien and cout is not None:
        cout = Decimal(0)
    return BilanFormation(
        demande=demande,
        debut=demande.formation_debut,
        fin=demande.formation_fin,
        heures=heures,
        cout=cout,
        contrat_en_cours=True,
        deroulement="L’organisme a fermé." if rien else "La formation s’est passée comme prévu.",
        acquis="" if rien else "Travaille sans aide sur les tâches du plan.",
        par=demande.demandeur,
        envoye_le=envoye_le,
        modifie_le=envoye_le,
        heures_retenues=heures if demande.liquidee_le else None,
        cout_retenu=cout if demande.liquidee_le else None,
    )


def _pieces(demandee: Demandee) -> Iterator[Piece]:
    """The proofs each stage requires. Their files are not written: a page tells of them, none opens them."""
    demande = demandee.demande
    if not demandee.instants:
        return
    etapes = [(Etape.DEMANDE, demandee.instants[0])]
    if demandee.rendue:
        etapes.append((Etape.BILAN, demandee.instants[2]))
    for etape, le in etapes:
        for categorie in requises(demande.dispositif, etape):
            yield Piece(
                objet_type=demande._meta.label_lower,
                objet_id=demande.pk,
                categorie=categorie,
                nom=f"{categorie}.pdf",
                type_contenu="application/pdf",
                taille=84_000,
                empreinte=hashlib.sha256(f"{demande.pk}:{categorie}".encode()).hexdigest(),
                fichier=f"pieces/volume/{demande.pk}-{categorie}.pdf",
                deposee_par=demande.demandeur,
                deposee_par_nom=demande.demandeur.get_full_name(),
                deposee_le=le,
            )
