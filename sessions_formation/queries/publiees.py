"""The sessions anybody may read about: published ones that people may still enter."""

import re
from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from referentiels.regles.textes import VIDES, normaliser
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session, Vitrine

EN_LIGNE = frozenset({StatutSession.PUBLIEE, StatutSession.DEMARREE})
# PostgreSQL's own dictionary: « soudeurs » finds « soudeur ».
DICTIONNAIRE = "french"
# Shorter, too many words begin alike: « vente » would find « ventilation ».
MOT_LONG = 6
_MOT = re.compile("[a-z0-9]+")
# What ``normaliser`` writes in full is stored as each one writes it: « St Félix » finds both.
_ABREGES = {"saint": "st", "sainte": "ste"}
# What a line of the public list says of a session.
MONTRES = (
    "libres", "postes", "employeurs", "type", "session__numero", "session__intitule", "session__debut", "session__fin",
    "session__effectif", "session__entrees_sorties_permanentes", "session__organisme__nom", "session__commune__nom",
    "session__commune__departement__nom",
)  # fmt: skip


def sessions_publiees(le: date) -> QuerySet[Session]:
    """Give the sessions one may enter on ``le``: those to come, those under way whose entries never close."""
    a_venir = Q(statut=StatutSession.PUBLIEE, debut__gt=le)
    continues = Q(statut__in=EN_LIGNE, entrees_sorties_permanentes=True, fin__gte=le)
    return Session.objects.filter(a_venir | continues)


def sessions_fermees(le: date) -> QuerySet[Session]:
    """Give those that were published and that nobody enters any more: begun, over or cancelled.

    What was ordered was published; a request that never was stays unknown to the public.
    """
    return Session.objects.filter(composante__isnull=False).exclude(pk__in=sessions_publiees(le).values("pk"))


def pour_le_public(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Join what a page shows: where, by whom, the trade, how many posts wait at the end (same query)."""
    lues = sessions.select_related("organisme", "commune__departement", "metier", "lot__secteur", "vitrine")
    return lues.annotate(postes_au_bout=F("vitrine__postes"))


def vitrines_ouvertes(le: date) -> QuerySet[Vitrine]:
    """Give the same sessions as ``sessions_publiees``, as the list and the search read them."""
    return Vitrine.objects.filter(ouverte_jusqu_au__gte=le)


def lues_dans_l_ordre(cles: Iterable[int]) -> list[Vitrine]:
    """Give the sessions of one page with what a line of the public list shows, in the order of their ids (1 query)."""
    voulues = list(cles)
    lues = Vitrine.objects.filter(pk__in=voulues).select_related("session__organisme", "session__commune__departement")
    par_id = {vitrine.pk: vitrine for vitrine in lues.only(*MONTRES)}
    return [par_id[cle] for cle in voulues if cle in par_id]


def mots_cherches(texte: str) -> list[Combinable]:
    """Read what is typed as searches, one per word that says something: its family, or what begins as it does.

    Without accents nor capitals, as ``vitrine_mots`` writes what is searched (``migrations/0018_vitrine.py``). What
    begins as the stem of a long word does is of its family too: « cuisine » finds « cuisinier ».
    """
    mots = [mot for mot in _MOT.findall(normaliser(texte)) if mot not in VIDES]
    return [_requete(mot) for mot in dict.fromkeys(mots)]


def _requete(mot: str) -> Combinable:
    famille = f"{mot}:*" if len(mot) >= MOT_LONG else mot
    requete = SearchQuery(famille, config=DICTIONNAIRE, search_type="raw") | SearchQuery(
        f"{mot}:*", config="simple", search_type="raw"
    )
    abrege = _ABREGES.get(mot)
    return requete | SearchQuery(abrege, config="simple", search_type="raw") if abrege else requete


def decrites_par(sessions: QuerySet[Session], texte: str) -> QuerySet[Session]:
    """Keep the sessions whose number, title, trade, sector, training body or certification holds each word."""
    for mot in mots_cherches(texte):
        sessions = sessions.filter(vitrine__mots=mot)
    return sessions


def emplois_au_bout(session: Session) -> list[tuple[str, int]]:
    """Give how many posts wait at the end of a session, by commune, the most numerous first (1 query).

    Never by whom: an employer has committed itself before the Région, not before the public. Those who agree to be
    named are in ``Vitrine.employeurs``.
    """
    lignes = (
        session.retenues.acquises()
        .order_by()
        .values(commune=Coalesce(F("intention__commune__nom"), Value("")))
        .annotate(total=Sum("postes"))
    )
    return sorted(((ligne["commune"], ligne["total"]) for ligne in lignes), key=lambda couple: (-couple[1], couple[0]))
