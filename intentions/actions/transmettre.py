"""Filing for an employer: a training body, an Opco, a member of the Réseau, the Région, a platform by its machine.

What they file counts once the employer confirms it by its personal link, or once its writing is attached (FAQ §6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from comptes import acces
from comptes.actions.rattacher import FicheEmployeur, enregistrer_employeur
from comptes.models import Utilisateur
from intentions.actions.deposer import deposer
from intentions.actions.solliciter import exiger_contact_de_l_employeur
from intentions.enums import Canal
from intentions.models import IntentionEmbauche, Partenaire
from noyau import journal
from noyau.erreurs import RegleViolee
from referentiels.models import Employeur, Opco, OrganismeFormation, StructureReseau
from referentiels.regles.typographie import composer

REGION = "Région Pays de la Loire"
# Each kind of organisation, the channel it stands for and the field of the partner that holds it.
CANAUX: dict[type, tuple[Canal, str]] = {
    OrganismeFormation: (Canal.ORGANISME, "organisme"),
    StructureReseau: (Canal.RESEAU, "structure"),
    Opco: (Canal.OPCO, "opco"),
}


@dataclass(frozen=True, slots=True)
class EmployeurDeclare:
    """What a partner says of the establishment that recruits. ``fiche`` is needed when nobody has recorded it yet.

    ``siae`` and ``etti`` are kept only where nothing is known: the employer's own answer is never overwritten.
    """

    siret: str
    fiche: FicheEmployeur | None = None
    siae: bool | None = None
    etti: bool | None = None


def partenaire_de(
    par: Utilisateur, organisation: OrganismeFormation | StructureReseau | Opco | None = None
) -> Partenaire:
    """Give the partner that an organisation of ``par`` is (the Région for an officer), recording it the first time.

    Raises ``PermissionDenied`` when ``par`` does not act for it.
    """
    if organisation is None:
        if not acces.est_agent(par):
            raise PermissionDenied
        return la_region()
    canal, champ = CANAUX[type(organisation)]
    siennes = {"organisme": acces.organismes_de, "structure": acces.structures_de, "opco": acces.opcos_de}[champ](par)
    if not siennes.filter(**{champ: organisation.pk}).exists():
        raise PermissionDenied
    defauts = {"nom": str(organisation)[:160], "canal": canal}
    return Partenaire.objects.get_or_create(**{champ: organisation}, defaults=defauts)[0]


def la_region() -> Partenaire:
    """Give the partner that the Région itself is, recording it the first time."""
    return Partenaire.objects.get_or_create(canal=Canal.REGION, defaults={"nom": REGION})[0]


@transaction.atomic
def transmettre_intention(
    *,
    partenaire: Partenaire,
    par: Utilisateur | None,
    employeur: EmployeurDeclare,
    champs: Mapping[str, Any],
    le: date,
) -> IntentionEmbauche:
    """File in one act what a partner knows of an employer's need, and ask that employer to confirm it.

    ``champs``: fields of the model, ``contact_courriel`` and ``contact_nom`` among them; ``par`` is None when the
    partner's machine files. Gives the intention in the state its verdict leads to: « à compléter » at best, as long
    as the employer has not confirmed. Raises ``RegleViolee`` when this reference is already known, when nothing is
    known of the SIRET, or when the contact given for the employer is the partner's own address.
    """
    _exiger_nouvelle(partenaire, str(champs.get("reference_externe", "")))
    exiger_contact_de_l_employeur(partenaire, str(champs.get("contact_courriel", "")))
    etablissement = declarer_employeur(employeur, par=par)
    intention = ouvrir_transmission(partenaire=partenaire, par=par, champs={**champs, "employeur": etablissement})
    return deposer(intention, par=par, le=le)


def ouvrir_transmission(
    *, partenaire: Partenaire, par: Utilisateur | None, champs: Mapping[str, Any]
) -> IntentionEmbauche:
    """Create the draft of what a partner transmits. Raises ``RegleViolee`` when its account is closed."""
    exiger_ouvert(partenaire)
    connus = {**champs, "contact_courriel": str(champs.get("contact_courriel", "")).lower()}
    try:
        with transaction.atomic():
            return IntentionEmbauche.objects.create(
                deposant=par, partenaire=partenaire, canal=partenaire.canal, **connus
            )
    except IntegrityError:
        # Two machines sent the same reference at the same instant: the second is told as it would be a second later.
        _exiger_nouvelle(partenaire, str(champs.get("reference_externe", "")))
        raise


def exiger_ouvert(partenaire: Partenaire) -> None:
    """Raise ``RegleViolee`` when the Région has closed this partner's account."""
    if not partenaire.actif:
        raise RegleViolee(f"{partenaire.nom} ne transmet plus d’intentions. Écrivez à la Région pour en parler.")


def declarer_employeur(declare: EmployeurDeclare, *, par: Utilisateur | None) -> Employeur:
    """Give the establishment declared, recording it when it is new; nobody is attached to it.

    In a transaction. Raises ``RegleViolee`` when nothing is known of the SIRET.
    """
    employeur = enregistrer_employeur(declare.siret, declare.fiche, par)
    if libelle := preciser_insertion(employeur, declare):
        employeur.save(update_fields=["siae", "etti"])
        journal.noter(employeur, libelle, par=par, transition="preciser")
    return employeur


def preciser_insertion(employeur: Employeur, declare: EmployeurDeclare) -> str:
    """Keep in memory what is declared of insertion where nothing was known; give the journal's words, or none."""
    if employeur.siae is not None or employeur.etti or (declare.siae is None and not declare.etti):
        return ""
    employeur.siae, employeur.etti = bool(declare.siae or declare.etti), bool(declare.etti)
    if employeur.siae:
        return composer("Structure d’insertion : déclarée par un partenaire")
    return composer("Pas une structure d’insertion : déclaré par un partenaire")


def _exiger_nouvelle(partenaire: Partenaire, reference: str) -> None:
    if not reference:
        return
    connue = IntentionEmbauche.objects.filter(partenaire=partenaire.pk, reference_externe=reference).first()
    if connue:
        raise RegleViolee(
            composer(
                f"Vous avez déjà transmis une intention sous la référence « {reference} » : "
                f"{connue.reference or 'elle est encore en brouillon'}."
            )
        )
