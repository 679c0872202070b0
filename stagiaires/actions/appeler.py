"""What comes of a call to a person: reached, to call again, out of reach."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from stagiaires.actions.verrous import verrouiller_la_personne
from stagiaires.enums import ResultatAppel
from stagiaires.models import Appel, Stagiaire
from stagiaires.regles.identifiants import contient_un_nir

RAPPEL_MAX = timedelta(days=90)


class JourDeRappelRefuse(RegleViolee):
    """The day to call again will not do: it is said at the field where it was typed."""


@transaction.atomic
def noter_appel(  # noqa: PLR0913 (whom, what came of it, until when, who and when)
    stagiaire: Stagiaire,
    *,
    resultat: str,
    rappeler_le: date | None,
    note: str,
    envoi: UUID,
    par: Utilisateur,
    le: date,
) -> tuple[Appel, bool]:
    """Write a call to ``stagiaire``, whom the caller has reached through what it may see.

    ``rappeler_le`` is the day to call again, asked of « à rappeler » and dropped otherwise. ``envoi`` names the
    sending: the same sent twice gives the call already written, and False. The journal keeps what came of it, never
    the note nor a name. Raises ``RegleViolee`` for an erased person or a note that holds a social security number,
    ``JourDeRappelRefuse`` on a day to call again that is missing, past or too far.
    """
    if contient_un_nir(note):
        raise RegleViolee("Cette note contient un numéro de sécurité sociale : retirez-le, il n’a pas sa place ici.")
    rappeler_le = _jour_du_rappel(resultat, rappeler_le, le=le)
    verrouiller_la_personne(stagiaire.pk)
    try:
        with transaction.atomic():
            appel = Appel.objects.create(
                stagiaire=stagiaire,
                par=par,
                le=maintenant(),
                resultat=resultat,
                rappeler_le=rappeler_le,
                note=note.strip(),
                envoi=envoi,
            )
    except IntegrityError:
        deja = Appel.objects.filter(envoi=envoi, par=par, stagiaire=stagiaire).first()
        if deja is None:
            raise
        return deja, False
    libelle = f"Appel : {ResultatAppel(resultat).label.lower()}"
    journal.noter(stagiaire, libelle, par=par, transition="appeler")
    return appel, True


def _jour_du_rappel(resultat: str, rappeler_le: date | None, *, le: date) -> date | None:
    if resultat != ResultatAppel.A_RAPPELER:
        return None
    if rappeler_le is None:
        raise JourDeRappelRefuse("Dites quel jour rappeler.")
    if rappeler_le <= le:
        raise JourDeRappelRefuse("Choisissez un jour à venir : demain au plus tôt.")
    if rappeler_le > le + RAPPEL_MAX:
        raise JourDeRappelRefuse("Choisissez un jour dans les trois mois : au-delà, la session sera passée.")
    return rappeler_le
