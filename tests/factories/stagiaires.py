"""People who are proposed for a training, for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from stagiaires.models import Stagiaire


class StagiaireFactory(DjangoModelFactory):
    class Meta:
        model = Stagiaire

    nom = factory.Sequence(lambda n: f"Lenoir {n}")
    prenom = "Samira"
    date_naissance = date(1994, 5, 17)
    courriel = factory.Sequence(lambda n: f"stagiaire{n}@boite.example")
    telephone = "0612345678"
    identifiant_ft = factory.Sequence(lambda n: f"{n % 10_000_000:07d}A")
