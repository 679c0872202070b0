"""What partners write for employers: one waits for Claire Heulin's click, another came with its employer's e-mail."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from comptes.models import Role, Utilisateur
from config.demo.agenda import Acte, Agenda
from config.demo.besoins import Besoins
from intentions.actions.confirmer import confirmer_intention, joindre_ecrit
from intentions.actions.transmettre import EmployeurDeclare, partenaire_de, transmettre_intention
from noyau.horloge import maintenant
from noyau.televersement import EML, PieceLue
from referentiels.models import Metier, Secteur


@dataclass(frozen=True, slots=True)
class Transmise:
    """One of them: who writes (a key of COMPTES), days ago, employer, ROME job, sector, posts."""

    cle: str
    par: str
    jours: int
    employeur: str
    metier: str
    secteur: str
    postes: int


EN_ATTENTE = Transmise("transmise-heulin", "referente", 2, "heulin", "H2902", "inter-industrie", 1)
CONFIRMEE = Transmise("transmise-vie", "referente", 12, "vie", "H2102", "agriculture-agroalimentaire", 2)
PAR_COURRIEL = Transmise("transmise-coteaux", "opco", 10, "coteaux", "H2911", "inter-industrie", 1)
OUBLIEE = Transmise("transmise-gaborit", "opco", 4, "gaborit", "F1503", "construction", 1)


def prevoir_transmissions(agenda: Agenda, besoins: Besoins, comptes: dict[str, Utilisateur]) -> None:
    """Plan them, and what their employers answered."""
    for transmise in (EN_ATTENTE, CONFIRMEE, PAR_COURRIEL, OUBLIEE):
        agenda.prevoir(transmise.jours, 11, _transmettre(besoins, transmise, comptes[transmise.par]))
    agenda.prevoir(CONFIRMEE.jours - 4, 16, _confirmer(besoins, CONFIRMEE))
    agenda.prevoir(PAR_COURRIEL.jours - 4, 16, _joindre(besoins, PAR_COURRIEL, comptes[PAR_COURRIEL.par]))


def _transmettre(besoins: Besoins, transmise: Transmise, par: Utilisateur) -> Acte:
    def transmettre(le: date) -> None:
        role = Role.REFERENT if transmise.par == "referente" else Role.OPCO
        organisation = par.rattachements.get(role=role).organisation
        maison = besoins.maisons[transmise.employeur]
        besoins.intentions[transmise.cle] = transmettre_intention(
            partenaire=partenaire_de(par, organisation),
            par=par,
            employeur=EmployeurDeclare(siret=maison.employeur.siret),
            champs={
                **_offre(transmise, le),
                "commune": maison.commune,
                "departement": maison.employeur.departement,
                "contact_nom": maison.personne.get_full_name(),
                "contact_courriel": maison.personne.email,
                "contact_telephone": maison.personne.telephone,
            },
            le=le,
        )

    return transmettre


def _offre(transmise: Transmise, le: date) -> dict[str, Any]:
    return {
        "secteur": Secteur.objects.get(code=transmise.secteur),
        "metier": Metier.objects.get(code_rome=transmise.metier),
        "nombre_postes": transmise.postes,
        "contrat_type": "cdi",
        "heures_hebdo": Decimal(35),
        "engagement_recruter": True,
        "etapes": ["recrutement", "stage"],
        "embauche_souhaitee": (le + timedelta(days=190)).replace(day=1),
    }


def _confirmer(besoins: Besoins, transmise: Transmise) -> Acte:
    def confirmer(le: date) -> None:
        intention = besoins.intentions[transmise.cle]
        confirmer_intention(intention_id=intention.pk, le=le, courriel=intention.contact_courriel)

    return confirmer


def _joindre(besoins: Besoins, transmise: Transmise, par: Utilisateur) -> Acte:
    def joindre(le: date) -> None:
        intention = besoins.intentions[transmise.cle]
        piece = PieceLue("Courriel de l’employeur.eml", EML, _courriel(intention.contact_nom, par))
        joindre_ecrit(intention_id=intention.pk, piece=piece, par=par, le=le)

    return joindre


def _courriel(nom: str, par: Utilisateur) -> bytes:
    courriel = EmailMessage()
    courriel["From"] = "atelier@metallerie.example"
    courriel["To"] = par.email
    courriel["Date"] = format_datetime(maintenant())
    courriel["Subject"] = "Un poste à pourvoir"
    courriel.set_content(f"Bonjour,\n\nJe vous confirme que nous voulons recruter, en CDI.\n\n{nom}\n")
    return courriel.as_bytes()
