"""Asking an employer to confirm what somebody else wrote for it, and taking its word back when the offer changes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptes import liens
from comptes.models import Utilisateur
from intentions.actions.redaction import relire
from intentions.enums import OrigineEcrit
from intentions.models import IntentionEmbauche, Partenaire
from intentions.queries.confirmation import (
    a_confirmer_a,
    adressees_a,
    adresses_du_partenaire,
    attend_l_employeur,
    courriel_du_partenaire,
    est_l_employeur,
)
from noyau import courriers, journal
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from referentiels.regles.typographie import composer


def ecrit_au_depot(intention: IntentionEmbauche, *, par: Utilisateur | None) -> dict[str, Any]:
    """Give the fields that say whether ``par``, who files, is the employer: its filing is the writing (I-ECRIT)."""
    if intention.ecrit_employeur:
        return {}
    if intention.partenaire_id is None:
        return {"ecrit_employeur": True, "ecrit_origine": OrigineEcrit.DEPOT}
    if est_l_employeur(intention, par):
        return {"ecrit_employeur": True, "ecrit_origine": OrigineEcrit.COMPTE, "confirmee_le": maintenant()}
    return {}


def demander_confirmation(intention: IntentionEmbauche, *, cle: str) -> bool:
    """Write to the employer's contact to confirm, when nothing else is missing; tell whether it was written to.

    ``cle`` names the event, as in ``courriers.deposer``. The intention is locked by whoever calls. Raises
    ``RegleViolee`` when that address is one of the partner's.
    """
    if not (intention.contact_courriel and intention.partenaire and attend_l_employeur(intention)):
        return False
    exiger_contact_de_l_employeur(intention.partenaire, intention.contact_courriel)
    intention.confirmation_demandee_le = maintenant()
    intention.save(update_fields=["confirmation_demandee_le"])
    ecrire_a_l_employeur([intention], cle=cle)
    journal.noter(
        intention,
        "Confirmation demandée à l’employeur",
        par=None,
        transition="demander_confirmation",
    )
    return True


def exiger_contact_de_l_employeur(partenaire: Partenaire, courriel: str) -> None:
    """Raise ``RegleViolee`` when the employer's address is one of the partner's: it would confirm for itself."""
    if courriel and courriel.lower() in adresses_du_partenaire(partenaire):
        raise RegleViolee(adresse_du_partenaire(courriel))


def adresse_du_partenaire(courriel: str) -> str:
    """Give the refusal of an employer's address that is the partner's own."""
    return composer(f"{courriel} est une adresse de votre organisation : écrivez celle de l’employeur.")


def ecrire_a_l_employeur(intentions: list[IntentionEmbauche], *, cle: str) -> None:
    """Put in the outbox one mail for all these intentions of one contact and one partner, with its personal link."""
    premiere = intentions[0]
    courriers.deposer(
        modele="confirmation_demandee",
        cle=cle,
        destinataire=premiere.contact_courriel,
        contexte={
            "contact": premiere.contact_nom,
            "partenaire": premiere.partenaire.nom if premiere.partenaire else "",
            "intentions": [offre_en_bref(intention) for intention in intentions],
            "chemin": chemin_personnel(premiere.contact_courriel),
        },
    )


def offre_en_bref(intention: IntentionEmbauche) -> dict[str, Any]:
    """Give the few lines by which an employer knows its offer, as plain JSON."""
    souhaitee = intention.embauche_souhaitee
    return {
        "numero": intention.numero,
        "employeur": intention.employeur.nom if intention.employeur else "",
        "poste": intention.intitule_affiche,
        "nombre_postes": intention.nombre_postes,
        "lieu": str(intention.commune or intention.departement or ""),
        "contrat": intention.contrat_affiche if intention.contrat_type else "",
        "embauche_souhaitee": souhaitee.isoformat() if souhaitee else "",
    }


def chemin_personnel(courriel: str) -> str:
    """Give the path of the page on which whoever reads ``courriel`` confirms, without an account."""
    return liens.chemin("reponses:confirmer", liens.Usage.INTENTIONS, courriel)


@transaction.atomic
def redemander_confirmation(*, intention_id: int, par: Utilisateur, le: date) -> IntentionEmbauche:
    """Write to the employer again, once a day. Raises ``RegleViolee`` when it is too soon or no longer useful."""
    intention = relire(intention_id, par=par)
    demandee = intention.confirmation_demandee_le
    if demandee and timezone.localtime(demandee).date() >= le:
        raise RegleViolee("Nous avons déjà écrit à l’employeur aujourd’hui : laissez-lui un jour pour répondre.")
    if not demander_confirmation(intention, cle=f"confirmation:{intention.pk}:{le}"):
        raise RegleViolee("Cette intention n’attend pas de confirmation de l’employeur.")
    return intention


@transaction.atomic
def envoyer_nouveau_lien(*, courriel: str) -> None:
    """Send a personal link to whoever asks for one, if there is something to show at that address.

    Says nothing to the caller: whether an address is known is told to that address only. Whoever calls limits how
    often this is asked.
    """
    if not adressees_a(courriel).exists():
        return
    courriers.deposer(
        modele="lien_personnel",
        cle=f"lien:{courriel.lower()}:{maintenant().isoformat()}"[:120],
        destinataire=courriel,
        contexte={"nombre": a_confirmer_a(courriel).count(), "chemin": chemin_personnel(courriel)},
    )


def annuler_confirmation(intention: IntentionEmbauche, *, par: Utilisateur) -> bool:
    """Let the employer's word fall because ``par`` has changed the offer it was given for; tell whether it fell.

    Nothing falls when the employer itself makes the change, nor for what nobody transmits. The intention is locked by
    whoever calls, and judged again afterwards: the rules then miss the writing, and the employer is asked again.
    """
    if not (intention.partenaire_id and intention.ecrit_employeur) or est_l_employeur(intention, par):
        return False
    intention.ecrit_employeur, intention.ecrit_origine = None, ""
    intention.confirmee_le = intention.confirmation_demandee_le = None
    intention.save(update_fields=["ecrit_employeur", "ecrit_origine", "confirmee_le", "confirmation_demandee_le"])
    journal.noter(
        intention,
        "Confirmation à refaire",
        par=par,
        transition="annuler_confirmation",
        motif="L’offre a changé depuis que l’employeur l’a confirmée.",
    )
    return True


def prevenir_partenaire(
    intention: IntentionEmbauche, *, modele: str, cle: str, contexte: dict[str, Any], groupable: bool = False
) -> None:
    """Tell who transmits an intention what becomes of it, where somebody there reads mail."""
    if destinataire := courriel_du_partenaire(intention):
        courriers.deposer(modele=modele, cle=cle, destinataire=destinataire, contexte=contexte, groupable=groupable)
