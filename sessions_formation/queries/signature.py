"""Who signs a purchase: one person, or two when its amount reaches a dated parameter."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from comptes.models import Utilisateur
from referentiels.queries.reglement import reglement_au
from sessions_formation.models import PremiereValidation, Session


def seuil_des_deux_signatures(*, le: date) -> Decimal:
    """Give the amount in euros from which two people sign on ``le`` (parameter seconde_validation_montant)."""
    return reglement_au(le).seconde_validation_montant


def exige_deux_signatures(montant: Decimal | None, *, le: date) -> bool:
    """Tell whether a purchase of ``montant`` euros needs a second signature on ``le``."""
    return montant is not None and montant >= seuil_des_deux_signatures(le=le)


def premiere_signature_de(session: Session) -> PremiereValidation | None:
    """Give the signature that a second person has not joined yet, with who signed."""
    return PremiereValidation.objects.filter(session=session).select_related("par").order_by("pk").first()


def peuvent_contresigner(*, sauf: Utilisateur) -> QuerySet[Utilisateur]:
    """Give the active officers whose groups may give the second signature, whoever signed first excepted."""
    droit = Permission.objects.filter(codename="valider_session", content_type__app_label="sessions_formation")
    ont_le_droit = Q(groups__permissions__in=droit) | Q(user_permissions__in=droit)
    actifs = Utilisateur.objects.filter(ont_le_droit, is_active=True, is_staff=True)
    return actifs.exclude(pk=sauf.pk).order_by("pk").distinct()
