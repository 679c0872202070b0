"""Where a page about one intention says it is: under its reader's list, one step from the intention."""

import pytest
from django.urls import reverse

from intentions.actions.retirer import retirer_intention
from tests.factories.scenario import LE
from tests.html import choisir, lire, texte, textes

PAGES = ("completer", "corriger", "retirer")


def fil(reponse) -> list[str]:
    return [lien.get("href") for lien in choisir(lire(reponse.content.decode()), ".fil-ariane a")]


@pytest.mark.parametrize("nom", PAGES)
def test_qui_a_transmis_revient_a_ce_qu_il_a_transmis(client, lea, en_attente, nom):
    client.force_login(lea)

    reponse = client.get(reverse(f"intentions:{nom}", args=[en_attente.pk]))

    assert fil(reponse) == [reverse("transmissions:liste"), reverse("intentions:detail", args=[en_attente.pk])]


@pytest.mark.parametrize("nom", [*PAGES, "actualite", "desavouer"])
def test_l_employeur_revient_a_son_intention(chez_claire, en_attente, nom):
    reponse = chez_claire.get(reverse(f"intentions:{nom}", args=[en_attente.pk]))

    assert fil(reponse) == [reverse("intentions:liste"), reverse("intentions:detail", args=[en_attente.pk])]


def test_retirer_une_seconde_fois_le_dit(chez_claire, claire, deposee):
    intention = deposee()
    retirer_intention(intention_id=intention.pk, motif="Poste pourvu.", par=claire, le=LE)

    reponse = chez_claire.get(reverse("intentions:retirer", args=[intention.pk]), follow=True)

    assert reponse.redirect_chain == [(reverse("intentions:detail", args=[intention.pk]), 302)]
    assert "ne peut pas être retirée" in texte(reponse)


def test_le_telephone_ne_se_coupe_pas(chez_claire, deposee):
    intention = deposee(
        contact_nom="Claire Heulin", contact_telephone="02 61 91 00 21", contact_courriel="c@h.example"
    )

    page = lire(chez_claire.get(reverse("intentions:detail", args=[intention.pk])).content.decode())

    assert "02\N{NO-BREAK SPACE}61\N{NO-BREAK SPACE}91\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}21" in (
        choisir(page, ".faits__large dd")[0].text
    )
    assert textes(page, ".faits__large dt") == ["Personne à joindre"]
