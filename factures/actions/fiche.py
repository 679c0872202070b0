"""How a training body invoices: its VAT, its bank account. A bank account that changes is told to who could object."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from factures.models import EmetteurFactures
from noyau import courriers, horloge
from noyau.erreurs import DossierModifie
from noyau.journal import noter
from referentiels.models import OrganismeFormation

CHAMPS = (
    "regime_tva", "attestation_le", "numero_tva", "forme_juridique", "iban", "titulaire", "service", "courriel",
    "telephone",
)  # fmt: skip


def enregistrer_fiche(
    *, organisme: OrganismeFormation, champs: Mapping[str, Any], par: Utilisateur, lu: datetime | None
) -> EmetteurFactures:
    """Keep what a training body writes of its invoicing; ``lu``: when what its author read was last changed.

    A new bank account is told at once, by mail, to the body's own address and to that of its invoices: those known
    before the change. Invoices already issued keep the account they were issued with. Raises ``DossierModifie`` when
    somebody else wrote meanwhile.
    """
    with transaction.atomic():
        # Locked: two people writing the first card of a body would both find none.
        OrganismeFormation.objects.select_for_update(of=("self",)).get(pk=organisme.pk)
        fiche = EmetteurFactures.objects.filter(organisme=organisme).first()
        if (fiche.modifie_le if fiche else None) != lu:
            raise DossierModifie("Quelqu’un a modifié cette fiche entre-temps : relisez-la avant d’enregistrer.")
        fiche = fiche or EmetteurFactures(organisme=organisme)
        ancien, connues = fiche.iban, [organisme.courriel, fiche.courriel]
        for champ in CHAMPS:
            setattr(fiche, champ, champs[champ])
        fiche.save()
        noter(fiche, "Fiche de facturation enregistrée", par=par)
        if fiche.iban != ancien:
            _dire_le_changement(fiche, ancien, connues, par=par)
    return fiche


def masquer(iban: str) -> str:
    """Give a bank account as a mail may write it, « FR76 •••• 0189 »; empty when there is none."""
    return f"{iban[:4]} •••• {iban[-4:]}" if iban else ""


def _dire_le_changement(fiche: EmetteurFactures, ancien: str, connues: list[str], *, par: Utilisateur) -> None:
    ligne = noter(fiche, "Compte bancaire changé", par=par)
    contexte = {
        "organisme": fiche.organisme.nom,
        "compte": masquer(fiche.iban),
        "ancien": masquer(ancien),
        "par": par.get_full_name(),
        "le": horloge.maintenant().isoformat(),
        "chemin": reverse("factures:emetteur"),
    }
    for rang, courriel in enumerate(dict.fromkeys(adresse.lower() for adresse in connues if adresse)):
        courriers.deposer(
            modele="compte_change",
            cle=f"compte-change:{ligne.pk}:{rang}",
            destinataire=courriel,
            contexte=contexte,
        )
