"""Which relevé a person reads, and which it writes in: 404 out of its perimeter, 403 for who only reads."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from comptes import acces
from comptes.models import Utilisateur
from heures.models import Releve
from parcours.queries.lecteur import exiger_de_lire


def lire(request: HttpRequest, pk: int) -> Releve:
    """Give a relevé the reader may see: it names trainees, so an officer needs the right to read people's files."""
    exiger_de_lire(request.user)
    releves = Releve.objects.visibles_pour(request.user)
    releves = releves.select_related("session__organisme", "session__commune", "declare_par")
    return get_object_or_404(releves, pk=pk)


def lire_pour_ecrire(request: HttpRequest, pk: int) -> Releve:
    """The same for who writes in it."""
    releve = lire(request, pk)
    if not ecrit(request.user, releve):
        raise PermissionDenied
    return releve


def ecrit(par: Utilisateur, releve: Releve) -> bool:
    """Tell whether this person writes in this relevé: it is of a session of theirs."""
    return releve.session.organisme_id in acces.constantes(acces.organismes_de(par))
