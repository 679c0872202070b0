"""Writing the sheet of a session: what the public and the Cariforef read of it, in the training body's words."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, TransitionImpossible
from noyau.journal import noter
from referentiels.regles.typographie import composer, enumerer
from sessions_formation.enums import StatutSession
from sessions_formation.models import FicheSession, Session

CLOSE = frozenset({StatutSession.REFUSEE, StatutSession.ANNULEE, StatutSession.TERMINEE, StatutSession.SOLDEE})
CHAMPS = {
    "objectif": "objectif",
    "contenu": "programme",
    "resultats": "résultats attendus",
    "deroule": "déroulé",
    "modalite": "enseignement",
    "rythme": "rythme",
    "alternance": "périodes en entreprise",
    "heures_entreprise": "heures en entreprise",
    "niveau_entree": "niveau d’entrée",
    "niveau_obligatoire": "niveau exigé",
    "acces_handicap": "accès des locaux",
}


def fiche_modifiable(session: Session, le: date) -> bool:
    """Tell whether the sheet of a session may still be written on ``le``: from the draft until the session is over."""
    return session.statut not in CLOSE and not (session.numero and session.fin and session.fin < le)


@transaction.atomic
def ecrire_fiche(
    *, session_id: int, par: Utilisateur, champs: dict[str, Any], lue_le: datetime | None, le: date
) -> FicheSession:
    """Write or correct the sheet of one's own session; the same words sent twice (double click) change nothing.

    ``champs`` gives every field of ``CHAMPS``; ``lue_le`` is when the sheet that was read was last changed, None when
    there was none. What changed is journalled by the names of the fields. Raises ``Session.DoesNotExist`` for
    another's session, ``TransitionImpossible`` once it is over or led nowhere, ``DossierModifie`` when somebody wrote
    since.
    """
    sessions = Session.objects.modifiables_par(par).select_for_update(of=("self",))
    session = sessions.get(pk=session_id)
    if not fiche_modifiable(session, le):
        raise TransitionImpossible("Cette session est close : sa fiche ne change plus.")
    fiche = FicheSession.objects.filter(session=session).select_related("ecrite_par").first()
    changes = [nom for nom in CHAMPS if fiche is None or getattr(fiche, nom) != champs[nom]]
    if fiche is not None and not changes:
        return fiche
    if fiche is not None and fiche.modifiee_le != lue_le:
        qui = fiche.ecrite_par.nom_public
        raise DossierModifie(composer(f"{qui} vient d’écrire cette fiche : relisez ses mots avant d’enregistrer."))
    libelle, motif = "Fiche publique écrite", ""
    if fiche is not None:
        libelle, motif = "Fiche publique corrigée", enumerer([CHAMPS[nom] for nom in changes])
    fiche = fiche or FicheSession(session=session)
    for nom in CHAMPS:
        setattr(fiche, nom, champs[nom])
    fiche.ecrite_par = par
    fiche.save()
    noter(session, libelle, par=par, motif=motif)
    return fiche
