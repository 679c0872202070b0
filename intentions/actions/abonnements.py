"""Where a partner is told of changes: addresses taken and given back, sendings sent again."""

import base64
import ipaddress
import secrets
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from intentions.models import Abonnement, EnvoiWebhook, Partenaire, StatutEnvoi
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer

ABONNEMENTS_MAX = 5
URL_MAX = 300
ARRETE = "Abonnement arrêté."
ADRESSE_ATTENDUE = composer("Écrivez une adresse complète en https://, que nous pouvons joindre.")


def defaut_de_l_adresse(url: str) -> str:
    """Tell what is wrong with the address of a subscription, an empty string when nothing is.

    Its name is not looked up here: what it leads to is checked at each sending (``intentions.remise``).
    """
    try:
        morceaux = urlsplit(url)
        hote, port = morceaux.hostname or "", morceaux.port
    except ValueError:
        return ADRESSE_ATTENDUE
    permis = {"https", "http"} if settings.WEBHOOKS_ADRESSES_PRIVEES else {"https"}
    lisible = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')
    if morceaux.scheme not in permis or not hote or port == 0 or len(url) > URL_MAX or not lisible:
        return ADRESSE_ATTENDUE
    if morceaux.username is not None or morceaux.password is not None:
        return composer("L’adresse ne porte ni nom ni mot de passe : la signature de l’envoi suffit à le vérifier.")
    return "" if settings.WEBHOOKS_ADRESSES_PRIVEES or _publique(hote) else ADRESSE_ATTENDUE


def _publique(hote: str) -> bool:
    try:
        return ipaddress.ip_address(hote).is_global
    except ValueError:
        return "." in hote.strip(".") and not hote.strip(".").endswith((".local", ".localhost", ".internal"))


@transaction.atomic
def abonner(*, partenaire: Partenaire, url: str, maintenant: datetime) -> Abonnement:
    """Tell ``url`` of what happens from now on, signed with a new secret (``abonnement.secret``).

    Raises ``RegleViolee`` for an address that cannot be used, one that is told already, or one too many.
    """
    if defaut := defaut_de_l_adresse(url):
        raise RegleViolee(defaut)
    # Locked: of two demands of one moment, the second counts what the first has made.
    Partenaire.objects.select_for_update(of=("self",), no_key=True).get(pk=partenaire.pk)
    siens = Abonnement.objects.filter(partenaire=partenaire)
    abonnement = siens.filter(url=url).first() or Abonnement(partenaire=partenaire, url=url, actif=False)
    if abonnement.actif:
        raise RegleViolee("Vous êtes déjà abonné à cette adresse.")
    if siens.filter(actif=True).count() >= ABONNEMENTS_MAX:
        raise RegleViolee(f"Vous avez déjà {ABONNEMENTS_MAX} abonnements. Arrêtez-en un avant d’en ouvrir un autre.")
    abonnement.secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    abonnement.actif, abonnement.cree_le = True, maintenant
    abonnement.save()
    return abonnement


@transaction.atomic
def arreter_abonnement(*, abonnement_id: int, partenaire: Partenaire) -> Abonnement:
    """Tell this address nothing more; what was still to be sent is given up. Its log stays.

    Raises ``Abonnement.DoesNotExist`` when it is not one of theirs, or has been stopped already.
    """
    siens = Abonnement.objects.select_for_update(of=("self",), no_key=True).filter(partenaire=partenaire, actif=True)
    abonnement = siens.get(pk=abonnement_id)
    arreter(abonnement)
    return abonnement


def arreter(abonnement: Abonnement) -> None:
    """Stop a subscription (in a transaction): by its partner, or because its address answered « gone »."""
    abonnement.actif = False
    abonnement.save(update_fields=["actif"])
    restants = EnvoiWebhook.objects.filter(abonnement=abonnement, statut=StatutEnvoi.A_ENVOYER)
    restants.update(statut=StatutEnvoi.ABANDONNE, derniere_reponse=ARRETE)


def oublier_les_envois(avant: datetime) -> int:
    """Erase the log of what was posted, or given up, before ``avant``; give how many lines."""
    finis = EnvoiWebhook.objects.filter(statut__in=[StatutEnvoi.LIVRE, StatutEnvoi.ABANDONNE], cree_le__lt=avant)
    return finis.delete()[0]


@transaction.atomic
def rejouer_envoi(*, identifiant: UUID, partenaire: Partenaire, maintenant: datetime) -> EnvoiWebhook:
    """Put a sending back in line, under the same identifier, its attempts forgotten.

    Raises ``EnvoiWebhook.DoesNotExist`` when it is not theirs, ``RegleViolee`` while it is still in line or once its
    subscription has been stopped.
    """
    siens = EnvoiWebhook.objects.select_for_update(of=("self",)).filter(abonnement__partenaire=partenaire)
    envoi = siens.select_related("abonnement").get(identifiant=identifiant)
    if envoi.statut in {StatutEnvoi.A_ENVOYER, StatutEnvoi.EN_COURS}:
        raise RegleViolee("Cet envoi est déjà dans la file.")
    if not envoi.abonnement.actif:
        raise RegleViolee("Cet abonnement est arrêté. Ouvrez-le de nouveau, puis rejouez l’envoi.")
    envoi.statut, envoi.tentatives, envoi.prochain_essai_le = StatutEnvoi.A_ENVOYER, 0, maintenant
    envoi.livre_le = None
    envoi.save(update_fields=["statut", "tentatives", "prochain_essai_le", "livre_le"])
    return envoi
