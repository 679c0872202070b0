"""Someone leaves: a colleague becomes the person to reach, in one act."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from intentions.actions.contacts import remplacer_contact
from intentions.queries.contacts import contacts_de
from noyau.erreurs import RegleViolee
from tests.factories.comptes import RattachementFactory, UtilisateurFactory
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db
LE = date(2026, 11, 23)
ANCIEN = "parti@toits.example"


@pytest.fixture
def chez():
    """An establishment with two people, an open intention and a closed one of somebody who has left."""
    loi_en_vigueur()
    sien = RattachementFactory()
    suite = RattachementFactory(
        employeur=sien.employeur, utilisateur=UtilisateurFactory(prenom="Léa", nom="Morin", telephone="0240112233")
    )
    ouverte = IntentionFactory(recevable=True, employeur=sien.employeur, contact_courriel=ANCIEN)
    close = IntentionFactory(refusee=True, employeur=sien.employeur, contact_courriel=ANCIEN)
    ailleurs = IntentionFactory(recevable=True, contact_courriel=ANCIEN)
    return sien, suite, ouverte, close, ailleurs


def test_le_remplacement_porte_sur_les_intentions_ouvertes_de_l_etablissement(chez):
    sien, suite, ouverte, close, ailleurs = chez

    combien = remplacer_contact(
        employeur_id=sien.employeur_id, ancien=ANCIEN, nouveau_id=suite.utilisateur_id, par=sien.utilisateur, le=LE
    )

    for intention in (ouverte, close, ailleurs):
        intention.refresh_from_db()
    assert combien == 1
    assert (ouverte.contact_nom, ouverte.contact_telephone) == ("Léa Morin", "0240112233")
    assert ouverte.contact_courriel == suite.utilisateur.email
    assert (close.contact_courriel, ailleurs.contact_courriel) == (ANCIEN, ANCIEN)


def test_le_remplacant_agit_pour_l_etablissement(chez):
    sien, *_ = chez
    etranger = UtilisateurFactory()

    with pytest.raises(RegleViolee):
        remplacer_contact(
            employeur_id=sien.employeur_id, ancien=ANCIEN, nouveau_id=etranger.pk, par=sien.utilisateur, le=LE
        )
    with pytest.raises(PermissionDenied):
        remplacer_contact(
            employeur_id=sien.employeur_id, ancien=ANCIEN, nouveau_id=sien.utilisateur_id, par=etranger, le=LE
        )


def test_la_page_remplace(client, chez):
    sien, suite, *_ = chez
    client.force_login(sien.utilisateur)
    url = reverse("intentions:contacts", args=[sien.employeur_id])

    oubli = client.post(url, {"ancien": ANCIEN, "nouveau": ""})
    fait = client.post(url, {"ancien": ANCIEN, "nouveau": suite.utilisateur_id}, follow=True)

    assert "Choisissez la personne qui prend la suite." in oubli.content.decode()
    assert "1\N{NO-BREAK SPACE}intention change" in fait.content.decode()
    assert [contact.nom for contact in contacts_de(sien.employeur_id)] == ["Léa Morin"]


def test_se_remplacer_soi_meme_est_dit(client, chez):
    sien, suite, ouverte, *_ = chez
    ouverte.contact_courriel = suite.utilisateur.email
    ouverte.save(update_fields=["contact_courriel"])
    client.force_login(sien.utilisateur)

    page = client.post(
        reverse("intentions:contacts", args=[sien.employeur_id]),
        {"ancien": suite.utilisateur.email, "nouveau": suite.utilisateur_id},
    )

    assert "déjà celle à joindre" in page.content.decode()


def test_un_etablissement_sans_intention_ouverte_le_dit(client):
    sien = RattachementFactory()
    client.force_login(sien.utilisateur)

    page = client.get(reverse("intentions:contacts", args=[sien.employeur_id])).content.decode()

    assert "Aucune intention en cours" in page
