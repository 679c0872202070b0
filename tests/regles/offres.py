"""A session that misses nothing, as the rules of its diffusion read it."""

from datetime import date

from sessions_formation.regles.offre import Fiche, Lieu, Offre, Organisme, Visee

LE = date(2026, 11, 23)
FICHE = Fiche(
    objectif="Souder d’après un plan.",
    contenu="Lecture de plan\nSoudage à l’arc",
    resultats="Une attestation de compétences.",
    rythme="Temps plein, 35 heures par semaine",
    deroule="groupe",
    modalite="presentiel",
    niveau_entree="1",
)
FORMATEUR = Organisme(
    nom="Formaloire Métiers",
    siret="78901234500017",
    nda="52490000044",
    adresse=Lieu("14 rue de la Séguinière", "49300", "Cholet", "49099"),
    telephone="02 61 91 00 31",
    courriel="contact@formaloire.example",
)
OFFRE = Offre(
    numero="SE-2026-00012",
    intitule="Soudeur assembleur industriel",
    statut="publiee",
    commandee=True,
    socle=False,
    debut=date(2027, 1, 11),
    fin=date(2027, 4, 30),
    permanente=False,
    prerequis="",
    heures=420,
    places=5,
    libres=3,
    rome="H2913",
    certification=Visee("RNCP38311", "4"),
    lieu=Lieu("Plateau technique", "49300", "Cholet", "49099"),
    fiche=FICHE,
    formateur=FORMATEUR,
    responsable=FORMATEUR,
)
