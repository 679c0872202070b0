"""May this person join this session as a trainee of the Région? (domaine.md § 4, Trainee on a session)

Pure Python: a file goes in, findings come out. Every rule runs always, so that people get every reason at once.
"""

from datetime import date

from referentiels.regles.constats import Constat, Constats, Regle
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter, jour
from sessions_formation.regles.dossier_session import TypeSession
from sessions_formation.regles.dossier_stagiaire import DossierStagiaire, Projet, Situation, Valideur

_STATUT = Regle("T-STATUT", "FAQ §5")
_PROJET = Regle("T-PROJET", "FAQ §5")
_POSTE = Regle("T-POSTE", "FAQ §5")
_INTEGRATION = Regle("T-INTEGRATION", "FAQ §5")
_PLACE = Regle("T-PLACE", "FAQ §5")
_PROFIL = Regle("T-PROFIL", "FAQ §5")
_ADMISSION = Regle("T-ADMISSION", "FAQ §5")
_TEMPS_PARTIEL = Regle("T-TEMPS-PARTIEL", "FAQ §5")

_NOMS_VALIDEURS = {
    Valideur.FRANCE_TRAVAIL: "France Travail",
    Valideur.MISSION_LOCALE: "la Mission locale",
    Valideur.CAP_EMPLOI: "Cap emploi",
    Valideur.DEPARTEMENT: "le Département",
}


def examiner(dossier: DossierStagiaire, *, reglement: Reglement, le: date) -> list[Constat]:
    """Return every finding on a trainee, in the order of domaine.md § 4.

    `reglement` and `le` are those of the day the file is judged for; no rule of a trainee needs them yet, all natures
    are called alike.
    """
    return [constat for regle in REGLES for constat in regle(dossier)]


def statut(dossier: DossierStagiaire) -> Constats:
    """T-STATUT: a jobseeker of any region; from an insertion structure, once its contract is over (FAQ § 3, 5, 13)."""
    situation = dossier.stagiaire.situation
    if situation is None:
        return (_STATUT.a_completer("La situation de la personne manque : demandeuse d’emploi, par exemple."),)
    if situation == Situation.DEMANDEUR_EMPLOI:
        return (_STATUT.conforme("La personne est demandeuse d’emploi, de cette région ou d’une autre."),)
    if situation == Situation.SALARIE_SIAE:
        return _sortie_d_insertion(dossier.stagiaire.fin_contrat_siae, dossier.stagiaire.date_entree)
    return (
        _STATUT.non_conforme(
            "La personne est salariée : Parcours emploi Tutorat ou Parcours emploi Formation peuvent l’aider.",
            "FAQ §13",
        ),
    )


def _sortie_d_insertion(fin: date | None, entree: date | None) -> Constats:
    source = "FAQ §3"
    if fin is None or entree is None:
        manque = "La date de fin du contrat d’insertion" if fin is None else "La date d’entrée en formation"
        return (_STATUT.a_completer(f"{manque} manque.", source),)
    if fin <= entree:
        return (_STATUT.conforme(f"Le contrat d’insertion s’arrête le {jour(fin)}, avant l’entrée.", source),)
    message = f"Le contrat d’insertion dure jusqu’au {jour(fin)} : l’entrée ne peut pas avoir lieu le {jour(entree)}."
    return (_STATUT.non_conforme(message, source),)


def projet(dossier: DossierStagiaire) -> Constats:
    """T-PROJET: whoever wants to create a business joins a session of the socle (FAQ § 5)."""
    voulu, genre = dossier.stagiaire.projet, dossier.session.type
    if voulu == Projet.SALARIAT:
        return (_PROJET.conforme("La personne veut être salariée."),)
    if genre == TypeSession.SOCLE:
        return (_PROJET.conforme("Une session du socle accueille aussi les projets de création d’entreprise."),)
    if voulu is None:
        return (_PROJET.a_completer("Le projet de la personne manque : être salariée, ou créer son entreprise."),)
    if genre is None:
        return (_PROJET.a_completer("Le type de la session manque : socle, ou sur intention d’embauche."),)
    return (
        _PROJET.non_conforme(
            "La personne veut créer son entreprise : les sessions du socle sont faites pour cela, pas celle-ci."
        ),
    )


def poste(dossier: DossierStagiaire) -> Constats:
    """T-POSTE: 1 job = 1 training, so a free post of an attached intention; says nothing on the socle (FAQ § 5)."""
    if dossier.session.type == TypeSession.SOCLE:
        return ()
    disponible = dossier.stagiaire.poste_disponible
    if disponible:
        return (_POSTE.conforme("Un poste est libre dans une intention rattachée à la session."),)
    if disponible is None:
        return (_POSTE.a_completer("Dites si un poste est libre dans les intentions rattachées à la session."),)
    if dossier.session.type is None:
        return (_POSTE.a_completer("Le type de la session manque : socle, ou sur intention d’embauche."),)
    return (_POSTE.non_conforme("Aucun poste n’est libre : la Région ne finance pas ce parcours."),)


def integration(dossier: DossierStagiaire) -> Constats:
    """T-INTEGRATION: once a session has started, the training body says if the teaching allows it (FAQ § 5)."""
    commencee, compatible = dossier.session.commencee, dossier.stagiaire.progression_compatible
    if commencee is False:
        return ()
    if compatible:
        return (_INTEGRATION.conforme("La progression pédagogique permet de rejoindre la session en cours."),)
    if commencee is None:
        return (_INTEGRATION.a_completer("Dites si la session a commencé."),)
    if compatible is None:
        return (_INTEGRATION.a_completer("La session a commencé : l’organisme dit si la personne peut la rejoindre."),)
    return (_INTEGRATION.non_conforme("La session a commencé et sa progression ne permet plus de la rejoindre."),)


def place(dossier: DossierStagiaire) -> Constats:
    """T-PLACE: a place is left, or the person replaces one who gave up (FAQ § 5)."""
    places, remplacement = dossier.session.places_restantes, dossier.stagiaire.remplacement
    if places is not None and places >= 1:
        return (_PLACE.conforme(f"{compter(places, 'place')} encore libre{'s' if places > 1 else ''}."),)
    if remplacement:
        return (_PLACE.conforme("La personne en remplace une qui a abandonné."),)
    if places is None or remplacement is None:
        manque = (
            "Le nombre de places restantes manque."
            if places is None
            else ("Il ne reste pas de place : dites si la personne en remplace une qui a abandonné.")
        )
        return (_PLACE.a_completer(manque),)
    return (_PLACE.non_conforme("Il ne reste pas de place dans cette session."),)


def profil(dossier: DossierStagiaire) -> Constats:
    """T-PROFIL: validated by one of the valideurs (FAQ § 5)."""
    valideur = dossier.stagiaire.profil_valide_par
    if valideur is None:
        return (_PROFIL.a_completer("Le profil n’est pas encore validé par le Réseau pour l’emploi."),)
    return (_PROFIL.conforme(f"Profil validé par {_NOMS_VALIDEURS[valideur]}."),)


def admission(dossier: DossierStagiaire) -> Constats:
    """T-ADMISSION: the training body decides last (FAQ § 5)."""
    if dossier.stagiaire.admis is None:
        return (_ADMISSION.a_completer("L’organisme de formation n’a pas encore répondu."),)
    if dossier.stagiaire.admis:
        return (_ADMISSION.conforme("L’organisme de formation admet la personne."),)
    return (_ADMISSION.non_conforme("L’organisme de formation n’a pas retenu la personne."),)


def temps_partiel(dossier: DossierStagiaire) -> Constats:
    """T-TEMPS-PARTIEL: worth knowing of a part-time trainee only, so an unknown asks for nothing (FAQ § 5)."""
    if not dossier.stagiaire.temps_partiel:
        return ()
    return (_TEMPS_PARTIEL.info("À temps partiel, la rémunération est versée au prorata des heures."),)


REGLES = (statut, projet, poste, integration, place, profil, admission, temps_partiel)
