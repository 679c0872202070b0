"""The filters of the queue, kept in the address. What they offer is read in one query for all of them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from noyau.listes import identifiant
from referentiels.regles.typographie import composer
from sessions_formation.automates import A_DECIDER
from sessions_formation.models import Session
from sessions_formation.queries import choix
from sessions_formation.queries.agents import remplaces_par
from sessions_formation.queries.choix import ChoixDeLaFile, choix_de_la_file
from sessions_formation.queries.delais import attendent_depuis

MIENS, REMPLACES, PERSONNE = "miens", "remplaces", "personne"
PROCHE, DEPASSE = "proche", "depasse"


def choix_de(request: HttpRequest) -> ChoixDeLaFile:
    """Read the choices once for a page."""
    lus = getattr(request, "choix_de_la_file", None)
    if lus is None:
        organisme = identifiant(request.GET.get("organisme", ""))
        lus = request.choix_de_la_file = choix_de_la_file(organisme=organisme, le=timezone.localdate())
    return lus


class FiltreAgent(admin.SimpleListFilter):
    """« Mes dossiers » are mine and those of whom I replace today."""

    title = "agent"
    parameter_name = "agent"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.utilisateur = request.user

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        fixes = [(MIENS, "Mes dossiers"), (REMPLACES, "Ceux que je remplace"), (PERSONNE, "À personne")]
        return [*fixes, *choix_de(request).de(choix.AGENTS)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        le = timezone.localdate()
        if self.value() == PERSONNE:
            return queryset.filter(agent=None)
        if self.value() in {MIENS, REMPLACES}:
            remplaces = Q(agent__in=remplaces_par(self.utilisateur, le=le))
            return queryset.filter(remplaces | Q(agent=self.utilisateur) if self.value() == MIENS else remplaces)
        agent = identifiant(self.value() or "")
        return queryset if agent is None else queryset.filter(agent=agent)


class FiltreRetard(admin.SimpleListFilter):
    title = "attente"
    parameter_name = "attente"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        delais = choix_de(request).delais
        paliers = ((PROCHE, delais.relance_session_jours), (DEPASSE, delais.alerte_session_jours))
        return [(cle, composer(f"{jours} jours ouvrés ou plus")) for cle, jours in paliers]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        delais = choix_de(request).delais
        jours = {PROCHE: delais.relance_session_jours, DEPASSE: delais.alerte_session_jours}.get(self.value() or "")
        if jours is None:
            return queryset
        return queryset.filter(attendent_depuis(jours, le=timezone.localdate()), statut__in=A_DECIDER)


class FiltreSignature(admin.SimpleListFilter):
    title = "signature"
    parameter_name = "signature"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("seconde", "Seconde signature attendue")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        return queryset.filter(premiere_validation__isnull=False) if self.value() else queryset


class _FiltreLu(admin.SimpleListFilter):
    """A filter whose choices come from the common reading. ``chemin``: what of a session it compares."""

    genre: ClassVar[str]
    chemin: ClassVar[str]
    lire: ClassVar[Callable[[str], int | str | None]] = identifiant

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return choix_de(request).de(self.genre)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        valeur = type(self).lire(self.value() or "")
        return queryset.filter(**{self.chemin: valeur}) if valeur else queryset


class FiltreDepartement(_FiltreLu):
    title, parameter_name = "département", "departement"
    genre, chemin, lire = choix.DEPARTEMENTS, "commune__departement", str


class FiltreLot(_FiltreLu):
    title, parameter_name = "lot", "lot"
    genre, chemin = choix.LOTS, "lot"


class FiltreOrganisme(_FiltreLu):
    """Those who wait for an answer: any other is found by searching its name."""

    title, parameter_name = "organisme", "organisme"
    genre, chemin = choix.ORGANISMES, "organisme"
