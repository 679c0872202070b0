"""The areas people work in: one per role, with where it opens and what its navigation offers.

URL names are looked up when they are shown: an area that does not exist yet is left out rather than broken.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from comptes.acces import est_agent, roles_et_groupe
from comptes.models import Role, Utilisateur

AGENT = "agent"
# Who reads figures, without the administration.
PILOTAGE, LIRE_LES_TABLEAUX = "pilotage", "pilotage.voir_tableaux"
CLE_DE_SESSION = "espace"


@dataclass(frozen=True, slots=True)
class Entree:
    """One entry of a navigation: its words, the name of its URL, its drawing where it is a tab of a phone.

    ``droit``: shown to who has it alone.
    """

    titre: str
    nom_url: str
    icone: str = ""
    droit: str = ""


@dataclass(frozen=True, slots=True)
class Espace:
    """An area: the words of its switch, one sentence on what is done there, and its entries (the first opens it).

    ``au_telephone`` and ``au_bureau`` say how many of them hold on one line there; the others are behind « Plus ».
    """

    code: str
    titre: str
    phrase: str
    entrees: tuple[Entree, ...]
    au_telephone: int = 3
    au_bureau: int = 5

    @property
    def url(self) -> str | None:
        """Where the area opens, or None while none of its pages exists."""
        return next((url for entree in self.entrees if (url := url_de(entree.nom_url))), None)


ESPACES = (
    Espace(
        AGENT,
        "Région",
        "Instruire les demandes, suivre les lots, gérer les comptes.",
        (
            Entree("Administration", "admin:index"),
            Entree("Sessions à pourvoir", "parcours:sessions"),
            Entree("Tableaux de bord", "admin:pilotage_apercu", droit=LIRE_LES_TABLEAUX),
            Entree("Après la formation", "insertion:suivis"),
            Entree("Résultats", "insertion:resultats"),
        ),
        au_telephone=2,
    ),
    Espace(
        Role.EMPLOYEUR,
        "Employeur",
        "Déposer une intention d’embauche et suivre ce qu’elle devient.",
        (
            Entree("Mes intentions", "intentions:liste"),
            Entree("Candidats et stagiaires", "parcours:employeur"),
            Entree("Embauches", "insertion:embauches"),
            Entree("Mes rendez-vous", "rendez_vous:liste"),
            Entree("Aides à la formation", "aides:demandes"),
            Entree("Mes établissements", "comptes:etablissements"),
        ),
        au_telephone=2,
        au_bureau=4,
    ),
    Espace(
        Role.ORGANISME,
        "Organisme de formation",
        "Voir les intentions, demander l’ouverture d’une session.",
        (
            Entree("Intentions", "sessions:intentions"),
            Entree("Mes sessions", "sessions:liste"),
            Entree("Stagiaires", "parcours:liste"),
            Entree("Heures", "heures:liste"),
            Entree("Mes lots", "sessions:lots"),
            Entree("Bons de commande", "sessions:bons"),
            Entree("Factures", "factures:liste"),
            Entree("Regroupements", "besoins:regroupements"),
            Entree("Transmettre", "transmissions:liste"),
            Entree("Avis", "insertion:avis"),
            Entree("Résultats", "insertion:resultats"),
        ),
    ),
    Espace(
        Role.REFERENT,
        "Référent",
        "Suivre les sessions de votre territoire et vos candidats.",
        (
            Entree("Aujourd’hui", "referent:accueil", "liste"),
            Entree("Stagiaires", "parcours:liste", "personnes"),
            Entree("Sessions", "parcours:sessions", "formation"),
            Entree("Besoins", "besoins:liste", "mallette"),
            Entree("Suivis", "insertion:suivis"),
            Entree("Regroupements", "besoins:regroupements"),
            Entree("Comités", "comites:liste"),
            Entree("Intentions transmises", "transmissions:liste"),
            Entree("Résultats", "insertion:resultats"),
        ),
        au_telephone=4,
    ),
    Espace(
        Role.OPCO,
        "Opérateur de compétences",
        "Transmettre des intentions d’embauche.",
        (Entree("Intentions transmises", "transmissions:liste"),),
    ),
    Espace(
        PILOTAGE,
        "Pilotage",
        "Lire les chiffres du dispositif.",
        (
            Entree("Vue d’ensemble", "tableaux:apercu"),
            Entree("La chaîne", "tableaux:chaine"),
            Entree("Résultats", "tableaux:resultats"),
            Entree("Lots", "tableaux:lots"),
            Entree("Ce qui attend", "tableaux:attente"),
            Entree("Besoins", "tableaux:besoins"),
            Entree("Mesures du plan", "mesures:liste"),
        ),
        au_telephone=2,
    ),
)

PUBLIC = (
    Entree("Simulateur", "simulateur"),
    Entree("Formations", "formations"),
    Entree("Organismes", "organismes"),
    Entree("Dispositifs", "dispositifs"),
)


def url_de(nom: str) -> str | None:
    """Give the address of a URL name, or None when no such page exists."""
    try:
        return reverse(nom)
    except NoReverseMatch:
        return None


def espaces_de(request: HttpRequest) -> list[Espace]:
    """The areas of the person signed in, in the order of ``ESPACES``. One query per request, and none for an officer.

    An officer works in the administration alone: the Région sees all from there. Who has no role, or is in a group
    beside it (an elected member who runs a company), may read figures: their rights are asked then, two queries more.
    """
    if not request.user.is_authenticated:
        return []
    if not hasattr(request, "espaces_du_compte"):
        codes = _codes_de(request.user)
        request.espaces_du_compte = [espace for espace in ESPACES if espace.code in codes]
    return request.espaces_du_compte


def _codes_de(personne: Utilisateur) -> list[str]:
    if est_agent(personne):
        return [AGENT]
    roles, en_groupe = roles_et_groupe(personne)
    # Who has a role and no group has no such right: their pages do not wait for the answer.
    if (en_groupe or not roles) and personne.has_perm(LIRE_LES_TABLEAUX):
        return [*roles, PILOTAGE]
    return roles


def espace_courant(request: HttpRequest) -> Espace | None:
    """The area the person is in: the one they chose, else their only one, else None."""
    espaces = espaces_de(request)
    choisi = request.session.get(CLE_DE_SESSION)
    return next((espace for espace in espaces if espace.code == choisi), espaces[0] if len(espaces) == 1 else None)
