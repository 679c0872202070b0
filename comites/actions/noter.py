"""What the meeting says of a point: typed fast, saved point by point, and never over somebody else's words."""

from dataclasses import dataclass

from django.db import transaction

from comites.actions.droits import relire
from comites.enums import Issue, StatutComite
from comites.models import PointComite
from comites.regles.issues import obstacles
from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from referentiels.regles.typographie import composer


@dataclass(frozen=True, slots=True)
class Note:
    """What was said: an issue, a reason from the list, words, and why before its turn."""

    issue: str
    motif: str = ""
    precisions: str = ""
    hors_tour: str = ""


class NoteIncomplete(RegleViolee):
    """What is said cannot be carried out as it is. ``champs`` says which field each sentence is about."""

    def __init__(self, champs: dict[str, str]) -> None:
        super().__init__(*champs.values())
        self.champs = champs


@transaction.atomic
def noter_point(*, point_id: int, par: Utilisateur, note: Note, version: int) -> PointComite:
    """Note what the meeting says of a point; saying the same thing twice (double click) changes nothing.

    ``version`` is the one that was read. Raises ``DossierModifie`` when somebody noted it since, ``NoteIncomplete``
    when its act would be refused for want of a reason, ``TransitionImpossible`` once it is carried out or out of the
    meeting.
    """
    comite_id = PointComite.objects.values_list("comite", flat=True).get(pk=point_id)
    comite = relire(comite_id, par=par)
    # Locked too: who carries it out holds the point alone, and what is carried out is never written over.
    points = PointComite.objects.select_for_update(of=("self",)).select_related("note_par")
    point = points.get(pk=point_id, ecarte=False)
    if comite.statut != StatutComite.TENU:
        raise TransitionImpossible("La séance n’est pas ouverte : ses points ne se notent pas.")
    if point.executee_le:
        raise TransitionImpossible("Ce point est déjà exécuté : ce qui en a été noté ne change plus.")
    if note == Note(point.issue, point.motif, point.precisions, point.hors_tour):
        return point
    if version != point.version:
        qui = point.note_par.nom_public if point.note_par else "quelqu’un"
        dit = Issue(point.issue).label if point.issue else "à noter"
        raise DossierModifie(
            composer(f"Ce point vient d’être noté « {dit} » par {qui}. Relisez, puis enregistrez si besoin.")
        )
    if manques := obstacles(point.nature, note.issue, motif=note.motif, precisions=note.precisions):
        raise NoteIncomplete({champ: composer(phrase) for champ, phrase in manques.items()})
    point.issue, point.motif = note.issue, note.motif
    point.precisions, point.hors_tour = note.precisions, note.hors_tour
    point.note_par, point.note_le = par, maintenant()
    point.version += 1
    point.resultat = ""
    point.save()
    return point
