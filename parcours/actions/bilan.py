"""The report of a session: handed in once by its training body, corrected for thirty days."""

from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from noyau.journal import noter
from parcours.actions.verrous import verrouiller_la_session
from parcours.models import BilanSession
from parcours.queries.bilan import a_un_bilan, chiffres_de
from parcours.queries.declarations import peut_admettre, sessions_visibles
from parcours.regles.bilan import corrigeable_jusqu_au, manques
from referentiels.regles.typographie import composer, jour
from stagiaires.regles.identifiants import contient_un_nir


class Bilan(NamedTuple):
    """What is reported: words about the group, and two numbers of people (None: no certification)."""

    deroulement: str
    acquis: str = ""
    suites: str = ""
    presentes: int | None = None
    certifies: int | None = None


CHAMPS = ("deroulement", "acquis", "suites", "presentes", "certifies")


@transaction.atomic
def remettre_bilan(*, session_id: int, bilan: Bilan, par: Utilisateur, le: date) -> BilanSession:
    """Hand in the report of a session, or correct it within thirty days. The same one again changes nothing.

    Raises ``Session.DoesNotExist``, ``PermissionDenied`` for who does not act for the training body, ``RegleViolee``
    before everybody is out, after thirty days, on impossible numbers, or when a text holds a NIR.
    """
    session = verrouiller_la_session(sessions_visibles(par), session_id)
    if not peut_admettre(par, session):
        raise PermissionDenied
    if not a_un_bilan(sessions_visibles(par), le).filter(pk=session.pk).exists():
        raise RegleViolee("Le bilan se fait une fois la session finie et toutes les sorties déclarées.")
    if any(contient_un_nir(texte) for texte in bilan[:3]):
        raise RegleViolee("N’écrivez pas de numéro de sécurité sociale : retirez-le de votre texte.")
    sortis = chiffres_de(session).sortis
    if refus := manques(sortis=sortis, presentes=bilan.presentes, certifies=bilan.certifies):
        raise RegleViolee(*(composer(phrase) for phrase in refus.values()))
    remis = BilanSession.objects.filter(session=session).first()
    if remis and tuple(getattr(remis, nom) for nom in CHAMPS) == bilan:
        return remis
    if remis and le > (terme := corrigeable_jusqu_au(timezone.localtime(remis.le).date())):
        raise RegleViolee(composer(f"Ce bilan se corrigeait jusqu’au {jour(terme)}."))
    dit = "Bilan de la session corrigé" if remis else "Bilan de la session remis"
    # The day of the first one bounds the corrections.
    remis = remis or BilanSession(session=session, le=maintenant())
    for nom, valeur in zip(CHAMPS, bilan, strict=True):
        setattr(remis, nom, valeur)
    remis.par = par
    remis.save()
    noter(session, dit, par=par, transition="remettre_bilan")
    return remis
