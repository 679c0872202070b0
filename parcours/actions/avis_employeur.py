"""What an employer thinks of a person it met at the information collective or in immersion (FAQ §5).

The employer is involved, the training body decides: an opinion is told, and never refuses anybody by itself.
"""

from django.db import transaction

from comptes.liens import Lien
from comptes.models import Utilisateur
from noyau import courriers
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import PAR_LIEN, noter
from parcours.actions.verrous import verrouiller_le_parcours
from parcours.enums import Avis
from parcours.models import AvisEmployeur
from parcours.queries.employeur import adresses_a, parcours_de_l_employeur
from parcours.queries.interlocuteurs import courriel_de_l_organisme, courriel_du_referent
from referentiels.regles.typographie import composer
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from stagiaires.actions.verrous import verrouiller_la_personne
from stagiaires.regles.identifiants import contient_un_nir

CLOS = (
    "Votre avis se donne une fois le profil validé, et jusqu’à la décision de l’organisme de formation : "
    "il n’est pas attendu pour l’instant, ou l’organisme a déjà décidé."
)


@transaction.atomic
def donner_avis(
    *, parcours_id: int, avis: Avis, commentaire: str, par: Utilisateur | None, courriel: str = ""
) -> AvisEmployeur:
    """Give the employer's opinion, or change it; the training body and the référent are told of what is new.

    By an account (``par``), or by the personal link sent to ``courriel``. The same opinion given again changes
    nothing. Raises ``Parcours.DoesNotExist`` on a person not on a post of theirs, ``TransitionImpossible`` before the
    profile is validated or once the training body has decided, ``RegleViolee`` when the comment holds a NIR,
    or once the person's data is erased.
    """
    siens = adresses_a(Lien(courriel.lower(), parcours_id)) if par is None else parcours_de_l_employeur(par)
    parcours = verrouiller_le_parcours(siens, parcours_id)
    if parcours.statut != StatutParcours.PROFIL_VALIDE or parcours.intention is None:
        raise TransitionImpossible(composer(CLOS))
    if contient_un_nir(commentaire):
        raise RegleViolee("N’écrivez pas de numéro de sécurité sociale : retirez-le de votre commentaire.")
    employeur = parcours.intention.employeur
    verrouiller_la_personne(parcours.stagiaire_id)
    donne = AvisEmployeur.objects.filter(parcours=parcours, employeur=employeur).first()
    if donne is not None and (donne.avis, donne.commentaire) == (avis, commentaire):
        return donne
    donne = donne or AvisEmployeur(parcours=parcours, employeur=employeur)
    donne.avis, donne.commentaire, donne.par, donne.le = avis, commentaire, par, maintenant()
    donne.save()
    # The words themselves stay out of the journal, which is kept when the person's data is erased.
    ligne = noter(
        parcours,
        composer(f"Avis de {employeur} : {Avis(avis).label.lower()}"),
        par=par or PAR_LIEN,
        transition="avis_employeur",
    )
    _prevenir(parcours, donne, cle=f"avis-employeur:{ligne.pk}")
    return donne


def _prevenir(parcours: Parcours, avis: AvisEmployeur, *, cle: str) -> None:
    session = parcours.session
    contexte = {
        "stagiaires": [parcours.stagiaire_id],
        "personne": parcours.stagiaire.nom_complet,
        "employeur": str(avis.employeur),
        "avis": avis.get_avis_display(),
        "commentaire": avis.commentaire,
        "session": session.intitule,
        "session_numero": session.numero,
        "chemin": f"/parcours/{parcours.pk}/",
    }
    lecteurs = {"organisme": courriel_de_l_organisme(session), "referent": courriel_du_referent(parcours)}
    for qui, adresse in lecteurs.items():
        if adresse:
            courriers.deposer(
                modele="avis_employeur",
                cle=f"{cle}:{qui}",
                destinataire=adresse,
                contexte=contexte,
                groupable=True,
            )
