"""The accounts a visitor may try, and the password they all have."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission

from comptes.models import Rattachement, Role, Utilisateur
from config.groupes import ACHAT, CHEFS

DOMAINE = "@demo.example"
MOT_DE_PASSE = "demonstration-1emploi"
APPLICATIONS = ["intentions", "sessions_formation", "comites", "referentiels", "comptes", "noyau"]


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
        "Employeure, deux établissements : dépose une intention, reprend un brouillon, suit les autres",
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
        "Organisme mandataire : bons de commande, demandes du groupement, accord à donner à un sous-traitant",
    ),
    Compte(
        "cotraitant",
        "Odile",
        "Charrier",
        "02 61 91 00 32",
        "Organisme cotraitant : réunit les intentions libres, demande l’ouverture d’une session",
    ),
    Compte(
        "soustraitant",
        "Yannick",
        "Réthoré",
        "02 61 91 00 33",
        "Organisme sous-traitant : sa demande attend l’accord du mandataire",
    ),
    Compte(
        "agent",
        "Hélène",
        "Pasquier",
        "02 61 91 00 12",
        "Agente de la Région : lit la file, autorise, refuse, demande un complément (/admin/)",
    ),
    Compte(
        "chef",
        "Antoine",
        "Lemercier",
        "02 61 91 00 10",
        "Chef de service à la Région : tout ce que fait l’agente, plus les comptes et les paramètres (/admin/)",
    ),
    Compte(
        "lecteur",
        "Maëlle",
        "Guérin",
        "02 61 91 00 14",
        "Agente de la Région sans droit d’achat : lit tout, ne décide rien (/admin/)",
    ),
    Compte(
        "referente",
        "Nadia",
        "Le Goff",
        "02 61 91 00 41",
        "Référente France Travail à Cholet : transmet des intentions pour des employeurs, reçoit les sessions",
    ),
    Compte(
        "opco",
        "Solène",
        "Marchais",
        "02 61 91 00 51",
        "Conseillère d’un Opco : une intention attend son employeur, une autre porte son courriel",
    ),
)


def creer_comptes() -> dict[str, Utilisateur]:
    """Create the accounts of ``COMPTES``, addresses verified, and give officers their rights; give them by key."""
    utilisateurs = {compte.cle: creer_compte(compte) for compte in COMPTES}
    for cle in ("agent", "chef", "lecteur"):
        utilisateurs[cle].is_staff = True
    utilisateurs["chef"].is_superuser = True
    for cle in ("agent", "chef", "lecteur"):
        utilisateurs[cle].save(update_fields=["is_staff", "is_superuser"])
    utilisateurs["agent"].groups.add(Group.objects.get(name=ACHAT))
    # Superuser, and of the group too: who is told of late files is looked for by group.
    utilisateurs["chef"].groups.add(Group.objects.get(name=CHEFS))
    utilisateurs["lecteur"].user_permissions.set(
        Permission.objects.filter(codename__startswith="view_", content_type__app_label__in=APPLICATIONS)
    )
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
    """Give the list of accounts as a visitor reads it in a terminal."""
    largeur = max(len(compte.courriel) for compte in COMPTES)
    lignes = [f"  {compte.courriel:<{largeur}}  {compte.essayer}" for compte in COMPTES]
    return "\n".join(["Comptes de démonstration", f"  Mot de passe de tous : {MOT_DE_PASSE}", "", *lignes])
