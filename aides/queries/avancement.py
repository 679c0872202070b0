"""What a request still lacks before it can leave, by page of the form."""

from decimal import Decimal
from typing import NamedTuple

from aides.enums import CategoriePiece
from aides.models import DemandeAide, PlanFormation, Sequence
from aides.regles.pieces import Etape, acceptees, manquantes
from aides.regles.sections import FORMATION, PIECES, PLAN, SECTIONS, champs_de, sans_reponse, section_de
from noyau.pieces import Piece
from noyau.templatetags.maison import dans_la_phrase
from referentiels.regles.typographie import composer, compter


class Manque(NamedTuple):
    """Something that is missing: the page where it is given, what to point at there, and words."""

    section: str
    champ: str
    phrase: str


def pieces_de(demande: DemandeAide) -> list[Piece]:
    """Return the proofs joined to a request, oldest first; files of messages are not proofs."""
    return list(Piece.objects.de(demande).filter(message=None))


def pieces_par_categorie(demande: DemandeAide, etape: Etape) -> list[tuple[CategoriePiece, list[Piece]]]:
    """Return the kinds of proofs of a stage, in order, each with the files that were sent."""
    jointes = pieces_de(demande)
    return [
        (CategoriePiece(code), [piece for piece in jointes if piece.categorie == code])
        for code in acceptees(demande.dispositif, etape)
    ]


def plan_de(demande: DemandeAide) -> PlanFormation | None:
    """Return the plan of a request, None while nothing was written of it."""
    return PlanFormation.objects.filter(demande=demande).first()


def sequences_de(plan: PlanFormation | None) -> list[Sequence]:
    """Return the lines of a plan, in order."""
    return list(Sequence.objects.filter(plan=plan).order_by("rang")) if plan else []


def manques_de(demande: DemandeAide) -> list[Manque]:
    """Return all that is missing, in the order of the pages."""
    trouves = [*_reponses(demande), *_dates(demande), *_plan(demande), *_pieces(demande)]
    return sorted(trouves, key=lambda manque: SECTIONS.index(manque.section))


def libelle_de(champ: str) -> str:
    """Return the words of a question; those of a kind of proof when it is one."""
    if champ in CategoriePiece.values:
        return CategoriePiece(champ).label
    if champ == "rqth":
        return "reconnaissance de travailleur handicapé"
    return str(getattr(DemandeAide._meta.get_field(champ), "verbose_name", champ))


def _reponses(demande: DemandeAide) -> list[Manque]:
    reponses = {
        champ: getattr(demande, champ)
        for section in SECTIONS
        for champ in champs_de(section, demande.dispositif)
        if champ != "rqth"
    }
    return [
        Manque(section_de(champ), champ, libelle_de(champ)) for champ in sans_reponse(reponses, demande.dispositif)
    ]


def _dates(demande: DemandeAide) -> list[Manque]:
    debut, fin = demande.formation_debut, demande.formation_fin
    if debut and fin and fin < debut:
        return [Manque(FORMATION, "formation_fin", "La formation finit avant de commencer.")]
    return []


def _plan(demande: DemandeAide) -> list[Manque]:
    plan = plan_de(demande)
    sequences = sequences_de(plan)
    manques = []
    if plan is None or not plan.objectifs:
        manques.append(Manque(PLAN, "objectifs", "ce que la personne saura faire"))
    if demande.dispositif != "pef" and not (plan and plan.tuteur_nom):
        manques.append(Manque(PLAN, "tuteur_nom", "le nom du tuteur"))
    if demande.dispositif == "pet_afest" and not (plan and plan.situations):
        manques.append(Manque(PLAN, "situations", "les situations de travail choisies"))
    if not sequences:
        return [*manques, Manque(PLAN, "sequences", "les séquences du plan, avec leurs heures")]
    total = sum((sequence.heures for sequence in sequences), Decimal(0))
    if demande.heures is not None and total != demande.heures:
        phrase = f"le plan compte {compter(total, 'heure')}, la demande {compter(demande.heures, 'heure')}"
        manques.append(Manque(PLAN, "sequences", composer(phrase)))
    return manques


def _pieces(demande: DemandeAide) -> list[Manque]:
    presentes = {piece.categorie for piece in pieces_de(demande)}
    return [
        Manque(PIECES, categorie, dans_la_phrase(CategoriePiece(categorie).label))
        for categorie in manquantes(demande.dispositif, Etape.DEMANDE, presentes)
    ]


def sections_finies(manques: list[Manque]) -> set[str]:
    """Return the pages on which nothing is missing any more."""
    return set(SECTIONS) - {manque.section for manque in manques}
