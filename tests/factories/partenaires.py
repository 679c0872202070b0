"""Those who transmit, their keys and their subscriptions."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from intentions.enums import Canal, DroitApi
from intentions.models import Abonnement, CleApi, Partenaire
from tests.factories.referentiels import OpcoFactory, OrganismeFormationFactory

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class PartenaireFactory(DjangoModelFactory):
    """nosemplois.fr unless told otherwise; traits: ``opco``, ``organisme_de_formation``."""

    class Meta:
        model = Partenaire
        django_get_or_create = ("nom",)

    class Params:
        opco_ = factory.Trait(
            nom=factory.Sequence(lambda n: f"Opco partenaire {n}"),
            canal=Canal.OPCO,
            opco=factory.SubFactory(OpcoFactory),
        )
        organisme_ = factory.Trait(
            nom=factory.Sequence(lambda n: f"Organisme partenaire {n}"),
            canal=Canal.ORGANISME,
            organisme=factory.SubFactory(OrganismeFormationFactory),
        )

    nom = "nosemplois.fr"
    canal = Canal.NOSEMPLOIS
    courriel = "technique@nosemplois.example"


class AbonnementFactory(DjangoModelFactory):
    class Meta:
        model = Abonnement

    partenaire = factory.SubFactory(PartenaireFactory)
    url = factory.Sequence(lambda n: f"https://partenaire.example/crochet/{n}")
    secret = SECRET
    cree_le = factory.LazyFunction(timezone.now)


def cle_de(partenaire: Partenaire, *droits: DroitApi, **champs) -> tuple[CleApi, str]:
    """Give a key of a partner, with every right unless some are named, and the text its machine sends."""
    return CleApi.objects.create_key(
        partenaire=partenaire, name="essai", droits=[*(droits or DroitApi.values)], **champs
    )
