"""Trust signals: what an officer may want to look at before believing an intention. Never a refusal by itself.

Other schemes learnt it late: employers invented by those who had training to sell shared their mail domain, or their
phone. Facts in, sentences out; each signal carries its measure so that the officer judges its weight.
"""

import re
from dataclasses import dataclass
from datetime import date

from referentiels.regles.courriels import domaine
from referentiels.regles.reglement import Reglement
from referentiels.regles.siret import siret_valide
from referentiels.regles.typographie import compter, jour


@dataclass(frozen=True, slots=True)
class Organisme:
    """A training body the intention names, and how it can be reached."""

    nom: str
    courriels: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Faits:
    """What is known of an intention and of its employer, over the last 24 months where it counts something."""

    siret: str | None
    ferme_le: date | None = None
    effectif: int | None = None
    contact_courriel: str = ""
    contact_telephone: str = ""
    organismes: tuple[Organisme, ...] = ()
    postes_ouverts: int = 0
    intentions: int = 0
    embauches: int = 0
    autres_entreprises: int = 0
    desaveux: int = 0
    # Mail domains that several organisations share here: they say nothing, as public mailboxes do.
    domaines_partages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing worth a look: its code, and a sentence for the officer."""

    code: str
    phrase: str


def signaux(faits: Faits, *, reglement: Reglement) -> list[Signal]:
    """Give the signals of an intention, in the order an officer would check them; an empty list when there is none."""
    return [
        *_du_contact(faits),
        *_de_l_etablissement(faits),
        *_de_l_histoire(faits, reglement),
    ]


def numero(telephone: str) -> str:
    """Give the nine significant digits of a French number, whatever its spaces and prefix; empty when too short."""
    chiffres = re.sub(r"\D", "", telephone)
    return chiffres[-9:] if len(chiffres) >= 9 else ""


def _du_contact(faits: Faits) -> list[Signal]:
    trouves = []
    for organisme in faits.organismes:
        du_contact = domaine(faits.contact_courriel)
        if (
            du_contact
            and du_contact not in faits.domaines_partages
            and du_contact in {domaine(courriel) for courriel in organisme.courriels}
        ):
            trouves.append(
                Signal("C-DOMAINE", f"La personne à joindre écrit depuis {du_contact}, comme {organisme.nom}.")
            )
        du_telephone = numero(faits.contact_telephone)
        if du_telephone and du_telephone in {numero(telephone) for telephone in organisme.telephones}:
            trouves.append(
                Signal("C-TELEPHONE", f"Le téléphone de la personne à joindre est celui de {organisme.nom}.")
            )
    if faits.autres_entreprises:
        autres = compter(faits.autres_entreprises, "autre entreprise", "autres entreprises")
        trouves.append(Signal("C-PARTAGE", f"La même adresse de courriel sert de contact à {autres}."))
    return trouves


def _de_l_etablissement(faits: Faits) -> list[Signal]:
    trouves = []
    if faits.siret and not siret_valide(faits.siret):
        trouves.append(Signal("C-SIRET", "Le numéro SIRET de l’établissement n’existe pas."))
    if faits.ferme_le:
        trouves.append(Signal("C-FERME", f"L’établissement est fermé depuis le {jour(faits.ferme_le)}, selon Sirene."))
    if faits.effectif is not None and faits.postes_ouverts > faits.effectif:
        trouves.append(
            Signal(
                "C-EFFECTIF",
                f"{compter(faits.postes_ouverts, 'poste ouvert', 'postes ouverts')} pour un établissement de "
                f"{compter(faits.effectif, 'salarié')}.",
            )
        )
    return trouves


def _de_l_histoire(faits: Faits, reglement: Reglement) -> list[Signal]:
    trouves = []
    if faits.intentions >= reglement.confiance_intentions_sans_embauche and not faits.embauches:
        trouves.append(
            Signal("C-SANS-EMBAUCHE", f"{compter(faits.intentions, 'intention')} en 24 mois, aucune embauche connue.")
        )
    if faits.desaveux:
        trouves.append(
            Signal(
                "C-DESAVEU",
                "Cet employeur a déjà répondu « ce n’est pas ma demande » à "
                f"{compter(faits.desaveux, 'intention transmise', 'intentions transmises')} en son nom.",
            )
        )
    return trouves
