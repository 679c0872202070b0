"""May this session be opened on this lot? (domaine.md § 4, Session request)

Pure Python: a file goes in, findings come out. Every rule runs always, so that people get every reason at once.
"""

from datetime import date

from referentiels.regles.constats import Constat, Constats, Regle
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import enumerer
from sessions_formation.regles.achat import duree, plafond, prix
from sessions_formation.regles.calendrier import dates
from sessions_formation.regles.dossier_session import DossierSession, RoleOrganisme
from sessions_formation.regles.groupe import effectif, exclusivite, intentions

_FILIERE = Regle("S-FILIERE", "FAQ §2")
_TERRITOIRE = Regle("S-TERRITOIRE", "FAQ §2")
_ORGANISME = Regle("S-ORGANISME", "FAQ §9")
_LIEU = Regle("S-LIEU", "FAQ §8")
_CERTIFICATION = Regle("S-CERTIFICATION", "FAQ §2, §4")
_HABILITATION = Regle("S-HABILITATION", "FAQ §7")


def examiner(dossier: DossierSession, *, reglement: Reglement, le: date) -> list[Constat]:
    """Return every finding on a request to open a session, in the order of domaine.md § 4.

    `reglement` is the law of the day the file is judged for; `le` is that day (S-DATES: not in the past).
    """
    return [constat for regle in REGLES for constat in regle(dossier, reglement, le)]


def filiere(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-FILIERE: the session's sector is the lot's (FAQ § 2)."""
    demande, lot = dossier.session.secteur, dossier.lot.secteur
    if demande is None or lot is None:
        manque = "de la session" if demande is None else "du lot"
        return (_FILIERE.a_completer(f"Le secteur {manque} manque."),)
    libelles = reglement.libelles_secteurs
    if demande == lot:
        return (_FILIERE.conforme(f"La session est dans le secteur du lot : {libelles.get(lot, lot)}."),)
    return (
        _FILIERE.non_conforme(
            f"La session est en « {libelles.get(demande, demande)} », le lot en « {libelles.get(lot, lot)} » : "
            "choisissez un lot du même secteur."
        ),
    )


def territoire(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-TERRITOIRE: in a département of the lot; elsewhere only mandataire and cotraitant may ask (FAQ § 2).

    A lot covers one département at least (domaine.md § 1): an empty list is one that has not been filled in.
    """
    departement, couverts = dossier.session.departement, dossier.lot.departements
    if not departement or not couverts:
        manque = "Le département de la session manque." if not departement else "Les départements du lot manquent."
        return (_TERRITOIRE.a_completer(manque),)
    noms = reglement.noms_departements
    nom = noms.get(departement, departement)
    if departement in couverts:
        return (_TERRITOIRE.conforme(f"La session est dans un département du lot ({nom})."),)
    ailleurs = f"La session est en dehors du lot ({nom}), qui couvre : {enumerer([noms.get(c, c) for c in couverts])}."
    role = dossier.organisme.role
    if role is None:
        return (_TERRITOIRE.a_completer(f"{ailleurs} Dites si vous êtes mandataire ou cotraitant."),)
    if role in (RoleOrganisme.MANDATAIRE, RoleOrganisme.COTRAITANT):
        return (_TERRITOIRE.derogation(f"{ailleurs} Un agent de la Région va se prononcer."),)
    return (_TERRITOIRE.non_conforme(f"{ailleurs} Seuls le mandataire et les cotraitants peuvent le demander."),)


def organisme(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-ORGANISME: who may ask, and with whose agreement (FAQ § 2, § 9)."""
    role = dossier.organisme.role
    if role is None:
        return (_ORGANISME.a_completer("La place de l’organisme manque : mandataire, cotraitant ou sous-traitant."),)
    if role == RoleOrganisme.MANDATAIRE:
        return (_ORGANISME.conforme("La demande vient du mandataire du groupement."),)
    if role == RoleOrganisme.COTRAITANT:
        return (
            _ORGANISME.info("Le service informe le mandataire de la demande."),
            _ORGANISME.conforme("La demande vient d’un cotraitant du groupement."),
        )
    return _hors_groupement(dossier.organisme.groupement_capable, dossier.organisme.accord_mandataire)


def _hors_groupement(capable: bool | None, accord: bool | None) -> Constats:
    source = "FAQ §2, §9"
    if capable:
        message = "Un organisme du groupement peut assurer cette session : un sous-traitant n’intervient qu’à défaut."
        return (_ORGANISME.non_conforme(message, source),)
    if capable is None:
        message = "Dites si un organisme du groupement peut assurer cette session : un sous-traitant vient à défaut."
        return (_ORGANISME.a_completer(message, source),)
    if accord:
        return (_ORGANISME.conforme("Le mandataire a donné son accord à la sous-traitance.", source),)
    return (_ORGANISME.a_completer("L’accord du mandataire à la sous-traitance manque.", source),)


def lieu(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-LIEU: a place of the lot; a new one, a person decides (FAQ § 8)."""
    if dossier.session.lieu_du_lot is None:
        return (_LIEU.a_completer("Le lieu de la session manque."),)
    if dossier.session.lieu_du_lot:
        return (_LIEU.conforme("Le lieu est l’un de ceux du lot."),)
    return (_LIEU.derogation("Le lieu n’est pas encore au lot : un agent de la Région va se prononcer."),)


def certification(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-CERTIFICATION: on the lot's list, none, or another one that the employer's need justifies (FAQ § 2, § 4).

    All are conforme, so that a list which is not known decides nothing and asks for nothing.
    """
    visee, liste = dossier.session.certification, dossier.lot.certifications
    if not visee:
        return (_CERTIFICATION.conforme("La session ne vise pas de certification : ce n’est plus obligatoire."),)
    if liste is None:
        return (_CERTIFICATION.conforme(f"La session vise la certification {visee}."),)
    if visee in liste:
        return (_CERTIFICATION.conforme(f"La certification {visee} est dans la liste du lot."),)
    return (
        _CERTIFICATION.info(f"{visee} n’est pas dans la liste du lot : le besoin de l’employeur la justifie."),
        _CERTIFICATION.conforme(f"La session vise la certification {visee}."),
    )


def habilitation(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-HABILITATION: certifying sessions only; a body of the group is habilitated (FAQ § 7)."""
    if not dossier.session.certification:
        return ()
    if dossier.organisme.habilite is None:
        return (_HABILITATION.a_completer("Dites si un organisme du groupement est habilité à certifier."),)
    if dossier.organisme.habilite:
        return (_HABILITATION.conforme("Un organisme du groupement est habilité pour cette certification."),)
    return (
        _HABILITATION.non_conforme(
            "Aucun organisme du groupement n’est habilité pour cette certification : "
            "il faut l’habilitation avant l’ouverture, ou une session qui ne certifie pas."
        ),
    )


REGLES = (
    filiere,
    territoire,
    organisme,
    effectif,
    intentions,
    exclusivite,
    prix,
    duree,
    lieu,
    certification,
    habilitation,
    plafond,
    dates,
)
