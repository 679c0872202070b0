"""Importing a list in a real browser."""

import pytest

from tests.admin.imports.gestes import adresse, travailler
from tests.factories.referentiels import siret_de_rang
from tests.intentions.listes import en_csv, ligne
from tests.navigateur import aux_deux_largeurs, chromium, deborde, fautes_axe, ouvrir

__all__ = ["chromium", "ouvrir"]


@pytest.mark.django_db(transaction=True)
def test_importer_une_liste_dans_un_navigateur(live_server, ouvrir, bureau, opco, tmp_path):
    chemin = tmp_path / "offres.csv"
    chemin.write_text(en_csv([ligne(1), ligne(2, employeur_siret=siret_de_rang(5)), ligne(3, heures_hebdo="trop")]))
    page = ouvrir(f"{live_server.url}/accessibilite/", largeur=375)
    page.context.add_cookies(
        [{"name": "sessionid", "value": bureau.cookies["sessionid"].value, "url": live_server.url}]
    )
    vues = []

    def voir(nom):
        vues.extend((nom, fautes_axe(page), deborde(page)) for _ in aux_deux_largeurs(page))

    page.goto(live_server.url + adresse("colonnes"))
    voir("colonnes")
    page.goto(live_server.url + adresse("nouvelle"))
    page.get_by_role("button", name="Lire la liste").click()
    voir("erreurs")
    page.get_by_label("De qui vient cette liste").select_option(label="Opco Ouest")
    page.get_by_label("La liste, en CSV").set_input_files(str(chemin))
    page.get_by_role("button", name="Lire la liste").click()
    page.get_by_role("heading", name="Ce que nous lisons").wait_for()
    voir("apercu")
    page.get_by_role("button", name="Importer la liste").click()
    page.get_by_role("heading", name="Import en cours").wait_for()
    voir("en_cours")
    travailler()
    page.get_by_role("heading", name="Import terminé").wait_for(timeout=10_000)
    voir("fini")
    page.goto(live_server.url + adresse("changelist"))
    voir("listes")

    assert [(nom, fautes, trop) for nom, fautes, trop in vues if fautes or trop] == []
