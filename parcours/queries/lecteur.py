"""What somebody is to a person in training: what they may read and do on its page depends on it."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from sessions_formation.models import Parcours


@dataclass(frozen=True, slots=True)
class Lecteur:
    """``suit``: of a structure that follows the person. ``de_la_session``: the session's referent, or its structure's.
    ``organisme``: of the training body of the session. ``employeur``: of the establishment of the post. ``agent``: of
    the Région."""

    agent: bool = False
    suit: bool = False
    de_la_session: bool = False
    organisme: bool = False
    employeur: bool = False

    @property
    def referent(self) -> bool:
        """Follows the person, or the session it is on."""
        return self.suit or self.de_la_session

    @property
    def declare(self) -> bool:
        """May declare entries, interruptions and departures."""
        return self.organisme or self.de_la_session

    @property
    def employeur_seul(self) -> bool:
        """Reads the short page: neither contact nor history."""
        return self.employeur and not (self.agent or self.referent or self.organisme)

    @property
    def ecrit(self) -> bool:
        """May add a note. Officers only read here."""
        return self.referent or self.organisme


def lecteur_de(utilisateur: Utilisateur, parcours: Parcours) -> Lecteur:
    """Say what ``utilisateur`` is to a parcours it may see (``visibles_pour``)."""
    if acces.est_agent(utilisateur):
        return Lecteur(agent=True)
    session = parcours.session
    structures = set(acces.constantes(acces.structures_de(utilisateur)))
    suit = bool(structures & {parcours.structure_id, parcours.stagiaire.structure_id})
    de_la_session = session.structure_referente_id in structures or session.referent_id == utilisateur.pk
    return Lecteur(
        suit=suit,
        de_la_session=de_la_session,
        organisme=session.organisme_id in acces.constantes(acces.organismes_de(utilisateur)),
        employeur=parcours.intention is not None
        and parcours.intention.employeur_id in acces.constantes(acces.employeurs_de(utilisateur)),
    )


def exiger_de_lire(utilisateur: Utilisateur) -> None:
    """Raise ``PermissionDenied`` for an officer without the right to read people's files: being of the Région is not
    enough (whoever « must »: issue 5)."""
    if acces.est_agent(utilisateur) and not utilisateur.has_perm("stagiaires.view_stagiaire"):
        raise PermissionDenied


def lit_les_amenagements(utilisateur: Utilisateur, lecteur: Lecteur) -> bool:
    """Tell the same of one parcours as ``amenagements_lisibles``, of what is already known of its reader."""
    return lecteur.suit or lecteur.organisme or (lecteur.agent and _nomme_pour_les_lire(utilisateur))


def amenagements_lisibles(utilisateur: Utilisateur) -> QuerySet[Parcours]:
    """Give the parcours whose arrangements this person may read: who follows the person, and the training body that
    arranges. Neither the employer nor the session's referent; an officer only by name, with a right no group has.
    """
    if acces.est_agent(utilisateur):
        tous = Parcours.objects.all()
        return tous if _nomme_pour_les_lire(utilisateur) else tous.none()
    structures = acces.constantes(acces.structures_de(utilisateur))
    organismes = acces.constantes(acces.organismes_de(utilisateur))
    return Parcours.objects.visibles_pour(utilisateur).filter(
        Q(structure__in=structures) | Q(stagiaire__structure__in=structures) | Q(session__organisme__in=organismes)
    )


def _nomme_pour_les_lire(utilisateur: Utilisateur) -> bool:
    """Tell whether an officer was given this right itself. Having them all, to run the service, is not needing it."""
    if not utilisateur.is_superuser:
        return utilisateur.has_perm("parcours.voir_amenagement")
    droits = Permission.objects.filter(content_type__app_label="parcours", codename="voir_amenagement")
    return droits.filter(Q(user=utilisateur.pk) | Q(group__user=utilisateur.pk)).exists()
