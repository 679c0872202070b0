"""What an employer answers when it is asked where its need stands: from its account, or by its personal link."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from intentions.actions.deposer import deposer
from intentions.actions.dupliquer import REPRISES
from intentions.actions.lien import relire_pour, signer_par_lien
from intentions.actions.prevenir import prevenir_de_la_fin
from intentions.enums import OrigineEcrit, StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.regles.echeances import echeances
from noyau.erreurs import TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import noter
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer

OFFERTES = frozenset({StatutIntention.A_COMPLETER, StatutIntention.RECEVABLE})
POURVU_ICI, POURVU_AUTREMENT = "Pourvu grâce au dispositif", "Pourvu autrement"


@transaction.atomic
def dire_toujours_d_actualite(
    *, intention_id: int, par: Utilisateur | None, le: date, courriel: str = ""
) -> IntentionEmbauche:
    """The need still stands: the intention is offered for a whole period again, from ``le``.

    Saying it twice the same day changes nothing more. Raises ``IntentionEmbauche.DoesNotExist`` when it is not theirs,
    ``TransitionImpossible`` when it is no longer offered.
    """
    intention = _relire_offerte(intention_id, par=par, courriel=courriel)
    fin = echeances(intention.statut, reglement=reglement_au(le), le=le).valable_jusqu_au
    if intention.valable_jusqu_au != fin:
        intention.valable_jusqu_au = fin
        intention.save(update_fields=["valable_jusqu_au"])
        noter(intention, "Toujours d’actualité", par=par, transition="actualite", motif=signer_par_lien("", par))
    return intention


@transaction.atomic
def dire_pourvu(
    *, intention_id: int, par: Utilisateur | None, par_le_dispositif: bool, courriel: str = ""
) -> IntentionEmbauche:
    """The posts are filled: the intention is closed; the training bodies that counted on it are told.

    Same errors as ``dire_toujours_d_actualite``.
    """
    intention = _relire_offerte(intention_id, par=par, courriel=courriel)
    a_prendre = intention.statut == StatutIntention.RECEVABLE
    raison = POURVU_ICI if par_le_dispositif else POURVU_AUTREMENT
    ligne = intention.franchir(TransitionIntention.CLASSER, par=par, motif=signer_par_lien(f"{raison}.", par))
    if a_prendre:
        prevenir_de_la_fin(intention, cle=f"pourvu:{ligne.pk}", raison="L’employeur a pourvu son besoin.")
    return intention


@transaction.atomic
def ouvrir_a_tous(*, intention_id: int, par: Utilisateur | None, le: date, courriel: str = "") -> IntentionEmbauche:
    """Take back the choice of a training body that does not answer: every body of the sector may take it.

    Without a choice nothing changes. Raises as ``dire_toujours_d_actualite``.
    """
    intention = _relire_offerte(intention_id, par=par, courriel=courriel)
    avant = intention.organisme_choisi
    if avant is None:
        return intention
    prevenir_de_la_fin(
        intention,
        cle=f"ouverte:{intention.pk}:{avant.pk}:{le.isoformat()}",
        raison="L’employeur l’ouvre à tous les organismes : vous pouvez encore la prendre, les autres aussi.",
    )
    intention.organisme_choisi = None
    intention.attend_depuis = le if intention.statut == StatutIntention.RECEVABLE else None
    intention.save(update_fields=["organisme_choisi", "attend_depuis", "modifie_le"])
    libelle = composer(f"Ouverte à tous les organismes : {avant} n’est plus l’organisme choisi")[:120]
    noter(intention, libelle, par=par, transition="choisir", motif=signer_par_lien("", par))
    return intention


@transaction.atomic
def rouvrir_intention(
    *, intention_id: int, par: Utilisateur | None, le: date, courriel: str = ""
) -> IntentionEmbauche:
    """File an expired intention again, with the same answers and a new number; the expired one is closed.

    Gives the new one, judged by the rules of ``le``. Raises ``IntentionEmbauche.DoesNotExist`` when it is not theirs,
    ``TransitionImpossible`` when it has not expired or is reopened already (a double click).
    """
    ancienne = _relire(intention_id, par=par, courriel=courriel)
    if ancienne.statut != StatutIntention.EXPIREE:
        raise TransitionImpossible("Cette intention n’est pas, ou n’est plus, à rouvrir.")
    champs = {nom: getattr(ancienne, nom) for nom in REPRISES}
    if ancienne.embauche_souhaitee and ancienne.embauche_souhaitee < le:
        champs["embauche_souhaitee"] = None
    if par is None:
        # Its own click, by its own link: that is the writing the rule asks for (I-ECRIT).
        champs |= {"ecrit_employeur": True, "ecrit_origine": OrigineEcrit.LIEN, "confirmee_le": maintenant()}
    nouvelle = IntentionEmbauche.objects.create(
        deposant=par or ancienne.deposant, canal=ancienne.canal, partenaire=ancienne.partenaire, **champs
    )
    deposer(nouvelle, par=par, le=le)
    ancienne.franchir(
        TransitionIntention.CLASSER,
        par=par,
        motif=signer_par_lien(f"Rouverte sous le numéro {nouvelle.numero}.", par),
    )
    return nouvelle


def _relire(intention_id: int, *, par: Utilisateur | None, courriel: str) -> IntentionEmbauche:
    """Lock an intention of the employer that answers: who transmits one never says where the need stands."""
    if par is None:
        return relire_pour(intention_id, par=None, courriel=courriel)
    siennes = IntentionEmbauche.objects.de_l_employeur(par)
    return siennes.select_for_update(of=("self",)).get(pk=intention_id)


def _relire_offerte(intention_id: int, *, par: Utilisateur | None, courriel: str) -> IntentionEmbauche:
    intention = _relire(intention_id, par=par, courriel=courriel)
    if intention.statut not in OFFERTES:
        etat = intention.get_statut_display().lower()
        raise TransitionImpossible(composer(f"Cette intention n’attend plus de réponse : elle est « {etat} »."))
    return intention
