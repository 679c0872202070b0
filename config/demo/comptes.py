"""The accounts a visitor may try, and the password they all have."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from comptes.models import Rattachement, Role, Utilisateur
from config.groupes import ACHAT, CHEFS, DIRECTION, ELUS, FINANCES, REMUNERATION
from noyau.courriers import Document
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session

DOMAINE = "@demo.example"
MOT_DE_PASSE = "demonstration-1emploi"
APPLICATIONS = [
    "intentions", "stagiaires", "sessions_formation", "parcours", "insertion", "heures", "factures", "comites",
    "aides", "referentiels", "comptes", "noyau",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compte:
    """One account: who it is, and in one sentence what it shows."""

    cle: str
    prenom: str
    nom: str
    telephone: str
    essayer: str

    @property
    def courriel(self) -> str:
        return f"{self.cle}{DOMAINE}"


COMPTES = (
    Compte(
        "employeur",
        "Claire",
        "Heulin",
        "02 61 91 00 21",
        "Employeure, deux établissements : dépose une intention, dit son avis sur un candidat, confirme une embauche",
    ),
    Compte(
        "boulanger",
        "Karim",
        "Bensaïd",
        "02 61 91 00 22",
        "Employeur : une intention à compléter, une autre engagée dans une session",
    ),
    Compte(
        "mandataire",
        "Marc",
        "Bodin",
        "02 61 91 00 31",
        "Organisme mandataire : bons et avenants, accord à donner à un sous-traitant, réponses attendues",
    ),
    Compte(
        "cotraitant",
        "Odile",
        "Charrier",
        "02 61 91 00 32",
        "Organisme cotraitant : demande une session, admet, déclare les sorties, replace deux stagiaires",
    ),
    Compte(
        "soustraitant",
        "Yannick",
        "Réthoré",
        "02 61 91 00 33",
        "Organisme sous-traitant, accepté sur un seul lot : sa demande attend l’accord du mandataire",
    ),
    Compte(
        "agent",
        "Hélène",
        "Pasquier",
        "02 61 91 00 12",
        "Agente de la Région : file, décisions, argent des lots, résultats, rémunération à transmettre (/admin/)",
    ),
    Compte(
        "chef",
        "Antoine",
        "Lemercier",
        "02 61 91 00 10",
        "Chef d’unité : donne la seconde signature, partage les dossiers, étudie l’effet d’une valeur datée (/admin/)",
    ),
    Compte(
        "finances",
        "Sylvie",
        "Aubry",
        "02 61 91 00 15",
        "Direction des finances : fin de mois, envoi des factures certifiées, paiements à importer (/admin/)",
    ),
    Compte(
        "lecteur",
        "Maëlle",
        "Guérin",
        "02 61 91 00 14",
        "Agente de la Région sans droit d’achat : lit tout, ne décide rien (/admin/)",
    ),
    Compte(
        "direction",
        "Catherine",
        "Oger",
        "02 61 91 00 11",
        "Directrice à la Région : tableaux de bord, dossiers derrière chaque nombre (/admin/pilotage/)",
    ),
    Compte(
        "elue",
        "Brigitte",
        "Maillet",
        "02 61 91 00 18",
        "Élue régionale : les mêmes chiffres, à lire, imprimer et télécharger, sans aucun dossier (/pilotage/)",
    ),
    Compte(
        "referente",
        "Nadia",
        "Le Goff",
        "02 61 91 00 41",
        "Référente France Travail à Cholet : sa journée en une liste, appels, places à pourvoir, suivis, résultats",
    ),
    Compte(
        "opco",
        "Solène",
        "Marchais",
        "02 61 91 00 51",
        "Conseillère d’un Opco : une intention attend son employeur, une autre porte son courriel",
    ),
)
# A colleague who is away: her files are replaced. Signs in like the others, and shows nothing more than ``agent``.
COLLEGUE = Compte("gaelle.rolland", "Gaëlle", "Rolland", "02 61 91 00 13", "")


def creer_comptes() -> dict[str, Utilisateur]:
    """Create the accounts of ``COMPTES``, addresses verified, and give officers their rights; give them by key."""
    utilisateurs = {compte.cle: creer_compte(compte) for compte in (*COMPTES, COLLEGUE)}
    agents = ("agent", "chef", "finances", "lecteur", "direction", COLLEGUE.cle)
    for cle in agents:
        utilisateurs[cle].is_staff = True
    utilisateurs["chef"].is_superuser = True
    for cle in agents:
        utilisateurs[cle].save(update_fields=["is_staff", "is_superuser"])
    for cle in ("agent", COLLEGUE.cle):
        utilisateurs[cle].groups.add(Group.objects.get(name=ACHAT))
    utilisateurs["agent"].groups.add(Group.objects.get(name=REMUNERATION))
    utilisateurs["finances"].groups.add(Group.objects.get(name=FINANCES))
    utilisateurs["direction"].groups.add(Group.objects.get(name=DIRECTION))
    # Not an officer: figures, and no file.
    utilisateurs["elue"].groups.add(Group.objects.get(name=ELUS))
    # Superuser, and of the group too: who is told of late files is looked for by group.
    utilisateurs["chef"].groups.add(Group.objects.get(name=CHEFS))
    lit = Q(codename__startswith="view_", content_type__app_label__in=APPLICATIONS) | Q(codename="voir_tableaux")
    utilisateurs["lecteur"].user_permissions.set(Permission.objects.filter(lit))
    return utilisateurs


def creer_compte(compte: Compte) -> Utilisateur:
    """Create one account without a password; ``donner_le_mot_de_passe`` gives it to all at once."""
    return Utilisateur.objects.create_user(
        compte.courriel, prenom=compte.prenom, nom=compte.nom, telephone=compte.telephone
    )


def donner_le_mot_de_passe() -> None:
    """One hash for everybody: computed once per account, it would be most of the loading time."""
    Utilisateur.objects.filter(email__endswith=DOMAINE).update(password=make_password(MOT_DE_PASSE))


def rattacher(utilisateur: Utilisateur, role: Role, **organisation) -> None:
    """Tie a person to an organisation (``employeur=``, ``organisme=``, ``structure=`` or ``opco=``)."""
    Rattachement.objects.create(utilisateur=utilisateur, role=role, **organisation)


def presenter() -> str:
    """Give the list of accounts, and codes to check, as a visitor reads them in a terminal."""
    largeur = max(len(compte.courriel) for compte in COMPTES)
    lignes = [f"  {compte.courriel:<{largeur}}  {compte.essayer}" for compte in COMPTES]
    codes = [f"  {code}  {quoi}" for code, quoi in a_verifier()]
    return "\n".join(
        [
            "Comptes de démonstration",
            f"  Mot de passe de tous : {MOT_DE_PASSE}",
            "",
            *lignes,
            "",
            "Documents à vérifier sur /verifier/ (le code est aussi sur chaque lettre de la boîte /demo/boite/)",
            *codes,
        ]
    )


def a_verifier() -> list[tuple[str, str]]:
    """Give the codes of two letters, the newest that still holds and one that no longer does, with what they are."""
    lettres = Document.objects.filter(modele="autorisation").order_by("pk")
    annulees = Session.objects.filter(statut=StatutSession.ANNULEE).values("pk")
    vives, caduques = lettres.exclude(objet_id__in=annulees).last(), lettres.filter(objet_id__in=annulees).last()
    return [
        (lettre.code_affiche, f"{lettre.titre} {lettre.reference}{suite}")
        for lettre, suite in ((vives, ""), (caduques, ", annulée depuis"))
        if lettre
    ]
