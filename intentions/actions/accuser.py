"""Acknowledging: who reads the verdict on an intention, and the letter that keeps it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from intentions.actions.solliciter import chemin_personnel, demander_confirmation, prevenir_partenaire
from intentions.models import IntentionEmbauche, Partenaire
from intentions.queries.confirmation import courriel_de
from intentions.queries.documents import contexte_accuse
from intentions.queries.orientations import orientations_du_courrier
from noyau import courriers
from noyau.courriers import Document


def accuser_reception(intention: IntentionEmbauche, *, par: Utilisateur | None, cle: str) -> None:
    """Keep the acknowledgement as a PDF and send it to the employer; ask it to confirm when only that is missing.

    What a partner wrote is not sent to the employer as its own before it has given its word.
    """
    contexte = contexte_accuse(intention)
    document = preparer_accuse(intention, cle=cle, contexte=contexte)
    document.save()
    demander_confirmation(intention, cle=f"confirmation:{cle}")
    destinataire, chemin = _lecteur(intention, par)
    if destinataire:
        courriers.deposer(
            modele="accuse_intention",
            cle=cle,
            destinataire=destinataire,
            contexte={
                **contexte,
                "chemin": chemin or contexte["chemin"],
                "orientations": orientations_du_courrier(intention),
            },
            documents=[document],
        )


def preparer_accuse(intention: IntentionEmbauche, *, cle: str, contexte: Mapping[str, Any]) -> Document:
    """Give the acknowledgement to keep as a PDF, not written yet; ``contexte`` is that of ``contexte_accuse``."""
    return courriers.preparer_document(
        modele="accuse_intention",
        cle=cle,
        objet=intention,
        titre="Accusé de réception",
        reference=intention.reference,
        contexte=contexte,
    )


def accuser_au_partenaire(intention: IntentionEmbauche, *, modele: str, cle: str) -> None:
    """Tell who transmits an intention how it was received (``transmission_recue``) or confirmed."""
    prevenir_partenaire(intention, modele=modele, cle=cle, contexte=contexte_partenaire(intention), groupable=True)


def contexte_partenaire(intention: IntentionEmbauche) -> dict[str, Any]:
    """Give the facts a mail to who transmits says: those of the acknowledgement, and its own page."""
    return {
        **contexte_accuse(intention),
        "partenaire": intention.partenaire.nom if intention.partenaire else "",
        "etat": intention.statut,
        "confirmee": bool(intention.ecrit_employeur),
        "ecrit_a": intention.contact_courriel if intention.confirmation_demandee_le else "",
        "chemin": reverse("transmissions:detail", args=[intention.pk]),
    }


@transaction.atomic
def accuser_la_liste(partenaire: Partenaire, *, nom: str, empreinte: str, enregistrees: int, en_erreur: int) -> None:
    """Tell a partner, once a file (``empreinte``, its SHA-256), that its list ``nom`` is recorded; nothing if none is.

    It stands for the mails that would tell it of each intention. ``enregistrees`` and ``en_erreur`` are in lines.
    """
    destinataire = courriel_de(partenaire)
    if destinataire and enregistrees:
        courriers.deposer(
            modele="import_recu",
            cle=f"import:{partenaire.pk}:{empreinte}",
            destinataire=destinataire,
            contexte={
                "partenaire": partenaire.nom,
                "fichier": nom,
                "enregistrees": enregistrees,
                "en_erreur": en_erreur,
                "chemin": reverse("transmissions:liste"),
            },
            groupable=True,
        )


def _lecteur(intention: IntentionEmbauche, par: Utilisateur | None) -> tuple[str, str]:
    """Give where the employer reads the verdict, and the path to its page when that is not its account's."""
    if intention.partenaire_id is None:
        return (par.email if par else intention.contact_courriel), ""
    if not (intention.ecrit_employeur and intention.contact_courriel):
        return "", ""
    return intention.contact_courriel, chemin_personnel(intention.contact_courriel)
