"""How an employer reads a person on one of its posts: a name, a session, dates, a post, what is expected."""

from typing import Any

from django.urls import reverse

from intentions.enums import StatutIntention
from noyau.templatetags.maison import periode
from parcours.queries.employeur import son_avis
from referentiels.regles.typographie import composer, jour
from sessions_formation.automates import SORTI
from sessions_formation.enums import StatutParcours as S
from sessions_formation.models import Parcours


def faits_pour_l_employeur(parcours: Parcours) -> list[dict[str, str]]:
    """Give the facts of ``composants/faits.html``: no contact, no birth date, nothing of the person's file."""
    session, intention = parcours.session, parcours.intention
    debut, fin = parcours.debut or session.debut, parcours.fin or session.fin
    return [
        {"nom": "Votre poste", "valeur": intention.intitule_affiche, "note": intention.reference},
        {"nom": "Formation", "valeur": session.intitule, "note": str(session.organisme)},
        {"nom": "Dates", "valeur": periode(debut, fin)},
    ]


def etat_pour_l_employeur(parcours: Parcours) -> dict[str, Any]:
    """Give where a person stands for the employer's list: ``code`` and ``libelle`` of its state, ``attendu`` in words,
    and the page to act on (``url``, ``verbe``) when something may be done."""
    avis = son_avis(parcours)
    etat = {"code": parcours.statut, "libelle": parcours.get_statut_display(), "avis": avis, "url": "", "verbe": ""}
    if parcours.statut == S.PROFIL_VALIDE:
        url = reverse("parcours:avis", args=[parcours.pk])
        attendu = "Vous pouvez changer d’avis." if avis else "Dites ce que vous en pensez, après la rencontre."
        return {**etat, "attendu": attendu, "url": url, "verbe": "Changer mon avis" if avis else "Donner mon avis"}
    if parcours.statut in SORTI:
        return {**etat, **_apres(parcours)}
    return {**etat, "attendu": _en_route(parcours)}


def _en_route(parcours: Parcours) -> str:
    debut, fin = parcours.debut or parcours.session.debut, parcours.fin or parcours.session.fin
    if parcours.statut == S.ADMIS:
        return f"Entre en formation le {jour(debut)}." if debut else "Entre bientôt en formation."
    if parcours.statut == S.ENTRE:
        return f"En formation jusqu’au {jour(fin)}." if fin else "En formation."
    return "N’est plus en formation." if parcours.entre_le else "Ne suivra pas la formation."


def _apres(parcours: Parcours) -> dict[str, str]:
    url = reverse("insertion:embauche", args=[parcours.pk])
    embauche = getattr(parcours, "embauche", None)
    if embauche is not None and embauche.embauche:
        phrase = f"Embauche confirmée, à partir du {jour(embauche.debut)}."
        return {"attendu": phrase, "url": url, "verbe": "Voir ou corriger"}
    if embauche is not None:
        return {"attendu": "Pas d’embauche, avez-vous répondu.", "url": url, "verbe": "Voir ou corriger"}
    if parcours.intention.statut == StatutIntention.DESISTEE:
        return {"attendu": "Vous aviez retiré cette intention.", "url": url, "verbe": "L’embaucher quand même"}
    return {"attendu": composer("Avez-vous embauché cette personne ?"), "url": url, "verbe": "Répondre"}
