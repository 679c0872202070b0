"""The trace of who read a person's file: every opening, and no more than one line for a page read again and again."""

from datetime import timedelta

from comptes import acces
from comptes.models import Rattachement, Role, Utilisateur
from noyau.horloge import maintenant
from stagiaires.enums import Lecture
from stagiaires.models import Consultation, Stagiaire

# A page reloaded, or come back to after an act, is the same reading.
MEME_LECTURE = timedelta(minutes=10)
QUALITE_MAX = 160


def noter_consultation(stagiaire: Stagiaire, *, par: Utilisateur, page: Lecture) -> None:
    """Write that ``par`` opened this page of a person's file, with what the reader was then; once per ten minutes."""
    le = maintenant()
    deja = Consultation.objects.filter(stagiaire=stagiaire, par=par, page=page, le__gt=le - MEME_LECTURE, le__lte=le)
    if not deja.exists():
        Consultation.objects.create(stagiaire=stagiaire, par=par, page=page, le=le, qualite=qualite_de(par, stagiaire))


def qualite_de(lecteur: Utilisateur, stagiaire: Stagiaire) -> str:
    """Say in which quality a person reads or writes about another: the Région, or the organisation it acts for.

    The structure that follows the person comes first; then the others, in the order of the accounts' page.
    """
    if acces.est_agent(lecteur):
        return "Région"
    siens = Rattachement.objects.actifs().filter(utilisateur=lecteur.pk)
    rattachements = list(siens.select_related("employeur", "organisme", "structure", "opco").order_by("pk"))
    if not rattachements:
        return "Sans organisation"
    rattachements.sort(key=lambda r: (r.structure_id is None or r.structure_id != stagiaire.structure_id, r.pk))
    premier = rattachements[0]
    return f"{Role(premier.role).label}, {premier.organisation}"[:QUALITE_MAX]
