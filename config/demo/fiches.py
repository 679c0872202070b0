"""The public sheets that training bodies wrote; some sessions lack theirs, and are told in short."""

from datetime import date
from typing import NamedTuple

from config.demo.agenda import Acte, Agenda
from config.demo.demandes_en_cours import EN_COURS
from config.demo.demandes_passees import PASSEES
from config.demo.sessions import Sessions
from noyau import horloge
from sessions_formation.actions.fiche import ecrire_fiche
from sessions_formation.enums import Deroule, ModaliteEnseignement, NiveauEntree
from sessions_formation.models import FicheSession

HEURE = 17
TEMPS_PLEIN = "Temps plein, 35 heures par semaine, du lundi au vendredi"


class Mots(NamedTuple):
    """What a training body says of a session: ``jours``, how long ago it did."""

    cle: str
    jours: int
    objectif: str
    contenu: str
    resultats: str
    rythme: str = TEMPS_PLEIN
    deroule: str = Deroule.GROUPE
    modalite: str = ModaliteEnseignement.PRESENTIEL
    alternance: str = ""
    heures_entreprise: int | None = None
    niveau_entree: str = NiveauEntree.SANS
    niveau_obligatoire: bool = False
    acces_handicap: str = ""


FICHES = (
    Mots(
        "usinage",
        170,
        "Régler et conduire une machine-outil à commande numérique, contrôler les pièces et rendre compte.",
        "Lecture de plan et cotation\nTournage et fraisage conventionnels\nCommande numérique : réglage, conduite\n"
        "Contrôle dimensionnel\nSécurité et entretien de premier niveau",
        "Une attestation de compétences, remise après la réalisation d’une pièce devant un jury de professionnels.",
        alternance="Deux semaines en entreprise au milieu du parcours",
        heures_entreprise=70,
    ),
    Mots(
        "cableurs",
        60,
        "Câbler une armoire électrique d’après un schéma et la vérifier avant sa mise sous tension.",
        "Lecture de schémas\nRepérage et préparation des câbles\nMontage et raccordement\nContrôles hors tension\n"
        "Préparation à l’habilitation électrique",
        "Une attestation de compétences et l’habilitation électrique délivrée par l’employeur.",
        acces_handicap="Atelier de plain-pied, établis réglables en hauteur.",
    ),
    Mots(
        "fabrication",
        20,
        "Tenir un poste de fabrication mécanique : alimenter, surveiller, contrôler, alerter.",
        "Découverte de l’atelier\nLecture de plan\nConduite de machines\nContrôle qualité\nGestes et postures",
        "Une attestation de compétences, remise par l’organisme et signée par le tuteur de l’entreprise.",
        alternance="Une semaine en entreprise, la quatrième",
        heures_entreprise=35,
    ),
    Mots(
        "socle-proprete",
        30,
        "Découvrir les métiers de la propreté et choisir celui que l’on veut exercer.",
        "Les lieux et les métiers\nProduits et matériels\nMécanisation\nRelation avec le client\nRecherche d’emploi",
        "Une attestation de fin de formation et un projet professionnel écrit.",
        rythme="Temps plein, 30 heures par semaine",
        deroule=Deroule.INDIVIDUALISE,
        alternance="Trois semaines de stage, dans deux entreprises",
        heures_entreprise=105,
    ),
    Mots(
        "etancheurs",
        55,
        "Réaliser l’étanchéité d’une toiture-terrasse, en sécurité et selon les règles de l’art.",
        "Préparation des supports\nIsolation\nPose des membranes\nRelevés et évacuations\nTravail en hauteur",
        "Le titre professionnel d’étancheur toiture bâtiment, délivré par le ministère du Travail.",
        alternance="Deux semaines en entreprise en fin de parcours",
        heures_entreprise=70,
        niveau_entree=NiveauEntree.MAITRISE,
    ),
    Mots(
        "cuisine",
        40,
        "Préparer et dresser des plats simples en respectant l’hygiène et les temps de la cuisine.",
        "Hygiène alimentaire\nTailles et cuissons de base\nDressage\nOrganisation d’un poste",
        "La certification de commis de cuisine.",
        rythme="Temps plein, horaires de la restauration",
    ),
    Mots(
        "poids-lourds",
        28,
        "Conduire un poids lourd de marchandises en sécurité et tenir ses documents de bord.",
        "Code et réglementation du transport\nConduite sur route et en ville\nArrimage\nÉcoconduite\nDocuments",
        "Le permis C et la formation initiale obligatoire des conducteurs.",
        niveau_entree=NiveauEntree.MAITRISE,
        niveau_obligatoire=True,
    ),
    Mots(
        "service",
        25,
        "Accueillir, conseiller et servir en salle, dans un restaurant traditionnel ou de groupe.",
        "Mise en place\nPrise de commande\nService à table\nEncaissement\nAnglais de la salle",
        "La certification de serveur en restauration.",
        alternance="Deux semaines en entreprise, à la mi-parcours",
        heures_entreprise=70,
        modalite=ModaliteEnseignement.MIXTE,
    ),
    Mots(
        "chaudronniers",
        12,
        "Tracer, découper, former et assembler des ouvrages en tôle d’après un plan.",
        "Lecture de plan et traçage\nDécoupe et formage\nAssemblage et soudage\nContrôle\nSécurité à l’atelier",
        "Les blocs du bac pro technicien en chaudronnerie industrielle qui préparent à l’emploi.",
        alternance="Trois semaines en entreprise avant la fin",
        heures_entreprise=105,
        niveau_entree=NiveauEntree.SOCLE,
        acces_handicap="Atelier de plain-pied ; vestiaires à l’étage, sans ascenseur.",
    ),
    # Written with the request, before any answer.
    Mots(
        "soudeurs",
        4,
        "Souder à plat et en position des tôles et des profilés d’après un plan.",
        "Lecture de plan\nSoudage semi-automatique\nSoudage à l’arc\nContrôle des soudures\nSécurité",
        "Le certificat de spécialisation technicien en soudage.",
        niveau_entree=NiveauEntree.MAITRISE,
    ),
)


def prevoir_fiches(agenda: Agenda, sessions: Sessions) -> None:
    """Plan the writing of each sheet, by the person of the training body that holds the session."""
    auteurs = {demande.cle: demande.par for demande in (*PASSEES, *EN_COURS)}
    for mots in FICHES:
        agenda.prevoir(mots.jours, HEURE, _ecrire(sessions, mots, auteurs[mots.cle]))


def _ecrire(sessions: Sessions, mots: Mots, auteur: str) -> Acte:
    champs = {nom: valeur for nom, valeur in mots._asdict().items() if nom not in {"cle", "jours"}}

    def ecrire(le: date) -> None:
        session, par = sessions.par_cle[mots.cle], sessions.comptes[auteur]
        fiche = ecrire_fiche(session_id=session.pk, par=par, champs=champs, lue_le=None, le=le)
        # A date the model sets by itself, as if it were now.
        FicheSession.objects.filter(pk=fiche.pk).update(modifiee_le=horloge.maintenant())

    return ecrire
