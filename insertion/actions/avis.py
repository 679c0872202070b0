"""The opinion of a trainee, given by its link; the training body's answer. Words stay out of the journal."""

from typing import NamedTuple

from django.db import transaction

from comptes import acces
from comptes.models import Utilisateur
from insertion.enums import StatutAvis
from insertion.models import DIMENSIONS, AvisStagiaire
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import PAR_LIEN, noter
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours
from stagiaires.actions.verrous import verrouiller_la_personne
from stagiaires.regles.identifiants import contient_un_nir

NIR = "N’écrivez pas de numéro de sécurité sociale : retirez-le de votre texte."


class Donne(NamedTuple):
    """Five marks from 1 to 5, and a comment that may be empty."""

    accueil: int
    contenu: int
    formateurs: int
    moyens: int
    accompagnement: int
    commentaire: str = ""


CHAMPS = (*DIMENSIONS, "commentaire")


@transaction.atomic
def donner_avis(*, parcours_id: int, donne: Donne) -> AvisStagiaire:
    """Write a trainee's opinion, or change it until the Région has read it. The same one again changes nothing.

    Who calls has found the parcours through its link. Raises ``Parcours.DoesNotExist``, ``TransitionImpossible``
    before the end of the training or once the comment was read, ``RegleViolee`` when it holds a NIR.
    """
    # The parcours first: it is one row for the two clicks of a first opinion.
    parcours = Parcours.objects.select_for_update(of=("self",), no_key=True).get(
        pk=parcours_id, stagiaire__efface_le=None
    )
    if parcours.statut not in SORTI:
        raise TransitionImpossible("Votre avis se donne une fois la formation finie.")
    if contient_un_nir(donne.commentaire):
        raise RegleViolee(NIR)
    verrouiller_la_personne(parcours.stagiaire_id)
    avis = AvisStagiaire.objects.select_for_update(of=("self",), no_key=True).filter(parcours=parcours).first()
    nouveau = avis is None
    avis = avis or AvisStagiaire(parcours=parcours)
    if not nouveau and avis.statut != StatutAvis.A_MODERER:
        raise TransitionImpossible("La Région a déjà lu votre avis : il ne change plus.")
    if not nouveau and tuple(getattr(avis, nom) for nom in CHAMPS) == donne:
        return avis
    for nom in CHAMPS:
        setattr(avis, nom, getattr(donne, nom))
    avis.le = maintenant()
    avis.save()
    dit = "Avis donné sur la formation" if nouveau else "Avis sur la formation changé"
    noter(avis, dit, par=PAR_LIEN, transition="donner_avis")
    return avis


@transaction.atomic
def repondre_a_un_avis(*, avis_id: int, reponse: str, par: Utilisateur) -> AvisStagiaire:
    """Answer a published comment, or change the answer: shown once the Région has read it.

    Raises ``AvisStagiaire.DoesNotExist`` for who does not act for the training body, ``TransitionImpossible`` on a
    comment that is not shown, ``RegleViolee`` when the answer is empty or holds a NIR.
    """
    siens = AvisStagiaire.objects.commentes().filter(organisme__in=acces.constantes(acces.organismes_de(par)))
    avis = siens.select_for_update(of=("self",), no_key=True).get(pk=avis_id)
    if avis.statut != StatutAvis.PUBLIE:
        raise TransitionImpossible("Ce commentaire n’est plus publié : on ne peut pas y répondre.")
    reponse = reponse.strip()
    if not reponse:
        raise RegleViolee("Écrivez votre réponse.")
    if contient_un_nir(reponse):
        raise RegleViolee(NIR)
    if reponse == avis.reponse:
        return avis
    avis.reponse, avis.repondu_par, avis.repondu_le = reponse, par, maintenant()
    avis.reponse_publiee_le, avis.reponse_ecart = None, ""
    avis.save(update_fields=["reponse", "repondu_par", "repondu_le", "reponse_publiee_le", "reponse_ecart"])
    noter(avis, "Réponse de l’organisme, à lire avant publication", par=par, transition="repondre")
    return avis
