"""What the direction has written of a few measures of the plan: progress, a remark, a result, a correction."""

from datetime import date
from typing import NamedTuple

from comptes.models import Utilisateur
from config.demo.agenda import Acte, Agenda
from pilotage.actions.mesures import Fait, Situation, ajouter_resultat, mettre_a_jour
from pilotage.models import EtatMesure, Mesure

HEURE = 18


class MiseAJour(NamedTuple):
    """What is said of a measure, ``jours`` days ago; ``resultat``: a fact seen that day."""

    numero: int
    jours: int
    avancement: int
    etat: EtatMesure
    remarque: str
    motif: str
    resultat: str = ""


MISES_A_JOUR = (
    MiseAJour(
        27,
        95,
        90,
        EtatMesure.RECONDUITE,
        "Les sessions s’ouvrent désormais sur des intentions d’embauche nommées.",
        "Point d’étape présenté à la commission.",
        "Sessions ouvertes toute l’année, sur les besoins remontés par les comités locaux",
    ),
    MiseAJour(
        26,
        60,
        100,
        EtatMesure.TERMINEE,
        "Les avis sont recueillis et publiés dans ce service, lus avant d’être montrés.",
        "Dispositif en place.",
    ),
    MiseAJour(
        14,
        30,
        10,
        EtatMesure.RECONDUITE,
        "Un premier appel à volontaires est prévu.",
        "Relance avec les partenaires.",
    ),
    MiseAJour(
        17, 12, 100, EtatMesure.MODIFIEE, "Suivie désormais par « 1 emploi = 1 formation ».", "Mise en cohérence."
    ),
)


def prevoir_mesures(agenda: Agenda, *, par: Utilisateur) -> None:
    """Plan what ``par`` writes of the measures, from the oldest to the newest."""
    for mise_a_jour in MISES_A_JOUR:
        agenda.prevoir(mise_a_jour.jours, HEURE, _ecrire(mise_a_jour, par))


def _ecrire(dit: MiseAJour, par: Utilisateur) -> Acte:
    def faire(le: date) -> None:
        mesure = Mesure.objects.get(pk=dit.numero)
        situation = Situation(dit.avancement, dit.etat, dit.remarque)
        mettre_a_jour(numero=dit.numero, par=par, version=mesure.version, situation=situation, motif=dit.motif)
        if dit.resultat:
            mesure.refresh_from_db()
            fait = Fait(dit.resultat, le)
            ajouter_resultat(numero=dit.numero, par=par, version=mesure.version, fait=fait, le=le)

    return faire
