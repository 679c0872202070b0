"""What the officers' queue may be filtered by, and its deadlines, in one query: the list is opened all day long."""

from collections import defaultdict
from datetime import date

from django.db.models import CharField, DateField, F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim

from comptes.models import Utilisateur
from referentiels.models import Departement, OrganismeFormation, Parametre
from sessions_formation.automates import A_DECIDER
from sessions_formation.models import Lot, Session
from sessions_formation.queries.agents import agents
from sessions_formation.queries.delais import CODES, DelaisLus

CHOIX_MAX = 100
AGENTS, DEPARTEMENTS, LOTS, ORGANISMES, DELAIS = "agents", "departements", "lots", "organismes", "delais"
_NOM_DE_L_AGENT = Coalesce(NullIf(Trim(Concat("prenom", Value(" "), "nom")), Value("")), "email")


class ChoixDeLaFile:
    """The choices of each filter, as (value, words), and the deadlines of the day."""

    def __init__(self, lignes: list[tuple[str, str, str, date | None]], *, le: date) -> None:
        par_genre: dict[str, list[tuple[str, str, date | None]]] = defaultdict(list)
        for genre, cle, nom, depuis in lignes:
            par_genre[genre].append((cle, nom, depuis))
        self._par_genre = par_genre
        dates = sorted((depuis, code, valeur) for code, valeur, depuis in par_genre[DELAIS] if depuis)
        self.delais = DelaisLus([(code, depuis, valeur) for depuis, code, valeur in dates], le=le)

    def de(self, genre: str) -> list[tuple[str, str]]:
        """Give the choices of one filter, by their words."""
        return sorted(((cle, nom) for cle, nom, _ in self._par_genre[genre]), key=lambda choix: choix[1])


def choix_de_la_file(*, organisme: int | None, le: date) -> ChoixDeLaFile:
    """Read them all. Training bodies are those that wait for an answer, and ``organisme``, the one already chosen."""
    qui_attendent = Session.objects.filter(statut__in=A_DECIDER).order_by().values("organisme")
    suivis = Session.objects.filter(statut__in=A_DECIDER, agent__isnull=False).order_by().values("agent")
    parties = (
        _partie(Departement.objects.filter(dans_region=True), DEPARTEMENTS, F("code"), F("nom")),
        _partie(
            Lot.objects.order_by("marche", "numero", "pk"), LOTS, F("pk"), Concat("numero", Value(", "), "intitule")
        ),
        _partie(
            OrganismeFormation.objects.filter(Q(pk__in=qui_attendent) | Q(pk=organisme)), ORGANISMES, F("pk"), F("nom")
        ),
        _partie(
            Utilisateur.objects.filter(Q(pk__in=agents().order_by().values("pk")) | Q(pk__in=suivis)),
            AGENTS,
            F("pk"),
            _NOM_DE_L_AGENT,
        ),
        _partie(Parametre.objects.filter(code__in=CODES), DELAIS, F("code"), F("valeur"), F("depuis")),
    )
    premiere, *autres = parties
    return ChoixDeLaFile(list(premiere.union(*autres, all=True)), le=le)


def _partie(
    lignes: QuerySet, genre: str, cle: Combinable, nom: Combinable, depuis: Combinable | None = None
) -> QuerySet:
    """One part of the union: kind, key, words, day. Bounded, but for dated values."""
    jamais = Cast(Value(None), DateField())
    valeurs = lignes.values_list(
        Value(genre, output_field=CharField()),
        Cast(cle, TextField()),
        Cast(nom, TextField()),
        Cast(depuis, DateField()) if depuis else jamais,
    )
    return valeurs.order_by() if depuis else valeurs[:CHOIX_MAX]
