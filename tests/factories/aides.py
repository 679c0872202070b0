"""Requests for an aid after the hire, in the state a test needs, reached by its transitions so that the journal is
true. What the actions themselves do (rights, mails, rules) is tested where they are: nothing is sent from here.

The law of the day must be in force (``loi_en_vigueur``) for what judges or counts them.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from aides.enums import NatureSequence, StatutAide, TypeAide
from aides.enums import TransitionAide as T
from aides.models import BilanFormation, DemandeAide, Majoration, PlanFormation, Sequence
from aides.regles.personne import cle_de_personne
from aides.regles.pieces import Etape, requises
from comptes.models import Utilisateur
from noyau import courriers
from noyau.numeros import numero_suivant
from noyau.pieces import Piece
from noyau.televersement import PieceLue, joindre
from referentiels.models import Employeur
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory

LE = date(2026, 11, 23)
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n"
IBAN = "FR7630006000011234567890189"

# What is answered for a file that complies: 140 hours of masonry, 2 100 €, a CDI since a month.
REPONSES: dict[str, Any] = {
    "effectif": 12,
    "public": False,
    "offre_diffusee": True,
    "offre_ou": "France Travail, offre 187XKQP",
    "prenom": "Samira",
    "nom": "Lenoir",
    "date_naissance": date(1991, 5, 14),
    "poste": "Maçonne",
    "demandeur_emploi": True,
    "contrat_type": "cdi",
    "contrat_debut": date(2026, 11, 2),
    "organisme_nom": "Centre de formation de l’Erdre",
    "organisme_siret": "20000010000017",
    "qualiopi": True,
    "formation": "Maçonnerie, gros œuvre",
    "formation_debut": date(2026, 12, 7),
    "formation_fin": date(2027, 1, 29),
    "heures": Decimal(140),
    "cout": Decimal(2100),
    "autre_financement": False,
    "iban": IBAN,
    "titulaire": "Toitures du Bocage",
    "attestation": True,
}
# A tutoring costs no teaching and has no training body.
TUTORAT = {"organisme_nom": "", "organisme_siret": "", "qualiopi": None, "cout": None}
MONTANT = Decimal("1470.00")

_DEPOSEE = (T.DEPOSER,)
_ACCORDEE = (*_DEPOSEE, T.ACCORDER)
_REALISEE = (*_ACCORDEE, T.DECLARER_REALISEE)
CHEMINS: dict[str, tuple[str, ...]] = {
    StatutAide.BROUILLON: (),
    StatutAide.DEPOSEE: _DEPOSEE,
    StatutAide.A_COMPLETER: (*_DEPOSEE, T.DEMANDER_COMPLEMENT),
    StatutAide.ACCORDEE: _ACCORDEE,
    StatutAide.REFUSEE: (*_DEPOSEE, T.REFUSER),
    StatutAide.FORMATION_REALISEE: _REALISEE,
    StatutAide.PAYEE: (*_REALISEE, T.PAYER),
    StatutAide.ABANDONNEE: (*_DEPOSEE, T.ABANDONNER),
}


def demande(
    statut: str = StatutAide.BROUILLON,
    *,
    dispositif: str = TypeAide.FORMATION,
    employeur: Employeur | None = None,
    par: Utilisateur | None = None,
    agent: Utilisateur | None = None,
    **champs: Any,
) -> DemandeAide:
    """A request of an establishment, in ``statut``; ``champs`` are its answers, or ``rqth`` (declared).

    ``par`` asks for it (an account of the establishment, made when none is given), ``agent`` decides.
    """
    etablissement = employeur or EmployeurFactory()
    par = par or comptes.employeur(etablissement)
    propres = {} if dispositif == TypeAide.FORMATION else TUTORAT
    rqth = champs.pop("rqth", None)
    reponses = {**REPONSES, **propres, **champs}
    brouillon = DemandeAide(dispositif=dispositif, employeur=etablissement, demandeur=par, **reponses)
    if brouillon.date_naissance:
        brouillon.personne = cle_de_personne(brouillon.prenom, brouillon.nom, brouillon.date_naissance)
    brouillon.save()
    Majoration.objects.create(demande=brouillon, rqth=rqth)
    avancer(brouillon, CHEMINS[statut], par=par, agent=agent)
    return brouillon


def avancer(
    demande: DemandeAide, chemin: Iterable[str], *, par: Utilisateur, agent: Utilisateur | None = None
) -> None:
    """Cross each transition with what the database asks for on the other side."""
    for transition in chemin:
        with transaction.atomic():
            demande.franchir(transition, par=agent or par, **_avec(demande, transition, agent))


def _avec(demande: DemandeAide, transition: str, agent: Utilisateur | None) -> dict[str, Any]:
    """What is written along with a transition."""
    if transition == T.DEPOSER:
        annee, instant = LE.year, _midi(LE)
        return {
            "numero": f"AI-{annee}-{numero_suivant('AI', annee):05d}",
            "deposee_le": instant,
            "complete_le": instant,
            "jugee_le": LE,
            "montant_demande": MONTANT,
        }
    if transition == T.ACCORDER:
        return {"montant_accorde": MONTANT, "decidee_le": _midi(LE), "agent": agent}
    if transition == T.DECLARER_REALISEE:
        bilan(demande)
        return {}
    if transition == T.PAYER:
        return {
            "montant_du": MONTANT,
            "liquidee_le": _midi(LE),
            "liquidee_par": agent,
            "payee_le": LE + timedelta(days=120),
        }
    return {"decidee_le": _midi(LE)} if transition == T.REFUSER else {}


def bilan(demande: DemandeAide, **champs: Any) -> BilanFormation:
    """What was done, as planned unless told otherwise, and sent."""
    prevu = {
        "debut": demande.formation_debut,
        "fin": demande.formation_fin,
        "heures": demande.heures,
        "cout": demande.cout,
        "contrat_en_cours": True,
        "envoye_le": _midi(LE + timedelta(days=80)),
    }
    return BilanFormation.objects.create(demande=demande, par=demande.demandeur, **{**prevu, **champs})


def plan(demande: DemandeAide, *heures: int) -> PlanFormation:
    """A plan of one line per number of hours; a single line of all the hours when none is said."""
    fait = PlanFormation.objects.create(
        demande=demande,
        objectifs="Monter un mur d’aplomb et lire un plan.",
        depart="A déjà gâché du mortier.",
        tuteur_nom="" if demande.dispositif == TypeAide.FORMATION else "Paul Gautier",
        tuteur_fonction="" if demande.dispositif == TypeAide.FORMATION else "Chef d’équipe",
        evaluation="Un mur d’essai en fin de formation.",
    )
    nature = NatureSequence.PRATIQUE if demande.dispositif == TypeAide.FORMATION else NatureSequence.ACCOMPAGNEMENT
    for rang, une in enumerate(heures or (demande.heures or Decimal(1),), start=1):
        Sequence.objects.create(plan=fait, rang=rang, contenu=f"Séquence {rang}", nature=nature, heures=une)
    return fait


def pieces(demande: DemandeAide, *, par: Utilisateur, etape: Etape = Etape.DEMANDE) -> list[Piece]:
    """One file of each kind that a stage requires, each its own."""
    return [
        joindre(
            demande,
            PieceLue(f"{categorie}.pdf", "application/pdf", PDF + f"% {categorie}\n%%EOF\n".encode()),
            categorie=categorie,
            par=par,
        )
        for categorie in requises(demande.dispositif, etape)
    ]


def terrain_des_aides(employeur: Employeur, chef: Utilisateur) -> dict[str, object]:
    """What the addresses of an aid are made from: a draft, a filed one, its proof, its letter."""
    deposee = demande(StatutAide.DEPOSEE, employeur=employeur, par=chef)
    with transaction.atomic():
        lettre = courriers.deposer_document(
            modele="decision_aide", cle="essai", objet=deposee, titre="Lettre", reference="AI", contexte={}
        )
    # Already drawn: only who may read it is tried.
    lettre.empreinte = "0" * 64
    lettre.fichier.save("essai.pdf", ContentFile(PDF), save=False)
    lettre.save(update_fields=["fichier", "empreinte"])
    return {
        "demande_aide": deposee.pk,
        "brouillon_aide": demande(employeur=employeur, par=chef).pk,
        "section_aide": "plan",
        "sans_embauche": 0,
        "piece_aide": pieces(deposee, par=chef)[0].pk,
        "lettre_aide": lettre.pk,
    }


def _midi(jour: date) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time(12)))
