"""Reference rows for tests: plausible, distinct, with numbers whose keys are right.

Codes that have a fixed width start again at zero once used up: a whole run in one process makes more of them than
the column holds, a test never does.
"""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory
from stdnum import luhn

from referentiels.actions.charger import charger_table
from referentiels.models import (
    BesoinEnquete,
    Certification,
    Commune,
    CommuneDeleguee,
    Departement,
    Dispositif,
    Employeur,
    Epci,
    Metier,
    Opco,
    OrganismeFormation,
    Parametre,
    Secteur,
    StructureReseau,
    TerritoireEfop,
)

DEPUIS = date(2023, 1, 1)


def siret_de_rang(rang: int) -> str:
    """A valid SIRET, its own SIREN valid too, different for each rank under 10 millions."""
    siren = f"8{rang:07d}"
    siren += luhn.calc_check_digit(siren)
    nic = f"{siren}0001"
    return nic + luhn.calc_check_digit(nic)


class DepartementFactory(DjangoModelFactory):
    """Loire-Atlantique unless told otherwise: `DepartementFactory(code="35", dans_region=False, limitrophe=True)`."""

    class Meta:
        model = Departement
        django_get_or_create = ("code",)

    code = "44"
    nom = factory.Maybe(
        factory.LazyAttribute(lambda o: o.code == "44"),
        "Loire-Atlantique",
        factory.LazyAttribute(lambda o: f"Département {o.code}"),
    )
    dans_region = True


class EpciFactory(DjangoModelFactory):
    class Meta:
        model = Epci

    code_siren = factory.Sequence(lambda n: f"2{n:08d}")
    nom = factory.Sequence(lambda n: f"CC du Pays {n}")


class TerritoireEfopFactory(DjangoModelFactory):
    class Meta:
        model = TerritoireEfop

    code = factory.Sequence(lambda n: f"territoire-{n}")
    nom = factory.Sequence(lambda n: f"Territoire {n}")


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = Commune

    departement = factory.SubFactory(DepartementFactory)
    code_insee = factory.Sequence(lambda n: f"X{n % 10_000:04d}")
    nom = factory.Sequence(lambda n: f"Villeneuve-{n}")
    codes_postaux = factory.Sequence(lambda n: f"44{n % 1_000:03d}")


class CommuneDelegueeFactory(DjangoModelFactory):
    class Meta:
        model = CommuneDeleguee

    code_insee = factory.Sequence(lambda n: f"Y{n % 10_000:04d}")
    nom = factory.Sequence(lambda n: f"Vieuxbourg-{n}")
    commune = factory.SubFactory(CommuneFactory)


class SecteurFactory(DjangoModelFactory):
    class Meta:
        model = Secteur
        django_get_or_create = ("code",)

    code = "construction"
    libelle = factory.LazyAttribute(lambda o: o.code.replace("-", " "))
    tension_depuis = DEPUIS


class MetierFactory(DjangoModelFactory):
    class Meta:
        model = Metier
        django_get_or_create = ("code_rome",)
        skip_postgeneration_save = True

    code_rome = factory.Sequence(lambda n: f"N9{n % 1_000:03d}")
    libelle = factory.Sequence(lambda n: f"Couvreur / Couvreuse {n}")
    domaine = factory.LazyAttribute(lambda o: o.code_rome[:3])

    @factory.post_generation
    def secteurs(self, create, extracted, **kwargs):
        if create and extracted:
            self.secteurs.set(extracted)


class CertificationFactory(DjangoModelFactory):
    class Meta:
        model = Certification

    code = factory.Sequence(lambda n: f"RNCP{n + 30000}")
    intitule = factory.Sequence(lambda n: f"TP Couvreur-zingueur {n}")
    niveau = "3"


class ParametreFactory(DjangoModelFactory):
    class Meta:
        model = Parametre

    code = "effectif_min"
    depuis = DEPUIS
    valeur = Decimal(5)
    texte = "Délibération d’essai"


class DispositifFactory(DjangoModelFactory):
    class Meta:
        model = Dispositif
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"dispositif-{n}")
    nom = factory.Sequence(lambda n: f"Coup de pouce {n}")
    famille = Dispositif.Famille.EMPLOI
    moments = (Dispositif.Moment.AVANT,)
    publics = (Dispositif.Public.EMPLOYEUR,)
    pour_qui = "Un employeur qui recrute."
    quoi = "Une formation avant l’embauche."
    ou = "Votre conseiller"
    lien = "https://dispositif.example/"
    site = "dispositif.example"
    source = "Délibération d’essai"


class BesoinEnqueteFactory(DjangoModelFactory):
    class Meta:
        model = BesoinEnquete

    annee = 2025
    code_metier = factory.Sequence(lambda n: f"B{n:04d}")
    metier = factory.Sequence(lambda n: f"Couvreurs {n}")
    departement = factory.SubFactory(DepartementFactory)
    code_bassin = "5203"
    bassin = "CHATEAUBRIANT"


class EmployeurFactory(DjangoModelFactory):
    class Meta:
        model = Employeur

    siret = factory.Sequence(lambda n: siret_de_rang(1_000_000 + n))
    nom = factory.Sequence(lambda n: f"Toitures du Bocage {n}")
    adresse = "3 rue des Ardoises"
    code_postal = "44000"
    ville = "Nantes"
    departement = factory.SubFactory(DepartementFactory)
    naf = "43.91B"
    siae = False
    etti = False
    effectif = 12


class OrganismeFormationFactory(DjangoModelFactory):
    class Meta:
        model = OrganismeFormation

    siret = factory.Sequence(lambda n: siret_de_rang(2_000_000 + n))
    nom = factory.Sequence(lambda n: f"Centre de formation de l’Erdre {n}")
    adresse = "12 avenue des Métiers"
    code_postal = "44300"
    ville = "Nantes"
    departement = factory.SubFactory(DepartementFactory)
    nda = factory.Sequence(lambda n: f"52440{n:06d}")
    qualiopi = True
    dirigeant = "Madame la directrice"
    courriel = factory.Sequence(lambda n: f"contact{n}@organisme.example")


class StructureReseauFactory(DjangoModelFactory):
    class Meta:
        model = StructureReseau
        skip_postgeneration_save = True

    nature = StructureReseau.Nature.FRANCE_TRAVAIL
    nom = factory.Sequence(lambda n: f"Agence France Travail {n}")
    courriel = factory.Sequence(lambda n: f"agence{n}@reseau.example")

    @factory.post_generation
    def departements(self, create, extracted, **kwargs):
        """`departements=[…]`; Loire-Atlantique when nothing is said."""
        if create:
            self.departements.set([DepartementFactory()] if extracted is None else extracted)


class OpcoFactory(DjangoModelFactory):
    class Meta:
        model = Opco

    code = factory.Sequence(lambda n: f"{n % 10_000:02d}")
    nom = factory.Sequence(lambda n: f"Opco {n}")


def loi_en_vigueur() -> None:
    """The project's own law, as `charger_referentiels` puts it in force: départements, sectors, dated values."""
    for nom in ("departements", "secteurs", "parametres"):
        charger_table(nom)
