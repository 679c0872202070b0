"""What the public page of verification tells of a decision on a derogation. Never of whom, nor for which reason."""

from datetime import date

from django.utils import timezone

from intentions.models import Derogation
from noyau.authenticite import Conteur, Faits
from noyau.lettres import Document
from referentiels.regles.typographie import jour

ACCORDEE, REFUSEE = "Dérogation accordée", "Dérogation refusée"


def raconter_derogation(document: Document, le: date) -> Faits:
    """Tell a decision on a derogation: its sense, its last day, and whether it still holds on the day ``le``."""
    contexte = document.contexte
    fin = date.fromisoformat(contexte["fin"]) if contexte["fin"] else None
    lignes = [("Décision", ACCORDEE if contexte["accordee"] else REFUSEE)]
    if fin:
        lignes.append(("Valable jusqu’au", jour(fin)))
    derogation = Derogation.objects.get(pk=contexte["derogation"])
    suites = []
    if derogation.caduque_le:
        quand = jour(timezone.localtime(derogation.caduque_le).date())
        suites.append(f"L’intention a changé le {quand} : la dérogation ne la couvre plus.")
    elif fin and fin < le:
        suites.append(f"La dérogation a pris fin le {jour(fin)}.")
    suivante = derogation.intention.derogations.filter(pk__gt=derogation.pk).order_by("pk").first()
    if suivante:
        suites.append(f"Une autre décision l’a remplacée le {jour(timezone.localtime(suivante.decidee_le).date())}.")
    return Faits(tuple(lignes), tuple(suites), caduc=bool(suites))


CONTEURS: dict[str, Conteur] = {"derogation_intention": raconter_derogation}
