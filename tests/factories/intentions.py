"""Intentions of the tests: complete drafts by default, and traits for the states people meet."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from intentions.enums import Etape, StatutIntention, TypeContrat
from intentions.models import IntentionEmbauche
from referentiels.regles.constats import Verdict
from tests.factories.comptes import UtilisateurFactory
from tests.factories.referentiels import (
    CommuneFactory,
    DepartementFactory,
    EmployeurFactory,
    MetierFactory,
    OrganismeFormationFactory,
    SecteurFactory,
)


class IntentionFactory(DjangoModelFactory):
    """A draft with every answer, eligible once filed where ``loi_en_vigueur`` holds.

    Traits: ``recevable``, ``a_completer``, ``en_derogation``, ``refusee``, ``engagee``, ``vide`` (nothing answered).
    """

    class Meta:
        model = IntentionEmbauche

    class Params:
        deposee = factory.Trait(
            # A year the tests never file in: the series of the acts stays theirs.
            numero=factory.Sequence(lambda n: f"IE-2019-{n:05d}"),
            deposee_le=factory.LazyFunction(timezone.now),
            ecrit_employeur=True,
            jugee_le=date(2026, 3, 2),
        )
        recevable = factory.Trait(deposee=True, statut=StatutIntention.RECEVABLE, verdict=Verdict.ELIGIBLE)
        a_completer = factory.Trait(deposee=True, statut=StatutIntention.A_COMPLETER, verdict=Verdict.A_COMPLETER)
        en_derogation = factory.Trait(
            deposee=True, statut=StatutIntention.DEROGATION_DEMANDEE, verdict=Verdict.DEROGATION, duree_mois=4
        )
        refusee = factory.Trait(deposee=True, statut=StatutIntention.REFUSEE, verdict=Verdict.NON_ELIGIBLE)
        engagee = factory.Trait(
            deposee=True,
            statut=StatutIntention.ENGAGEE,
            verdict=Verdict.ELIGIBLE,
            organisme_engage=factory.SubFactory(OrganismeFormationFactory),
        )
        vide = factory.Trait(
            employeur=None,
            secteur=None,
            metier=None,
            intitule="",
            commune=None,
            departement=None,
            nombre_postes=None,
            contrat_type="",
            duree_mois=None,
            heures_hebdo=None,
            embauche_souhaitee=None,
            engagement_recruter=None,
            etapes=[],
        )

    deposant = factory.SubFactory(UtilisateurFactory)
    employeur = factory.SubFactory(EmployeurFactory)
    contact_nom = "Claire Heulin"
    contact_courriel = "claire@exemple.fr"
    secteur = factory.SubFactory(SecteurFactory)
    metier = factory.SubFactory(MetierFactory)
    intitule = "Soudeur ou soudeuse"
    departement = factory.SubFactory(DepartementFactory)
    commune = factory.SubFactory(CommuneFactory)
    nombre_postes = 2
    contrat_type = TypeContrat.CDD
    duree_mois = 8
    heures_hebdo = Decimal(35)
    embauche_souhaitee = date(2099, 6, 15)
    engagement_recruter = True
    etapes = factory.LazyFunction(lambda: [Etape.STAGE.value])
