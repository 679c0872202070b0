"""What trainees think of their training, what the Région and the training body answer, and the report of a session."""

from dataclasses import dataclass
from datetime import date

from config.demo.agenda import Acte
from config.demo.parcours import Parcourus
from insertion.actions.avis import Donne, donner_avis, repondre_a_un_avis
from insertion.actions.moderer import ECARTER, PUBLIER, Lu, moderer
from insertion.enums import RaisonEcart
from insertion.models import AvisStagiaire
from parcours.actions.bilan import Bilan, remettre_bilan


@dataclass(frozen=True, slots=True)
class Parole:
    """An opinion: whose, days ago, five marks and a comment; what the Région did of it, and the answer."""

    cle: str
    jours: int
    notes: tuple[int, int, int, int, int]
    commentaire: str = ""
    ecart: str = ""
    a_lire: bool = False
    reponse: str = ""
    reponse_a_lire: bool = False


PAROLES = (
    Parole(
        "samira",
        176,
        (5, 4, 5, 4, 5),
        "Une équipe à l’écoute, et des machines comme à l’usine.",
        reponse="Merci ! Le plateau est ouvert aux anciens stagiaires le mercredi après-midi.",
    ),
    Parole("leo", 175, (4, 4, 5, 3, 4), "Bien, mais le parking est loin de l’atelier."),
    Parole("awa", 174, (5, 5, 5, 5, 5)),
    Parole("gael", 173, (3, 2, 4, 3, 2), "Le formateur du lundi, on sait qui, arrive en retard.", RaisonEcart.NOMME),
    Parole("ines", 172, (4, 5, 5, 4, 4), "J’ai appris à lire un plan, je ne pensais pas y arriver."),
    Parole("fatou", 122, (5, 4, 5, 4, 5), "On apprend les bons gestes, mon dos va mieux.", reponse_a_lire=True,
           reponse="Merci, nous gardons ce module pour la prochaine session."),
    Parole("maud", 115, (4, 4, 4, 5, 4), "Les mises en situation à l’accueil sont très utiles."),
    Parole("yanis", 9, (5, 4, 4, 4, 5), "Formation concrète, j’ai été embauché dans la foulée.", a_lire=True),
    Parole("melina", 6, (2, 3, 3, 2, 2), "Trop de théorie les premières semaines.", a_lire=True),
)  # fmt: skip
BILAN = Bilan(
    "Douze personnes ont commencé, treize ont suivi la formation : une place libérée a été reprise aussitôt. Le "
    "groupe a tenu, avec une visite d’atelier chaque mois.",
    "Lecture de plans, ajustage, montage et contrôle. Tous savent tenir un poste de montage seuls.",
    "Les trajets restent la première difficulté : un car le matin aiderait ceux qui viennent des Mauges.",
)


def prevoir_paroles(parcourus: Parcourus) -> None:
    """Plan them: an opinion is read the day after, its answer written two days later and read in turn."""
    prevoir = parcourus.sessions.agenda.prevoir
    for parole in PAROLES:
        prevoir(parole.jours, 18, _donner(parcourus, parole))
        if parole.commentaire and not parole.a_lire:
            prevoir(parole.jours - 4, 9, _lire(parcourus, parole))
        if parole.reponse:
            prevoir(parole.jours - 9, 11, _repondre(parcourus, parole))
    prevoir(178, 15, _rendre_compte(parcourus))


def _donner(parcourus: Parcourus, parole: Parole) -> Acte:
    def donner(_: date) -> None:
        donner_avis(parcours_id=parcourus.par_cle[parole.cle].pk, donne=Donne(*parole.notes, parole.commentaire))

    return donner


def _lire(parcourus: Parcourus, parole: Parole) -> Acte:
    def lire(_: date) -> None:
        avis = AvisStagiaire.objects.get(parcours=parcourus.par_cle[parole.cle])
        acte = ECARTER if parole.ecart else PUBLIER
        moderer(Lu(avis.pk, avis.le), acte=acte, raison=parole.ecart, par=parcourus.sessions.comptes["agent"])

    return lire


def _repondre(parcourus: Parcourus, parole: Parole) -> Acte:
    def repondre(_: date) -> None:
        avis = AvisStagiaire.objects.get(parcours=parcourus.par_cle[parole.cle])
        par = parcourus.organisme(parcourus.par_cle[parole.cle].session)
        avis = repondre_a_un_avis(avis_id=avis.pk, reponse=parole.reponse, par=par)
        if not parole.reponse_a_lire and avis.repondu_le:
            lue = Lu(avis.pk, avis.repondu_le, reponse=True)
            moderer(lue, acte=PUBLIER, par=parcourus.sessions.comptes["agent"])

    return repondre


def _rendre_compte(parcourus: Parcourus) -> Acte:
    def rendre(le: date) -> None:
        session = parcourus.sessions.par_cle["assemblage"]
        remettre_bilan(session_id=session.pk, bilan=BILAN, par=session.demandeur, le=le)

    return rendre
