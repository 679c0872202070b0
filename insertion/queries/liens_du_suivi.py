"""What a personal link of the follow-up opens: only what it was made for, and only while the person is still there."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from comptes.liens import Lien, Usage
from insertion.models import Suivi
from insertion.queries.suivis import JOINTS, courriel_employeur, signature_courte
from sessions_formation.automates import SORTI
from stagiaires.models import Stagiaire

# Of the short address of a text message: it opens as long as a link of an e-mail would.
VALIDITE_TEXTO = timedelta(days=60)


def suivi_du_lien(usage: Usage, lien: Lien) -> Suivi | None:
    """Give the follow-up a link opens, None when it is not for this reader any more (one query)."""
    suivi = _presents().filter(pk=lien.objet).first()
    if suivi is None:
        return None
    if usage == Usage.SUIVI_EMPLOYEUR:
        contacts = {courriel_employeur(suivi.parcours).lower()}
    else:
        stagiaire = suivi.parcours.stagiaire
        contacts = {stagiaire.courriel.lower(), stagiaire.telephone.lower()}
    return suivi if lien.courriel and lien.courriel in contacts else None


def suivi_du_texto(suivi_id: int, signature: str, *, le: date) -> Suivi | None:
    """Give the follow-up a text message is about; None when its signature is not for the number of the day."""
    suivi = _presents().filter(pk=suivi_id, prevu_le__gte=le - VALIDITE_TEXTO).first()
    if suivi is None or not suivi.parcours.stagiaire.telephone:
        return None
    attendue = signature_courte(suivi.pk, suivi.parcours.stagiaire.telephone)
    return suivi if constant_time_compare(attendue, signature) else None


def stagiaire_du_lien(lien: Lien) -> Stagiaire | None:
    """Give the person a link to stop writing opens, None once its data is erased or its address has changed."""
    stagiaire = Stagiaire.objects.presents().filter(pk=lien.objet).first()
    if stagiaire is None or lien.courriel not in {stagiaire.courriel.lower(), stagiaire.telephone.lower()} - {""}:
        return None
    return stagiaire


def _presents() -> QuerySet[Suivi]:
    return Suivi.objects.filter(parcours__stagiaire__efface_le=None, parcours__statut__in=SORTI).select_related(
        *JOINTS
    )
