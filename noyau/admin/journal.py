from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from noyau.admin.lecture import LectureSeule
from noyau.automates import ModeleAutomate
from noyau.journal import LigneJournal

AUTRES_OBJETS = ["comptes.rattachement", "comptes.utilisateur", "referentiels.employeur"]


class TypeDObjet(admin.SimpleListFilter):
    """The kinds of object are known: asking the table for them would read all of it."""

    title = "objet"
    parameter_name = "objet"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        modeles = [modele for modele in apps.get_models() if issubclass(modele, ModeleAutomate)]
        modeles += [apps.get_model(nom) for nom in AUTRES_OBJETS]
        return [(modele._meta.label_lower, modele._meta.verbose_name) for modele in modeles]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(objet_type=self.value()) if self.value() else queryset


@admin.register(LigneJournal)
class LigneJournalAdmin(LectureSeule):
    list_display = ["le", "libelle", "objet", "par_nom", "motif"]
    list_filter = [TypeDObjet]
    search_fields = ["par_nom__unaccent__icontains", "libelle__icontains", "=objet_id"]
    ordering = ["-le", "-pk"]
    fields = ["le", "libelle", "objet_type", "objet_id", "depart", "arrivee", "par_nom", "motif"]

    @admin.display(description="objet")
    def objet(self, ligne: LigneJournal) -> str:
        """Name the kind of thing as the administration does, with its identifier."""
        try:
            nom = apps.get_model(ligne.objet_type)._meta.verbose_name
        except LookupError:
            nom = ligne.objet_type
        return f"{nom} {ligne.objet_id}"
