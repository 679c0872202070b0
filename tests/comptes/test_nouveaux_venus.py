"""What transmitted files open to who comes to act for their establishment."""

import pytest

from noyau.courriers import Courrier
from tests.comptes.test_etablissements import rejoindre
from tests.factories.comptes import UtilisateurFactory
from tests.factories.intentions import IntentionFactory
from tests.factories.partenaires import PartenaireFactory
from tests.factories.referentiels import EmployeurFactory

pytestmark = pytest.mark.django_db


def test_etre_a_joindre_pour_une_intention_n_ouvre_pas_celles_qui_en_nomment_un_autre(settings):
    """Whoever transmits may name anybody as the employer's contact: that alone must not open what others sent."""
    etablissement = EmployeurFactory()
    for courriel in ("paul@menuiserie.example", "intrus@ailleurs.example"):
        IntentionFactory(
            employeur=etablissement, partenaire=PartenaireFactory(), deposant=None, contact_courriel=courriel
        )

    rattachement = rejoindre(UtilisateurFactory(email="intrus@ailleurs.example"), etablissement)

    assert rattachement.actif is False
    assert Courrier.objects.get().destinataire == settings.REGION_EMAIL
