"""« Besoins » as it is read: by whom, narrowed how, taken away as what file, and what it says of its own errors."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from config.groupes import DIRECTION, ELUS, MARCHES
from pilotage.regles.previsions import ELAN, SAISONS, prevoir
from pilotage.tableaux.besoins import phrases
from tests.factories.comptes import UtilisateurFactory
from tests.factories.enquete import MACONS
from tests.factories.scenario import monde
from tests.html import choisir, lire, textes
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs
from tests.pilotage.passe import MOIS, combien, deposer_le_passe
from tests.pilotage.test_previsions import bruite

__all__ = ["chromium", "entrer", "ouvrir"]
DEHORS, DEDANS = reverse("tableaux:besoins"), reverse("admin:pilotage_besoins")


def du_groupe(groupe: str, **champs):
    personne = UtilisateurFactory(**champs)
    personne.groups.add(Group.objects.get(name=groupe))
    return personne


@pytest.mark.django_db
@pytest.mark.usefixtures("un_jour")
def test_une_elue_lit_la_page_la_restreint_et_l_emporte(client, le_monde, django_assert_num_queries):
    ici = deposer_le_passe(le_monde)
    client.force_login(du_groupe(ELUS))

    page = lire(client.get(DEHORS).text)
    # Session, person, rights (2), areas, names (2), past (2), survey.
    with django_assert_num_queries(10):
        restreinte = lire(client.get(DEHORS, {"departement": ici.pk}).text)
    fichier = client.get(DEHORS, {"departement": ici.pk, "figure": "besoins_departement", "format": "csv"})
    csv = client.get(DEHORS, {"departement": ici.pk, "pas": "mois", "figure": "besoins_prevision", "format": "csv"})

    assert [section.get("id") for section in choisir(page, "section.figure")] == [
        "besoins_prevision",
        "besoins_epreuve",
        "besoins_secteur",
        "besoins_departement",
        "besoins_croises",
        "besoins_enquete",
    ]
    assert "Maçons" in textes(page, "#besoins_enquete tbody th")
    assert [section.get("id") for section in choisir(restreinte, "section.figure")] == [
        "besoins_prevision",
        "besoins_epreuve",
        "besoins_secteur",
        "besoins_enquete",
    ]
    assert textes(restreinte, "#besoins_prevision tbody th")[-1] == "août à oct. 2027"
    # One département is asked: there is no figure by département to take away.
    assert fichier.status_code == 404
    lignes = csv.content.decode("utf-8-sig").splitlines()
    assert len(lignes) == 1 + 24 + 12
    assert lignes[25].startswith("nov. 2026;")
    assert client.get(DEDANS).status_code == client.get(reverse("admin:index")).status_code == 302


@pytest.mark.django_db
@pytest.mark.usefixtures("un_jour")
def test_sans_depot_la_page_dit_ce_qui_manque(client, le_monde):
    client.force_login(du_groupe(DIRECTION, is_staff=True))

    page = lire(client.get(DEDANS, {"secteur": "'; drop", "departement": "99"}).text)

    assert "Une prévision demande douze mois entiers de dépôts. Il n’y en a pas encore autant." in textes(
        page, "section[aria-labelledby=t-methode] p"
    )
    assert len(textes(page, ".figure p.note")) >= 2
    client.force_login(UtilisateurFactory(is_staff=True))
    assert (client.get(DEDANS).status_code, client.get(DEHORS).status_code) == (403, 403)


def test_la_page_avoue_que_la_methode_ne_bat_pas_le_plancher():
    """The past of these tests comes back unchanged: nothing beats repeating it, and the page says so."""
    passe = [combien(mois) for mois in MOIS]

    [dite] = phrases(prevoir(passe), (2026, 1.1))

    assert dite.startswith("Aucun calcul ne fait mieux que de répéter l’année d’avant")
    assert "elle se trompait de 0" in dite


def test_la_page_dit_l_erreur_de_la_methode_et_le_mouvement_de_l_enquete():
    prevision = prevoir(bruite())

    methode, autre, enquete = phrases(prevision, (2026, 0.93))

    assert methode.startswith(f"La prévision est {SAISONS.nom}.")
    assert f"à {prevision.erreurs.mois} mois passés" in methode.replace("\N{NO-BREAK SPACE}", " ")
    assert autre.startswith(f"L’autre calcul, {ELAN.nom}, se trompait de ")
    assert enquete.replace("\N{NO-BREAK SPACE}", " ").startswith(
        "L’enquête BMO 2026 compte 7 % de projets de moins que celle de 2025"
    )


def test_la_page_dit_quand_les_trois_derniers_mois_disent_mieux():
    """What grows each month: the survey's movement is not told, for it is not used."""
    dite, autre = phrases(prevoir([round(40 * 1.06**rang) for rang in range(30)]), (2026, 1.1))

    assert dite.startswith(f"La prévision est {ELAN.nom}.")
    assert autre.startswith(f"L’autre calcul, {SAISONS.nom}")


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_une_agente_lit_les_besoins_et_relie_les_metiers_aux_deux_largeurs(entrer):
    with time_machine.travel("2026-11-23 10:00+01:00", tick=True):
        deposer_le_passe(monde())
        page = entrer(du_groupe(MARCHES, is_staff=True, nom="Oger", prenom="Catherine"), DEDANS)
        verifier_aux_deux_largeurs(page, "besoins")
        page.get_by_label("Département", exact=True).select_option("49")
        page.get_by_label("Compter par").select_option("mois")
        page.get_by_role("button", name="Afficher").click()
        page.get_by_text("La méthode, pas à pas").click()
        verifier_aux_deux_largeurs(page, "besoins_mois")
        racine = page.url.partition(DEDANS)[0]
        for nom, arguments in (("importenquete_nouvelle", ()), ("correspondancefap_relier", (MACONS[0],))):
            page.goto(f"{racine}{reverse(f'admin:referentiels_{nom}', args=arguments)}")
            verifier_aux_deux_largeurs(page, nom)
