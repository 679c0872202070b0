"""What each kind of committee is prepared from, and who is to be invited to it."""

from datetime import date

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from comites.enums import NatureComite
from comites.models import Comite
from comites.queries.local import sujets_locaux
from comites.queries.sujets import Sujet
from comites.queries.technique import sujets_techniques
from comptes.models import Utilisateur
from referentiels.models import Commune, StructureReseau

SOURCES = {NatureComite.LOCAL: sujets_locaux, NatureComite.TECHNIQUE: sujets_techniques}


def sujets_de(comite: Comite, *, le: date) -> list[Sujet]:
    """Give what the committee may speak of on ``le``, in the order of its sources."""
    return SOURCES[NatureComite(comite.nature)](comite, le=le)


def structures_du_lieu(comite: Comite) -> QuerySet[StructureReseau]:
    """Give the members of the Réseau pour l'emploi of the committee's département(s), by name."""
    if comite.departement_id:
        ici = [comite.departement_id]
    else:
        communes = Commune.objects.filter(territoire=comite.territoire_id).order_by("departement")
        ici = list(communes.values_list("departement", flat=True).distinct())
    couvrent = StructureReseau.departements.through.objects.filter(departement__in=ici).values("structurereseau")
    return StructureReseau.objects.filter(pk__in=couvrent).order_by("nom", "pk")


def agents_a_inviter() -> QuerySet[Utilisateur]:
    """Give the officers who prepare committees, by name."""
    droit = Q(codename="change_comite", content_type__app_label="comites")
    par_groupe = Q(groups__permissions__in=_permissions(droit))
    en_propre = Q(user_permissions__in=_permissions(droit))
    agents = Utilisateur.objects.filter(is_active=True, is_staff=True).filter(par_groupe | en_propre)
    return Utilisateur.objects.filter(pk__in=agents.values("pk")).order_by("nom", "prenom", "pk")


def _permissions(droit: Q) -> QuerySet:
    return Permission.objects.filter(droit).values("pk")
