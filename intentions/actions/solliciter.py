"""Asking an employer to confirm what somebody else wrote for it, and taking its word back when the offer changes."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptes import liens
from comptes.models import Utilisateur
from intentions.actions.redaction import relire
from intentions.enums import OrigineEcrit, StatutIntention
from intentions.models import IntentionEmbauche, Partenaire
from intentions.queries.confirmation import (
    a_confirmer_a,
    adressees_a,
    adresses_du_partenaire,
    attend_l_employeur,
    courriel_du_partenaire,
    est_l_employeur,
)
from intentions.queries.imports import n_attendent_que_l_employeur
from noyau import courriers, journal
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from noyau.journal import LigneJournal
from referentiels.regles.typographie import composer

CONFIRMATION_DEMANDEE = "Confirmation demandée à l’employeur"
# What a mail of confirmation lists at most: its link shows them all.
CITEES = 30
# Of one intention, in a day: the address may be mistyped twice.
DEMANDES_PAR_JOUR = 5


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
    ``RegleViolee`` when that address is one of the partner's, or when too many requests left that day: changing the
    address again and again would write to anybody.
    """
    if not (intention.contact_courriel and intention.partenaire and attend_l_employeur(intention)):
        return False
    exiger_contact_de_l_employeur(intention.partenaire, intention.contact_courriel)
    demandes = LigneJournal.objects.de(intention).filter(
        transition="demander_confirmation", le__gt=maintenant() - timedelta(days=1)
    )
    if demandes.count() >= DEMANDES_PAR_JOUR:
        raise RegleViolee(
            f"{DEMANDES_PAR_JOUR} demandes de confirmation sont parties aujourd’hui pour cette intention : "
            "changez l’adresse demain, ou joignez l’écrit de l’employeur."
        )
    intention.confirmation_demandee_le = maintenant()
    intention.save(update_fields=["confirmation_demandee_le"])
    ecrire_a_l_employeur([intention], cle=cle)
    journal.noter(intention, CONFIRMATION_DEMANDEE, par=None, transition="demander_confirmation")
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
    courriers.deposer(
        modele="confirmation_demandee",
        cle=cle,
        destinataire=intentions[0].contact_courriel,
        contexte=_contexte_de_la_demande(intentions),
    )


@transaction.atomic
def demander_confirmations(intentions: Collection[int]) -> int:
    """Ask the contacts of these intentions of one partner to confirm, each by one mail for all of its own.

    Those that miss something else, or were asked before, are left out. Gives how many intentions were asked about;
    done again, it asks nobody.
    """
    a_demander = (
        IntentionEmbauche.objects.filter(
            pk__in=intentions, statut=StatutIntention.A_COMPLETER, confirmation_demandee_le=None
        )
        .exclude(contact_courriel="")
        .select_for_update(of=("self",))
        # Few distinct ones for many intentions: each is made once.
        .prefetch_related("partenaire", "employeur", "metier", "commune", "departement")
        .order_by("pk")
    )
    trouvees = {intention.pk: intention for intention in a_demander}
    par_contact: dict[str, list[IntentionEmbauche]] = {}
    for pk in n_attendent_que_l_employeur(trouvees):
        par_contact.setdefault(trouvees[pk].contact_courriel, []).append(trouvees[pk])
    demandees = [intention for groupe in par_contact.values() for intention in groupe]
    cles = [intention.pk for intention in demandees]
    # By the queryset: asking is not a change of the offer.
    IntentionEmbauche.objects.filter(pk__in=cles).update(confirmation_demandee_le=maintenant())
    courriers.deposer_plusieurs(
        "confirmation_demandee",
        [
            (f"confirmation:liste:{groupe[0].pk}", courriel, _contexte_de_la_demande(groupe))
            for courriel, groupe in par_contact.items()
        ],
    )
    LigneJournal.objects.bulk_create(
        journal.preparer_ligne(intention, CONFIRMATION_DEMANDEE, par=None, transition="demander_confirmation")
        for intention in demandees
    )
    return len(demandees)


def _contexte_de_la_demande(intentions: list[IntentionEmbauche]) -> dict[str, Any]:
    premiere = intentions[0]
    return {
        "contact": premiere.contact_nom,
        "partenaire": premiere.partenaire.nom if premiere.partenaire else "",
        "intentions": [offre_en_bref(intention) for intention in intentions[:CITEES]],
        "autres": max(0, len(intentions) - CITEES),
        "chemin": chemin_personnel(premiere.contact_courriel),
    }


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
        cle=f"lien:{maintenant().isoformat()}:{courriel.lower()}"[:120],
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
