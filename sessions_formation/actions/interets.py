"""A training body tells an employer that it could train for the job; the employer chooses, or calls.

Nothing is written in the intention's journal: a training body that transmitted it reads that journal, and does not
see who else is interested. The rows keep who said so, and when it was taken back.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse

from comptes import acces
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche, Interet
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee
from referentiels.models import OrganismeFormation
from sessions_formation.queries.intentions import intentions_a_prendre
from sessions_formation.queries.interets import organismes_interessables


@transaction.atomic
def declarer_interet(*, intention_id: int, organisme_id: int, message: str, par: Utilisateur, le: date) -> Interet:
    """Tell the employer of a free intention that a training body of ``par`` is interested.

    Raises ``IntentionEmbauche.DoesNotExist`` when it is not (any more) among those it may take and free,
    ``OrganismeFormation.DoesNotExist`` when no open lot lets this training body take it, ``RegleViolee`` when it has
    said so already.
    """
    libres = intentions_a_prendre(par, le=le).filter(organisme_choisi=None)
    intention = libres.select_for_update(of=("self",), no_key=True).get(pk=intention_id)
    organismes = {organisme.pk: organisme for organisme in organismes_interessables(par, intention, le=le)}
    if organisme_id not in organismes:
        raise OrganismeFormation.DoesNotExist
    try:
        with transaction.atomic():
            interet = Interet.objects.create(
                intention=intention,
                organisme=organismes[organisme_id],
                message=message.strip(),
                declare_par=par,
                declare_le=horloge.maintenant(),
            )
    except IntegrityError as erreur:
        raise RegleViolee("Votre intérêt est déjà signalé : l’employeur a reçu vos coordonnées.") from erreur
    _prevenir_employeur(interet)
    return interet


@transaction.atomic
def retirer_interet(*, interet_id: int, par: Utilisateur) -> Interet:
    """Take an interest back; the employer does not see it any more. Once taken back, nothing changes.

    Raises ``Interet.DoesNotExist`` for another's, ``RegleViolee`` when the employer has chosen this training body.
    """
    interets = Interet.objects.filter(organisme__in=acces.organismes_de(par)).select_related("organisme")
    interet = interets.select_for_update(of=("self",)).get(pk=interet_id)
    if interet.retire_le:
        return interet
    intention = IntentionEmbauche.objects.get(pk=interet.intention_id)
    if intention.organisme_choisi_id == interet.organisme_id:
        raise RegleViolee("L’employeur vous a choisi : appelez-le pour lui dire que vous renoncez.")
    interet.retire_le = horloge.maintenant()
    interet.save(update_fields=["retire_le"])
    return interet


def _prevenir_employeur(interet: Interet) -> None:
    intention, organisme, personne = interet.intention, interet.organisme, interet.declare_par
    if destinataire := courriel_de_l_employeur(intention):
        courriers.deposer(
            modele="interet_declare",
            cle=f"interet-declare:{interet.pk}",
            destinataire=destinataire,
            contexte={
                **contexte_accuse(intention),
                "interesse": organisme.nom,
                "personne": personne.get_full_name(),
                "telephone": personne.telephone or organisme.telephone,
                "courriel": organisme.courriel or personne.email,
                "message": interet.message,
                "chemin_choix": reverse("intentions:choisir_organisme", args=[intention.pk, interet.pk]),
            },
        )
