"""The people of the demonstration, all with the name of a plant, and the sessions they are proposed for.

``TABLE``: wave | first name and name | birth year | how far it goes. A wave is a group proposed together; « oui » is
for who enters, « admis », « valide » and « propose » stop before.
"""

from dataclasses import dataclass

from django.utils.text import slugify

from config.demo.comptes import DOMAINE

ENTRE, ADMIS, VALIDE, PROPOSE = "oui", "admis", "valide", "propose"

TABLE = """
assemblage | Samira Coquelicot | 1994 | oui
assemblage | Léo Mirabelle | 2001 | oui
assemblage | Awa Tournesol | 1988 | oui
assemblage | Gaël Bruyère | 1979 | oui
assemblage | Inès Capucine | 1997 | oui
assemblage | Moussa Verveine | 1992 | oui
assemblage | Chloé Pervenche | 2003 | oui
assemblage | Dimitri Sarrasin | 1985 | oui
assemblage | Nour Marjolaine | 1990 | oui
assemblage | Paul Églantier | 1972 | oui
assemblage | Rokia Lavande | 1999 | oui
assemblage | Alban Chèvrefeuille | 1995 | oui
assemblage | Lina Pâquerette | 2000 | valide
proprete | Fatou Jonquille | 1983 | oui
proprete | Estelle Bourrache | 1976 | oui
proprete | Ahmed Cerfeuil | 1991 | oui
proprete | Marie Valériane | 1968 | oui
proprete | Sonia Achillée | 1987 | oui
proprete | Teddy Fougère | 1998 | oui
proprete | Halima Mélisse | 1993 | oui
proprete | Joël Prunellier | 1970 | oui
accueil | Juliette Campanule | 1996 | oui
accueil | Enzo Romarin | 2002 | oui
accueil | Kadia Anémone | 1989 | oui
accueil | Maud Glycine | 1994 | oui
accueil | Rayan Ciboulette | 2000 | oui
usinage | Yanis Châtaignier | 1999 | oui
usinage | Carole Ancolie | 1981 | oui
usinage | Idriss Genêt | 1995 | oui
usinage | Tom Aubépine | 2004 | oui
usinage | Mélina Sureau | 1990 | oui
etancheurs | Bruno Noisetier | 1986 | oui
etancheurs | Sékou Millepertuis | 1998 | oui
etancheurs | Jade Pissenlit | 2002 | oui
etancheurs | Régis Houblon | 1977 | oui
cableurs | Amina Bleuet | 1995 | oui
cableurs | Kevin Giroflée | 2001 | oui
cableurs | Ludovic Ronce | 1984 | oui
cableurs | Élise Muguet | 1991 | oui
cableurs | Omar Trèfle | 1989 | oui
cableurs | Manon Camomille | 1999 | oui
cableurs | Théo Myosotis | 2003 | valide
socle | Sarah Serpolet | 1990 | oui
socle | Didier Fusain | 1973 | oui
socle | Nadège Mauve | 1985 | oui
socle | Aboubacar Thym | 1997 | oui
socle | Lola Violette | 2004 | admis
socle | Mehdi Sauge | 1992 | oui
fabrication | Hugo Marguerite | 2000 | admis
fabrication | Bintou Pivoine | 1993 | admis
fabrication | Clara Primevère | 1996 | valide
fabrication | Steven Lierre | 1987 | propose
chaudron | Malik Érable | 1994 | admis
chaudron | Océane Dahlia | 2001 | valide
chaudron | Franck Saule | 1980 | valide
chaudron | Leïla Jasmin | 1998 | valide
chaudron | Jordan Cyprès | 1990 | valide
chaudron-2 | Anaëlle Iris | 2003 | propose
chaudron-3 | Victor Tilleul | 1982 | valide
chaudron-3 | Assia Hibiscus | 1995 | propose
service | Noé Basilic | 2002 | admis
service | Fleur Amaryllis | 1999 | valide
service | Issa Fenouil | 1991 | propose
"""
# Where people of a wave live: a commune of the département.
COMMUNES = {
    "44": ("Nantes", "Rezé", "Saint-Herblain"),
    "49": ("Cholet", "Beaupréau-en-Mauges", "Chemillé-en-Anjou"),
    "53": ("Laval", "Évron", "Ernée"),
}


@dataclass(frozen=True, slots=True)
class Personne:
    """One person: its wave, its names, its birth year and how far it goes. ``cle`` is its first name."""

    vague: str
    prenom: str
    nom: str
    naissance: int
    jusque: str

    @property
    def cle(self) -> str:
        return slugify(self.prenom)

    @property
    def courriel(self) -> str:
        return f"{slugify(self.prenom)}.{slugify(self.nom)}{DOMAINE}"


@dataclass(frozen=True, slots=True)
class Vague:
    """People proposed together by ``par`` for ``session``, in a département, and what happened so many days ago:
    proposed, profiles validated, admitted, entered (0: not yet)."""

    session: str
    par: str
    departement: str
    propose: int
    valide: int = 0
    admet: int = 0
    entre: int = 0
    heure: int = 9


# Entries are declared a few days after the first one: a bank holiday may come between.
VAGUES = {
    "assemblage": Vague("assemblage", "referente", "49", 302, 299, 292, 281),
    "proprete": Vague("proprete", "referente", "49", 246, 242, 236, 224),
    "accueil": Vague("accueil", "mathilde.rio", "44", 210, 206, 198, 186),
    "usinage": Vague("usinage", "referente", "49", 176, 172, 160, 146),
    "etancheurs": Vague("etancheurs", "yves.lair", "53", 72, 66, 52, 34),
    "cableurs": Vague("cableurs", "referente", "49", 75, 70, 59, 41),
    "socle": Vague("socle-proprete", "referente", "49", 50, 44, 32, 16),
    "fabrication": Vague("fabrication", "referente", "49", 34, 27, 20),
    "chaudron": Vague("chaudronniers", "referente", "49", 13, 9, 5),
    "chaudron-2": Vague("chaudronniers", "referente", "49", 5, heure=14),
    "chaudron-3": Vague("chaudronniers", "referente", "49", 5, 1, heure=15),
    "service": Vague("service", "mathilde.rio", "44", 25, 19, 12),
}


def _lire() -> dict[str, Personne]:
    gens = {}
    for ligne in TABLE.strip().splitlines():
        vague, qui, naissance, jusque = (case.strip() for case in ligne.split("|"))
        prenom, _, nom = qui.partition(" ")
        personne = Personne(vague, prenom, nom, int(naissance), jusque)
        gens[personne.cle] = personne
    return gens


GENS = _lire()
