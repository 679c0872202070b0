"""Rules on the contract an intention announces: kind, insertion structures, length, weekly hours (domaine.md § 4)."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from intentions.regles.dossier import DossierIntention
from referentiels.regles.constats import Constats, Regle
from referentiels.regles.contrats import LIBELLES_CONTRATS, TypeContrat
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter, nombre

_CONTRAT = Regle("I-CONTRAT", "PRES; FAQ §3")
_SIAE = Regle("I-SIAE", "FAQ §3")
_DUREE = Regle("I-DUREE", "PRES")
_HEURES = Regle("I-HEURES", "PRES; FAQ §6")

_ALTERNANCE = "Le contrat suivra la formation, qui sert alors de « préqualification »."
_SOCLE = "les sessions du socle, commandées d’avance et sans intention d’embauche, sont faites pour cela."

_PAR_TYPE: dict[TypeContrat, Constats] = {
    **{
        contrat: (_CONTRAT.conforme(f"{LIBELLES_CONTRATS[contrat]} : ce contrat convient."),)
        for contrat in (
            TypeContrat.CDI,
            TypeContrat.CDD,
            TypeContrat.CDI_INTERIMAIRE,
            TypeContrat.CDPI,
            TypeContrat.ETTI,
        )
    },
    **{
        contrat: (
            _CONTRAT.info(_ALTERNANCE, "PRES"),
            _CONTRAT.conforme(f"{LIBELLES_CONTRATS[contrat]} : ce contrat convient.", "PRES"),
        )
        for contrat in (TypeContrat.APPRENTISSAGE, TypeContrat.PROFESSIONNALISATION)
    },
    TypeContrat.CIE: (
        _CONTRAT.non_conforme("Contrat initiative emploi (CIE) : une session ne peut pas déboucher dessus.", "FAQ §3"),
    ),
    TypeContrat.CREATION_ENTREPRISE: (
        _CONTRAT.non_conforme(f"Une création d’entreprise n’est pas une embauche : {_SOCLE}", "FAQ §5"),
    ),
    TypeContrat.INDEPENDANT: (
        _CONTRAT.non_conforme(f"Une activité indépendante n’est pas une embauche : {_SOCLE}", "FAQ §5"),
    ),
    TypeContrat.CESU: (
        _CONTRAT.non_conforme(f"Le chèque emploi-service (Cesu) ne convient pas : {_SOCLE}", "FAQ §5"),
    ),
}
_INTERIM_AGENCE = (_CONTRAT.conforme("Mission d’intérim, avec une agence nommée : ce contrat convient.", "FAQ §3"),)
_INTERIM_SANS_AGENCE = (_CONTRAT.a_completer("Le nom de l’agence d’intérim partenaire manque.", "FAQ §3"),)
_CONTRAT_INCONNU = (_CONTRAT.a_completer("Le type de contrat manque : CDI, CDD ou intérim, par exemple."),)


def contrat(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-CONTRAT: which contracts a session may lead to (PRES; FAQ § 3, § 5)."""
    annonce = dossier.contrat
    if annonce.type is None:
        return _CONTRAT_INCONNU
    if annonce.type == TypeContrat.INTERIM:
        nommee = annonce.agence_interim and annonce.agence_interim.strip()
        return _INTERIM_AGENCE if nommee else _INTERIM_SANS_AGENCE
    return _PAR_TYPE[annonce.type]


_EMPLOI_ORDINAIRE = (_SIAE.conforme("L’emploi n’est pas dans une structure d’insertion."),)
_ETTI = (_SIAE.conforme("Les contrats des entreprises de travail temporaire d’insertion (ETTI) conviennent."),)
_EMPLOI_INSERTION = (
    _SIAE.non_conforme(
        "Une session ne peut pas déboucher sur un emploi dans une structure d’insertion. "
        "Ses salariés, eux, peuvent se former à la fin de leur contrat."
    ),
)
_INSERTION_INCONNUE = (
    _SIAE.a_completer("Dites si l’établissement est une structure d’insertion (SIAE), et si oui, une ETTI."),
)


def insertion(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-SIAE: no job inside an insertion structure, unless it is a temporary-work one, an ETTI (FAQ § 3)."""
    siae, etti = dossier.employeur.siae, dossier.employeur.etti
    if etti:
        return _ETTI
    if siae is False:
        return _EMPLOI_ORDINAIRE
    return _EMPLOI_INSERTION if siae and etti is False else _INSERTION_INCONNUE


_SANS_TERME = frozenset({TypeContrat.CDI, TypeContrat.CDI_INTERIMAIRE})
_SANS_EMPLOI = frozenset({TypeContrat.CREATION_ENTREPRISE, TypeContrat.INDEPENDANT})
_DUREE_SANS_TERME = (_DUREE.conforme("Le contrat n’a pas de terme."),)
_DUREE_INCONNUE = (_DUREE.a_completer("La durée du contrat manque, en mois."),)
_TERME_INCONNU = (_DUREE.a_completer("Le type de contrat manque : on ne sait pas si cette durée est un terme."),)


def duree(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-DUREE: no term, or `duree_min_mois` at least; shorter, a person decides (PRES; FAQ § 3, § 8).

    Says nothing where there is no employment contract. Of a contract of unknown kind, a sufficient length is enough;
    a short or missing one decides nothing, as it might have no term.
    """
    genre, mois = dossier.contrat.type, dossier.contrat.duree_mois
    if genre in _SANS_EMPLOI:
        return ()
    if genre in _SANS_TERME:
        return _DUREE_SANS_TERME
    if mois is None:
        return _DUREE_INCONNUE
    if mois >= reglement.duree_min_mois:
        return _duree_suffisante(mois, reglement.duree_min_mois)
    if genre is None:
        return _TERME_INCONNU
    return _duree_courte(mois, reglement.duree_min_mois, bool(dossier.contrat.saisonnier))


@lru_cache(maxsize=1024)
def _duree_suffisante(mois: Decimal, minimum: int) -> Constats:
    return (_DUREE.conforme(f"Contrat de {nombre(mois)} mois : il en faut {minimum} au moins."),)


@lru_cache(maxsize=1024)
def _duree_courte(mois: Decimal, minimum: int, saisonnier: bool) -> Constats:
    raison = (
        "Le travail saisonnier est la raison habituelle d’une souplesse"
        if saisonnier
        else "Une souplesse est possible, le plus souvent pour un travail saisonnier"
    )
    message = (
        f"Contrat de {nombre(mois)} mois : il en faut {minimum}. {raison}. Un agent de la Région va se prononcer."
    )
    return (_DUREE.derogation(message, "FAQ §3, §8"),)


_HEURES_INCONNUES = (_HEURES.a_completer("Le nombre d’heures de travail par semaine manque."),)


def heures(dossier: DossierIntention, reglement: Reglement) -> Constats:
    """I-HEURES: `heures_hebdo_min` a week at least; less only for a beneficiary of the BOE (PRES; FAQ § 6)."""
    hebdo, minimum = dossier.contrat.heures_hebdo, reglement.heures_hebdo_min
    if hebdo is None:
        return _HEURES_INCONNUES
    if hebdo >= minimum:
        return _heures_suffisantes(hebdo, minimum)
    return _heures_adaptees(hebdo, minimum) if dossier.adaptation_boe else _heures_insuffisantes(hebdo, minimum)


@lru_cache(maxsize=1024)
def _heures_suffisantes(hebdo: Decimal, minimum: Decimal) -> Constats:
    return (_HEURES.conforme(f"{_par_semaine(hebdo)} : il en faut {nombre(minimum)} au moins."),)


@lru_cache(maxsize=1024)
def _heures_adaptees(hebdo: Decimal, minimum: Decimal) -> Constats:
    message = (
        f"{_par_semaine(hebdo)} : il en faut {nombre(minimum)}, sauf pour une personne bénéficiaire de l’obligation "
        "d’emploi des travailleurs handicapés. Un agent de la Région va se prononcer."
    )
    return (_HEURES.derogation(message, "FAQ §6"),)


@lru_cache(maxsize=1024)
def _heures_insuffisantes(hebdo: Decimal, minimum: Decimal) -> Constats:
    return (_HEURES.non_conforme(f"{_par_semaine(hebdo)} : il en faut {nombre(minimum)} au moins.", "FAQ §6"),)


def _par_semaine(hebdo: Decimal) -> str:
    return f"{compter(hebdo, 'heure')} par semaine"


REGLES_CONTRAT: tuple[Callable[[DossierIntention, Reglement], Constats], ...] = (contrat, insertion, duree, heures)
