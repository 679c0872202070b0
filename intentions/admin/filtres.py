"""Filters of the officers' list of intentions, kept in the address; each offers a bounded number of choices."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.listes import identifiant
from referentiels.models import Departement, OrganismeFormation, Secteur

CHOIX_MAX = 100


class Filtre(admin.SimpleListFilter):
    """One value of one field."""

    champ = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[IntentionEmbauche]) -> QuerySet[IntentionEmbauche]:
        return queryset.filter(**{self.champ: self.value()}) if self.value() else queryset


class FiltreEtat(Filtre):
    title, parameter_name, champ = "état", "etat", "statut"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(statut.value, statut.label) for statut in StatutIntention if statut != StatutIntention.BROUILLON]


class FiltreSecteur(Filtre):
    title, parameter_name, champ = "secteur", "secteur", "secteur"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Secteur.objects.order_by("ordre", "libelle", "pk").values_list("pk", "libelle")[:CHOIX_MAX])


class FiltreDepartement(Filtre):
    title, parameter_name, champ = "département", "departement", "departement"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Departement.objects.filter(dans_region=True).order_by("code").values_list("code", "nom"))


class FiltreOrganisme(Filtre):
    """The training bodies that some intention names."""

    title, parameter_name = "organisme choisi", "organisme"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        choisi = Exists(IntentionEmbauche.objects.filter(organisme_choisi=OuterRef("pk")))
        organismes = (
            OrganismeFormation.objects.filter(choisi).order_by("nom", "pk").values_list("pk", "nom")[:CHOIX_MAX]
        )
        return [(str(pk), nom) for pk, nom in organismes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[IntentionEmbauche]) -> QuerySet[IntentionEmbauche]:
        organisme = identifiant(self.value() or "")
        return queryset if organisme is None else queryset.filter(organisme_choisi=organisme)
