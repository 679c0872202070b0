"""The survey of labour needs (BMO), two years of it, for the jobs of the demonstration. Every number is invented.

``TABLE``: code | job of the survey | ROME jobs an officer said it is, or nothing | seasonal and difficult, in
hundredths | by employment area, projects of last year then of this one, « * » for a statistical secret.
"""

from datetime import date
from functools import partial

from comptes.models import Utilisateur
from config.demo.agenda import Agenda
from referentiels.actions.correspondances import dire_les_correspondances
from referentiels.models import BesoinEnquete

RELIES_IL_Y_A = 60
# Name of the employment area → its code, its département.
BASSINS = {
    "Angers": ("5218", "49"),
    "Cholet": ("5205", "49"),
    "Saumur": ("5206", "49"),
    "Nantes": ("5220", "44"),
    "Saint-Nazaire": ("5225", "44"),
    "Laval": ("5227", "53"),
    "Le Mans": ("5208", "72"),
    "La Roche-sur-Yon": ("5214", "85"),
}
TABLE = """
B1X31 | Maçons qualifiés | F1703 | 4 80 | Angers 90 100, Cholet 55 60, Nantes 210 225, Laval 40 *, Le Mans 60 55
B1X34 | Couvreurs | F1619 F1613 | 2 86 | Angers 45 50, Saumur 12 *, Nantes 85 90, Laval 30 35, La Roche-sur-Yon 40 45
B1X32 | Peintres et ouvriers qualifiés des finitions | F1606 | 6 74 | Angers 70 65, Nantes 160 170, Le Mans 40 40
D0X31 | Ouvriers qualifiés en conduite d’équipement d’usinage | H2903 | 8 72 | Angers 40 45, Cholet 70 80, Nantes 60 55
D1X30 | Ouvriers en chaudronnerie et tôlerie | H2902 H2911 | 5 85 | Cholet 50 60, Saint-Nazaire 120 150, Laval 25 *
D1X33 | Soudeurs | H2913 | 6 83 | Angers 30 35, Cholet 45 55, Saint-Nazaire 110 140, Le Mans 20 25, Saumur * *
G1X72 | Techniciens en maintenance industrielle | I1304 | 1 78 | Angers 60 70, Cholet 65 70, Nantes 140 150
S0X42 | Boulangers, pâtissiers | D1102 | 18 70 | Angers 50 55, Saumur 15 20, Nantes 120 115, La Roche-sur-Yon 60 65
S1X40 | Cuisiniers | G1602 | 45 66 | Angers 120 110, Nantes 340 360, Saint-Nazaire 190 200, Le Mans 70 75
S2X60 | Employés de l’hôtellerie | G1501 | 62 58 | Angers 60 55, Nantes 170 180, Saint-Nazaire 240 260
S2X61 | Serveurs de cafés, de restaurants | G1803 | 55 52 | Angers 160 150, Nantes 480 490, Saint-Nazaire 310 330
T2A60 | Aides à domicile et auxiliaires de vie | K1302 K1304 | 10 81 | Angers 150 170, Cholet 90 95, Nantes 400 430
T4Z60 | Agents d’entretien de locaux | K2204 | 20 49 | Angers 260 250, Cholet 110 120, Nantes 620 600, Laval 90 95
G0A40 | Ouvriers de la maintenance générale et mécanique | | 3 70 | Angers 45 50, Cholet 40 45, Nantes 110 120
"""


def prevoir_enquete(agenda: Agenda, *, agent: Utilisateur) -> None:
    """Write the lines of last year and of this one; plan what the officer said of each job."""
    besoins = []
    dites: dict[str, list[str]] = {}
    for ligne in TABLE.strip().splitlines():
        code, nom, metiers, parts, lieux = (mot.strip() for mot in ligne.split("|"))
        for lieu in lieux.split(","):
            *mots, avant, apres = lieu.split()
            for annee, projets in ((agenda.le.year - 1, avant), (agenda.le.year, apres)):
                besoins.append(_besoin(code, nom, " ".join(mots), annee=annee, projets=projets, parts=parts))
        if metiers:
            dites[code] = metiers.split()
    BesoinEnquete.objects.bulk_create(besoins)
    agenda.prevoir(RELIES_IL_Y_A, 11, partial(_relier, dites, agent))


def _relier(dites: dict[str, list[str]], agent: Utilisateur, _le: date) -> None:
    for code, metiers in dites.items():
        dire_les_correspondances(code, retenus=metiers, vus=[], par=agent)


def _besoin(code: str, nom: str, lieu: str, *, annee: int, projets: str, parts: str) -> BesoinEnquete:
    bassin, departement = BASSINS[lieu]
    combien = None if projets == "*" else int(projets)
    saisonniers, difficiles = (None if combien is None else combien * int(part) // 100 for part in parts.split())
    return BesoinEnquete(
        annee=annee,
        code_metier=code,
        metier=nom,
        departement_id=departement,
        code_bassin=bassin,
        bassin=lieu,
        projets=combien,
        difficiles=difficiles,
        saisonniers=saisonniers,
    )
