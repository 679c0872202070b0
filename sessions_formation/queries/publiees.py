"""The sessions anybody may read about: published ones that people may still enter."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower

from intentions.enums import StatutIntention
from referentiels.regles.textes import normaliser
from sessions_formation.enums import StatutSession
from sessions_formation.models import IntentionRetenue, Session

EN_LIGNE = frozenset({StatutSession.PUBLIEE, StatutSession.DEMARREE})
# PostgreSQL's own dictionary: « soudeurs » finds « soudeur ».
DICTIONNAIRE = "french"


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
    """Join what a line of the list shows: where, by whom, the trade, how many posts wait at the end (same query)."""
    postes = (
        IntentionRetenue.objects.acquises()
        .filter(session=OuterRef("pk"))
        .order_by()
        .values("session")
        .values_list(Sum("postes"))
    )
    return sessions.select_related("organisme", "commune__departement", "metier", "lot__secteur").annotate(
        postes_au_bout=Coalesce(Subquery(postes), 0)
    )


def decrites_par(sessions: QuerySet[Session], texte: str) -> QuerySet[Session]:
    """Keep the sessions whose title, trade, sector or training body holds each of these words, or one of its family.

    Without accents nor capitals; the beginning of a word is enough. Published sessions are few: no index is needed.
    """
    mots = normaliser(texte).split()
    if not mots:
        return sessions
    ensemble = Concat(
        "intitule", Value(" "), Coalesce("metier__libelle", Value("")), Value(" "), "lot__secteur__libelle",
        Value(" "), "organisme__nom", output_field=TextField(),
    )  # fmt: skip
    sessions = sessions.alias(mots=Lower(Unaccent(ensemble), output_field=CharField()))
    sessions = sessions.alias(vecteur=SearchVector("mots", config=DICTIONNAIRE))
    for mot in mots:
        sessions = sessions.filter(Q(mots__contains=mot) | Q(vecteur=SearchQuery(mot, config=DICTIONNAIRE)))
    return sessions


def emplois_au_bout(session: Session) -> list[tuple[str, int]]:
    """Give how many posts wait at the end of a session, by commune, the most numerous first (1 query).

    Never by whom: an employer has committed itself before the Région, not before the public. Who agrees to be named is
    in ``employeurs_nommes``.
    """
    lignes = (
        session.retenues.acquises()
        .order_by()
        .values(commune=Coalesce(F("intention__commune__nom"), Value("")))
        .annotate(total=Sum("postes"))
    )
    return sorted(((ligne["commune"], ligne["total"]) for ligne in lignes), key=lambda couple: (-couple[1], couple[0]))


def retenues_nommees() -> QuerySet[IntentionRetenue]:
    """Give the posts behind sessions whose employer agrees to be named, today: acquired, not withdrawn."""
    nommees = IntentionRetenue.objects.acquises().filter(
        intention__nom_public=True, intention__employeur__isnull=False
    )
    return nommees.exclude(intention__statut=StatutIntention.DESISTEE)


def employeurs_nommes(session_ids: Iterable[int]) -> dict[int, list[str]]:
    """Give who recruits at the end of several sessions, by their id, in the order of names (1 query).

    Only those who agreed to be named. A session without any is not in the answer.
    """
    lignes = retenues_nommees().filter(session__in=list(session_ids)).order_by("intention__employeur__nom").distinct()
    noms: dict[int, list[str]] = {}
    for session, nom in lignes.values_list("session", "intention__employeur__nom"):
        noms.setdefault(session, []).append(nom)
    return noms
