"""The employer's word on what somebody else wrote for it: it confirms, it disowns, or its own writing is attached."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from comptes.models import Utilisateur
from intentions import signaux
from intentions.actions.accuser import accuser_au_partenaire, contexte_partenaire
from intentions.actions.deposer import rendre_verdict
from intentions.actions.prevenir import cle_du_retrait
from intentions.actions.redaction import relire
from intentions.actions.retirer import retirer_intention
from intentions.actions.solliciter import prevenir_partenaire
from intentions.enums import OrigineEcrit, StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.confirmation import (
    CATEGORIE_ECRIT,
    adresses_du_partenaire,
    attend_l_employeur,
    est_transmise_par,
    transmises_a,
)
from intentions.regles.champs import ECRIT
from noyau import courriers, journal
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.pieces import Piece
from noyau.televersement import PieceLue, joindre
from referentiels.regles.typographie import composer

DEJA_CONFIRMEE = composer("Cette intention est déjà confirmée : vous n’avez rien d’autre à faire.")
PLUS_ATTENDUE = "Cette intention n’attend plus votre confirmation."
DESAVOUER = "desavouer"
# Once it is over, nothing is attached nor disowned any more.
OUVERTES = frozenset(
    {
        StatutIntention.BROUILLON,
        StatutIntention.A_COMPLETER,
        StatutIntention.DEROGATION_DEMANDEE,
        StatutIntention.RECEVABLE,
        StatutIntention.ENGAGEE,
    }
)


@transaction.atomic
def confirmer_intention(
    *, intention_id: int, le: date, par: Utilisateur | None = None, courriel: str = "", nom_public: bool = False
) -> IntentionEmbauche:
    """The employer confirms what was written for it: signed in (``par``), or by the link sent to ``courriel``.

    ``nom_public``: it agrees to be named to everybody, which nobody else can say for it.

    Gives the intention judged again. Raises ``IntentionEmbauche.DoesNotExist`` when it does not wait for that person,
    ``TransitionImpossible`` when it is already confirmed (a double click), ``RegleViolee`` when it waits no more.
    """
    # A session may already count on it, and what shows the name belongs to the session: locked first.
    signaux.avant_desistement.send(sender=IntentionEmbauche, intention_id=intention_id)
    intention = _pour_l_employeur(intention_id, par=par, courriel=courriel)
    if intention.ecrit_employeur:
        raise TransitionImpossible(DEJA_CONFIRMEE)
    if not attend_l_employeur(intention):
        raise RegleViolee(PLUS_ATTENDUE)
    par_lien = par is None
    ligne = intention.franchir(
        TransitionIntention.COMPLETER,
        par=par,
        motif=f"Confirmée par l’employeur, {'par son lien personnel' if par_lien else 'depuis son compte'}.",
        ecrit_employeur=True,
        ecrit_origine=OrigineEcrit.LIEN if par_lien else OrigineEcrit.COMPTE,
        confirmee_le=maintenant(),
        nom_public=nom_public,
    )
    rendre_verdict(intention, par=par, le=le)
    accuser_au_partenaire(intention, modele="confirmation_recue", cle=f"confirmation-recue:{ligne.pk}")
    return intention


@transaction.atomic
def desavouer_intention(
    *, intention_id: int, motif: str, le: date, par: Utilisateur | None = None, courriel: str = ""
) -> IntentionEmbauche:
    """The employer says that this is not its request: it is withdrawn; who transmitted it and the Région are told.

    Same ways and errors as ``confirmer_intention``; ``TransitionImpossible`` when it is already withdrawn.
    """
    if not motif.strip():
        raise RegleViolee("Dites en une phrase ce qui n’est pas exact.")
    # Locked before anything is written, in the order of every withdrawal: the session that holds it, then itself.
    signaux.avant_desistement.send(sender=IntentionEmbauche, intention_id=intention_id)
    siennes = _transmise_a_l_employeur(par=par, courriel=courriel)
    intention = siennes.select_for_update(of=("self",)).get(pk=intention_id)
    _refuser_son_partenaire(intention, par)
    chemin_agent = reverse("admin:intentions_intentionembauche_change", args=[intention.pk])
    contexte = {**contexte_partenaire(intention), "motif": motif, "chemin_agent": chemin_agent}
    # In place of the mail that tells the Région of an ordinary withdrawal: the same key, deposited first.
    courriers.deposer(
        modele="demande_desavouee",
        cle=cle_du_retrait(intention, "region"),
        destinataire=settings.REGION_EMAIL,
        contexte=contexte,
    )
    intention = retirer_intention(
        intention_id=intention_id,
        motif=composer(f"L’employeur ne reconnaît pas cette demande : {motif}"),
        par=par,
        le=le,
        courriel=courriel,
    )
    # A line of its own kind: what an employer disowned is a fact that officers look for later.
    journal.noter(intention, "Désavouée par l’employeur", par=par, transition=DESAVOUER)
    prevenir_partenaire(
        intention, modele="confirmation_refusee", cle=cle_du_retrait(intention, "partenaire"), contexte=contexte
    )
    return intention


@transaction.atomic
def joindre_ecrit(*, intention_id: int, piece: PieceLue, par: Utilisateur, le: date) -> Piece:
    """Attach the employer's letter or e-mail: it stands for its confirmation, and the intention is judged again.

    Raises ``IntentionEmbauche.DoesNotExist`` when ``par`` may not write in it, ``RegleViolee`` when it is over.
    """
    intention = relire(intention_id, par=par)
    if intention.statut not in OUVERTES or not intention.partenaire_id:
        raise RegleViolee("Cette intention n’attend pas d’écrit de l’employeur.")
    seul_attendu = attend_l_employeur(intention)
    jointe = joindre(intention, piece, categorie=CATEGORIE_ECRIT, par=par)
    # Not its name: people write other people’s names in it, and this line is never erased.
    journal.noter(intention, "Écrit de l’employeur joint", par=par, transition="joindre_ecrit")
    if intention.ecrit_employeur:
        return jointe
    champs = {"ecrit_employeur": True, "ecrit_origine": OrigineEcrit.PIECE}
    if seul_attendu:
        intention.franchir(TransitionIntention.COMPLETER, par=par, motif="Écrit de l’employeur joint.", **champs)
        rendre_verdict(intention, par=par, le=le)
        return jointe
    for nom, valeur in champs.items():
        setattr(intention, nom, valeur)
    intention.save(update_fields=[*champs])
    intention.champs_demandes.filter(champ=ECRIT, repondu_le=None).update(repondu_le=maintenant())
    return jointe


def _pour_l_employeur(intention_id: int, *, par: Utilisateur | None, courriel: str) -> IntentionEmbauche:
    """Lock an intention transmitted for the person who acts: its establishment's, or its address's."""
    siennes = _transmise_a_l_employeur(par=par, courriel=courriel)
    intention = siennes.select_for_update(of=("self",), no_key=True).get(pk=intention_id)
    _refuser_son_partenaire(intention, par)
    return intention


def _transmise_a_l_employeur(*, par: Utilisateur | None, courriel: str) -> QuerySet[IntentionEmbauche]:
    if par is None:
        return transmises_a(courriel)
    transmises = IntentionEmbauche.objects.de_l_employeur(par).filter(partenaire__isnull=False)
    return transmises.exclude(statut=StatutIntention.BROUILLON)


def _refuser_son_partenaire(intention: IntentionEmbauche, par: Utilisateur | None) -> None:
    """Whoever transmits never speaks for the employer, from its account or at an address of its own."""
    partenaire = intention.partenaire
    a_lui = par is None and partenaire and intention.contact_courriel in adresses_du_partenaire(partenaire)
    if a_lui or est_transmise_par(intention, par):
        raise RegleViolee(composer("Vous transmettez cette intention : c’est à l’employeur de se prononcer."))
