"""May this hiring intention be served by « 1 emploi = 1 formation »? (domaine.md § 4, Intention)

Pure Python: a file goes in, findings come out. Every rule runs always, so that people get every reason at once.
"""

from datetime import date
from functools import lru_cache

from intentions.regles.contrat import REGLES_CONTRAT
from intentions.regles.dossier import DossierIntention, Etape
from referentiels.regles.constats import Constat, Constats, Regle
from referentiels.regles.reglement import Reglement
from referentiels.regles.siret import defaut_siret
from referentiels.regles.typographie import compter

_SECTEUR = Regle("I-SECTEUR", "FAQ §2")
_LIEU = Regle("I-LIEU", "FAQ §1")
_MOBILITE = Regle("I-MOBILITE", "FAQ §1")
_EMPLOYEUR = Regle("I-EMPLOYEUR", "FAQ §1")
_POSTES = Regle("I-POSTES", "FAQ §6")
_ENGAGEMENT = Regle("I-ENGAGEMENT", "FAQ §6")
_ETAPES = Regle("I-ETAPES", "FAQ §6; PRES")
_ECRIT = Regle("I-ECRIT", "FAQ §6")
_EXCLUSIVITE = Regle("I-EXCLUSIVITE", "FAQ §6")


def examiner(dossier: DossierIntention, *, reglement: Reglement, le: date) -> list[Constat]:
    """Return every finding on an intention, in the order of domaine.md § 4.

    `reglement` is the law of the day the file is judged for; `le` is that day (no rule of an intention reads the
    calendar itself, all natures are called alike).
    """
    return [constat for regle in REGLES for constat in regle(dossier, reglement)]


_SECTEUR_INCONNU = (_SECTEUR.a_completer("Le secteur du poste manque : choisissez celui du métier recherché."),)


def secteur(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-SECTEUR: a sector under tension is conforme; one decided case by case, a derogation (FAQ § 2)."""
    code = dossier.poste.secteur
    if code is None:
        return _SECTEUR_INCONNU
    if code in reglement.secteurs_tension:
        return _secteur_en_tension(reglement.libelles_secteurs.get(code, code))
    libelle = reglement.libelles_secteurs.get(code, code)
    return _secteur_cas_par_cas(libelle) if code in reglement.secteurs_cas_par_cas else _secteur_hors_liste(libelle)


@lru_cache(maxsize=256)
def _secteur_en_tension(libelle: str) -> Constats:
    return (_SECTEUR.conforme(f"Le secteur « {libelle} » est en tension."),)


@lru_cache(maxsize=256)
def _secteur_cas_par_cas(libelle: str) -> Constats:
    return (
        _SECTEUR.derogation(
            f"Le secteur « {libelle} » se traite au cas par cas : un agent de la Région va se prononcer. "
            "Les sessions du socle, commandées d’avance, sont faites pour lui."
        ),
    )


@lru_cache(maxsize=256)
def _secteur_hors_liste(libelle: str) -> Constats:
    return (_SECTEUR.non_conforme(f"Le secteur « {libelle} » n’est pas dans la liste des secteurs en tension."),)


_LIEU_INCONNU = (_LIEU.a_completer("Le département de l’établissement manque."),)


def lieu(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-LIEU: an establishment of the region; next to it, or on a supra-regional lot, a person decides (FAQ § 1)."""
    code = dossier.employeur.departement
    if not code:
        return _LIEU_INCONNU
    nom = reglement.noms_departements.get(code, code)
    if code in reglement.departements_region:
        return _lieu_regional(nom)
    if code in reglement.departements_limitrophes:
        return _lieu_limitrophe(nom)
    return _lieu_supraregional(nom) if dossier.lot_supraregional else _lieu_lointain(nom)


@lru_cache(maxsize=256)
def _lieu_regional(nom: str) -> Constats:
    return (_LIEU.conforme(f"L’établissement est en Pays de la Loire ({nom})."),)


@lru_cache(maxsize=256)
def _lieu_limitrophe(nom: str) -> Constats:
    return (
        _LIEU.derogation(
            f"L’établissement est hors de la région, dans un département voisin ({nom}) : "
            "un agent de la Région va se prononcer."
        ),
    )


@lru_cache(maxsize=256)
def _lieu_supraregional(nom: str) -> Constats:
    return (
        _LIEU.derogation(
            f"L’établissement est hors de la région ({nom}), pour un lot de portée suprarégionale : "
            "un agent de la Région va se prononcer."
        ),
    )


@lru_cache(maxsize=256)
def _lieu_lointain(nom: str) -> Constats:
    return (
        _LIEU.non_conforme(
            f"L’établissement est hors de la région et des départements voisins ({nom}) : "
            "les emplois visés sont en Pays de la Loire."
        ),
    )


_MOBILITE_INCONNUE = (_MOBILITE.a_completer("Le département du poste manque : les candidats doivent le connaître."),)
_MEME_DEPARTEMENT = (_MOBILITE.conforme("La formation et le poste sont dans le même département."),)


def mobilite(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-MOBILITE: says nothing without a place of training; worth knowing when it is not the job's (FAQ § 1)."""
    formation, poste = dossier.formation.departement, dossier.poste.departement
    if not formation:
        return ()
    if not poste:
        return _MOBILITE_INCONNUE
    if formation == poste:
        return _MEME_DEPARTEMENT
    noms = reglement.noms_departements
    return _departements_differents(noms.get(formation, formation), noms.get(poste, poste))


@lru_cache(maxsize=1024)
def _departements_differents(formation: str, poste: str) -> Constats:
    return (
        _MOBILITE.info(
            f"La formation ({formation}) n’est pas dans le département du poste ({poste}) : "
            "les candidats seront informés du lieu de travail."
        ),
    )


_EMPLOYEUR_CONNU = (_EMPLOYEUR.conforme("L’employeur est nommé et son SIRET est valable."),)
_EMPLOYEUR_INCONNU = (
    _EMPLOYEUR.a_completer(
        "Le nom de l’employeur et son SIRET manquent : un besoin sans employeur nommé n’est pas encore une intention."
    ),
)
_NOM_INCONNU = (_EMPLOYEUR.a_completer("Le nom de l’employeur manque."),)
_SIRET_INCONNU = (
    _EMPLOYEUR.a_completer("Le SIRET de l’établissement manque : ses 14 chiffres sont sur l’avis Sirene."),
)


def employeur(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-EMPLOYEUR: a named employer with a valid SIRET; a figure of the BMO survey is no intention (FAQ § 1)."""
    nom, siret = dossier.employeur.nom, dossier.employeur.siret
    nomme, numerote = bool(nom and nom.strip()), bool(siret and siret.strip())
    if not nomme:
        return _NOM_INCONNU if numerote else _EMPLOYEUR_INCONNU
    if not numerote:
        return _SIRET_INCONNU
    defaut = defaut_siret(siret or "")
    return _EMPLOYEUR_CONNU if defaut is None else _siret_faux(defaut)


@lru_cache(maxsize=64)
def _siret_faux(defaut: str) -> Constats:
    return (_EMPLOYEUR.a_completer(defaut),)


_POSTES_INCONNUS = (_POSTES.a_completer("Le nombre de postes manque."),)
_AUCUN_POSTE = (_POSTES.a_completer("Aucun poste n’est proposé : il en faut un au moins."),)


def postes(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-POSTES: one post at least (FAQ § 6)."""
    combien = dossier.poste.nombre
    if combien is None:
        return _POSTES_INCONNUS
    return _postes_proposes(combien) if combien >= 1 else _AUCUN_POSTE


@lru_cache(maxsize=256)
def _postes_proposes(combien: int) -> Constats:
    proposes = compter(combien, "poste proposé", "postes proposés")
    return (_POSTES.conforme(f"{proposes} : autant de personnes pourront être formées."),)


_ENGAGEMENT_PRIS = (_ENGAGEMENT.conforme("L’employeur s’engage à recruter à la fin de la formation."),)
_ENGAGEMENT_REFUSE = (
    _ENGAGEMENT.non_conforme("Sans engagement à recruter à la fin de la formation, la session ne peut pas s’ouvrir."),
)
_ENGAGEMENT_INCONNU = (
    _ENGAGEMENT.a_completer(
        "Dites si l’employeur s’engage à recruter les personnes formées : l’engagement est moral."
    ),
)


def engagement(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-ENGAGEMENT: the employer commits to recruit, morally (FAQ § 6)."""
    if dossier.engagement_recruter is None:
        return _ENGAGEMENT_INCONNU
    return _ENGAGEMENT_PRIS if dossier.engagement_recruter else _ENGAGEMENT_REFUSE


_AUCUNE_ETAPE = (
    _ETAPES.a_completer("Aucune étape n’est choisie : il en faut une au moins, l’accueil en stage par exemple."),
)
_ETAPES_CHOISIES = (_ETAPES.conforme("L’employeur participe à la session et accueille en stage."),)
_ETAPES_SANS_STAGE = (
    _ETAPES.conforme("L’employeur participe à la session."),
    _ETAPES.info("L’accueil en stage n’est pas prévu : c’est le moins que la Région attende d’un employeur."),
)


def etapes(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-ETAPES: one step at least; hosting the trainee is the least expected (FAQ § 6; PRES)."""
    if not dossier.etapes:
        return _AUCUNE_ETAPE
    return _ETAPES_CHOISIES if Etape.STAGE in dossier.etapes else _ETAPES_SANS_STAGE


_ECRIT_PRESENT = (_ECRIT.conforme("L’intention est écrite par l’employeur, ou confirmée par lui."),)
_ECRIT_ABSENT = (
    _ECRIT.a_completer("Il manque un écrit de l’employeur : son courrier, son courriel ou sa confirmation en ligne."),
)


def ecrit(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-ECRIT: filed by the employer, or its letter or e-mail attached, or confirmed by it (FAQ § 6)."""
    return _ECRIT_PRESENT if dossier.ecrit_employeur else _ECRIT_ABSENT


_LIBRE = (_EXCLUSIVITE.conforme("Cette formation n’est engagée avec aucun autre organisme."),)
_ENGAGEE_AILLEURS = (
    _EXCLUSIVITE.non_conforme(
        "L’employeur est déjà engagé avec un autre organisme pour cette formation : il n’en choisit qu’un."
    ),
)


def exclusivite(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-EXCLUSIVITE: one training body for one training (FAQ § 6)."""
    return _ENGAGEE_AILLEURS if dossier.engagee_ailleurs else _LIBRE


REGLES = (
    *REGLES_CONTRAT,
    secteur,
    lieu,
    mobilite,
    employeur,
    postes,
    engagement,
    etapes,
    ecrit,
    exclusivite,
)
