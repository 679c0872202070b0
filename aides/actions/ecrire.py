"""Writing about a request: its employer and the Région."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from aides.models import DemandeAide
from aides.queries.lettre import destinataire_de
from comptes import acces
from comptes.models import Utilisateur
from noyau.messagerie import annoncer, ecrire_et_lire
from noyau.pieces import Message
from noyau.televersement import PieceLue

DROIT = "aides.instruire_aide"


def qualite_pour(utilisateur: Utilisateur, demande: DemandeAide) -> str:
    """Return for whom a person speaks of a request: « Région », its establishment; empty when it may only read."""
    if acces.est_agent(utilisateur):
        return "Région" if utilisateur.has_perm(DROIT) else ""
    return str(demande.employeur)


@transaction.atomic
def ecrire_a_la_demande(
    *, demande_id: int, par: Utilisateur, texte: str, envoi: UUID, pieces: Iterable[PieceLue] = ()
) -> Message:
    """Write a message about a request, with its files, and tell the other side; sent twice, it is written once.

    Raises ``DemandeAide.DoesNotExist`` for who does not read it and for a draft, ``PermissionDenied`` for an officer
    who may only read, ``RegleViolee`` after too many messages in an hour.
    """
    visibles = DemandeAide.objects.visibles_pour(par).exclude(numero=None)
    demande = visibles.select_related("employeur", "demandeur", "agent").get(pk=demande_id)
    qualite = qualite_pour(par, demande)
    message, nouveau = ecrire_et_lire(demande, auteur=par, qualite=qualite, texte=texte, envoi=envoi, pieces=pieces)
    if nouveau:
        annoncer(
            message,
            modele="aide_message",
            cle="message-aide",
            a_qui=_a_qui(demande, par=par),
            boite_partagee=demande.agent_id is None,
            contexte={
                "numero": demande.numero,
                "dispositif": demande.get_dispositif_display(),
                "employeur": str(demande.employeur),
                "chemin": reverse("aides:messages", args=[demande.pk]),
            },
        )
    return message


def _a_qui(demande: DemandeAide, *, par: Utilisateur) -> dict[str, str]:
    """Return whom each address reads for: the establishment, the Région; nobody where no one acts for it any more."""
    if acces.est_agent(par):
        adresse = destinataire_de(demande)
        return {adresse: "employeur"} if adresse else {}
    return {demande.agent.email if demande.agent else settings.REGION_EMAIL: "region"}
