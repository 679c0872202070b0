"""How a line of the referent's list is shown: who, why, and what to do about it."""

from datetime import date
from typing import Any

from insertion.regles.a_faire import ECHECS_AVANT_AUTRE_VOIE, Genre, Ligne, Urgence, dans
from insertion.views.adresses import adresse_ou_rien
from noyau.templatetags.maison import jour, jour_sans_annee, tel
from sessions_formation.models import Parcours

ICONES = {
    Genre.APPELER: "telephone",
    Genre.VALIDER: "conforme",
    Genre.SUIVI: "calendrier",
    Genre.PLACES: "personnes",
    Genre.ENTREE: "formation",
}
# Closer than that, a day is understood without its year.
PRES = 200
CLASSES = {Urgence.URGENTE: "urgente", Urgence.ATTENTE: "attente", Urgence.NORMALE: ""}


def carte(ligne: Ligne, cible: Parcours | dict[str, Any], *, le: date, suite: str) -> dict[str, Any]:
    """Give what ``insertion/_carte.html`` draws; ``suite`` is the query string its forms come back with."""
    premier, *autres = ligne.motifs
    commun = {
        "cle": ligne.cle,
        "pourquoi": premier.phrase,
        "icone": "alerte" if premier.urgence == Urgence.URGENTE else ICONES[premier.genre],
        "classe": CLASSES[premier.urgence],
        "autres": [motif.phrase for motif in autres],
        "pistes": [],
    }
    if not isinstance(cible, Parcours):
        return {**commun, **_de_session(cible)}
    return {**commun, **_de_personne(ligne, cible, le, suite)}


def _de_session(session: dict[str, Any]) -> dict[str, Any]:
    pk, intitule = session["pk"], session["intitule"]
    url = adresse_ou_rien("parcours:session", pk)
    actes = [
        _acte("Voir la session", url, "oeil"),
        _acte("Positionner", adresse_ou_rien("parcours:positionner", pk), "plus"),
    ]
    lieu = f"{session['commune_nom']}. " if session["commune_nom"] else ""
    return {
        "titre": intitule,
        "url": url,
        "texte": f"{lieu}Commence le {jour(session['debut'])}.",
        "qui": f"({intitule})",
        "actes": [acte for acte in actes if acte["url"]],
    }


def _de_personne(ligne: Ligne, parcours: Parcours, le: date, suite: str) -> dict[str, Any]:
    stagiaire, genre = parcours.stagiaire, ligne.motifs[0].genre
    appeler = _acte("Appeler", f"tel:{tel(stagiaire.telephone)}" if stagiaire.telephone else "", "telephone")
    if not stagiaire.telephone and stagiaire.courriel:
        appeler = _acte("Écrire", f"mailto:{stagiaire.courriel}", "envoyer")
    if genre == Genre.SUIVI:
        actes = [appeler, _sur_place("Répondre", "referent:suivi", ligne.suivi, suite, "coche")]
    elif genre == Genre.VALIDER:
        actes = [appeler, _valider(parcours)]
    else:
        actes = [appeler, _sur_place("Noter l’appel", "referent:appel", parcours.pk, suite, "coche")]
        if genre == Genre.ENTREE:
            actes.append(_acte("Ouvrir", adresse_ou_rien("parcours:fiche", parcours.pk), "oeil"))
        elif Genre.VALIDER in ligne.genres:
            actes.append(_valider(parcours))
    return {
        "titre": str(stagiaire),
        "url": adresse_ou_rien("parcours:fiche", parcours.pk),
        "texte": _texte(genre, parcours, le),
        "qui": str(stagiaire),
        "actes": [acte for acte in actes if acte["url"]],
        "pistes": _pistes(parcours) if ligne.echecs >= ECHECS_AVANT_AUTRE_VOIE else [],
    }


def _valider(parcours: Parcours) -> dict[str, str]:
    return _acte("Valider", adresse_ou_rien("parcours:valider", parcours.pk), "conforme")


def _texte(genre: Genre, parcours: Parcours, le: date) -> str:
    session = parcours.session
    ou = f"{session.intitule}, {session.commune.nom}" if session.commune else session.intitule
    employeur = f", pour {parcours.intention.employeur.nom}" if parcours.intention_id else ""
    if genre == Genre.ENTREE:
        return f"{ou}. {session.organisme.nom} n’a pas encore dit si la personne est venue."
    if genre == Genre.SUIVI:
        return f"{ou}{employeur}. Formation quittée le {jour(parcours.sorti_le)}."
    debut = parcours.debut or session.debut
    if debut is None:
        return f"{ou}{employeur}."
    jour_dit = jour_sans_annee(debut) if abs((debut - le).days) < PRES else jour(debut)
    quand = f"Commence le {jour_dit}, {dans(debut, le)}" if debut >= le else f"Commencée le {jour_dit}"
    return f"{ou}{employeur}. {quand}."


def _pistes(parcours: Parcours) -> list[dict[str, str]]:
    """What is left to try once the phone has failed several times."""
    stagiaire = parcours.stagiaire
    pistes = [
        _acte("lui écrire", f"mailto:{stagiaire.courriel}" if stagiaire.courriel else "", ""),
        _acte("corriger son numéro", adresse_ou_rien("parcours:corriger", parcours.pk), ""),
        _acte("retirer la candidature", adresse_ou_rien("parcours:retirer", parcours.pk), ""),
    ]
    return [piste for piste in pistes if piste["url"]]


def _acte(texte: str, url: str, icone: str) -> dict[str, str]:
    return {"texte": texte, "url": url, "icone": icone, "sur_place": ""}


def _sur_place(texte: str, nom: str, pk: int | None, suite: str, icone: str) -> dict[str, str]:
    """An act whose form opens in the line itself, and on a page of its own without JavaScript."""
    adresse = adresse_ou_rien(nom, pk)
    return {"texte": texte, "url": adresse and f"{adresse}?{suite}", "icone": icone, "sur_place": "oui"}
