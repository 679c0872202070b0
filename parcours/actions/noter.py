"""What somebody writes beside a parcours. Kept out of the journal: it is erased with the person's file."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from noyau.horloge import maintenant
from parcours.models import NoteParcours
from parcours.queries.lecteur import lecteur_de
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import qualite_de
from stagiaires.actions.verrous import verrouiller_la_personne

DOUBLE_CLIC = timedelta(minutes=1)


@transaction.atomic
def ecrire_note(*, parcours_id: int, texte: str, par: Utilisateur) -> NoteParcours:
    """Add a note on a parcours; the same sent again within the minute is written once.

    Raises ``Parcours.DoesNotExist`` for who may not see it, ``PermissionDenied`` for who only reads (an employer, an
    officer), ``RegleViolee`` once the person's data is erased.
    """
    visibles = Parcours.objects.visibles_pour(par).select_related("stagiaire", "session", "intention")
    parcours = visibles.select_for_update(of=("self",), no_key=True).get(pk=parcours_id)
    if not lecteur_de(par, parcours).ecrit:
        raise PermissionDenied
    verrouiller_la_personne(parcours.stagiaire_id)
    le = maintenant()
    memes = NoteParcours.objects.filter(parcours=parcours, par=par, texte=texte, le__gte=le - DOUBLE_CLIC)
    if deja := memes.first():
        return deja
    qualite = qualite_de(par, parcours.stagiaire)
    return NoteParcours.objects.create(parcours=parcours, texte=texte, par=par, qualite=qualite, le=le)
