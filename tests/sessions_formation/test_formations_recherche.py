"""What narrows the public list of sessions: each criterion, taking one off, widening a search that finds nothing."""

from copy import copy
from datetime import date

import pytest

from intentions.actions.nommer import changer_le_nom_public
from intentions.models import IntentionEmbauche
from referentiels.models import Certification, Commune
from sessions_formation.models import Session
from tests.factories.parcours import parcours_de
from tests.factories.referentiels import CommuneFactory, EpciFactory
from tests.html import texte
from tests.sessions_formation.test_formations import LISTE, publiee, titres

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


def simple(dit: str) -> str:
    return dit.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_autour_d_une_commune_sans_coordonnees(client, le_monde):
    epci = EpciFactory(nom="CA Mauges Communauté")
    maine_et_loire = le_monde.commune.departement
    mauges, angers = (
        CommuneFactory(nom=nom, codes_postaux=code, departement=maine_et_loire, epci=sien)
        for nom, code, sien in (("Beaupréau", "49600", epci), ("Angers", "49000", None))
    )
    Commune.objects.filter(pk=le_monde.commune.pk).update(epci=epci)
    for commune in (le_monde.commune, mauges, angers):
        publiee(le_monde, intitule=f"À {commune.nom}")
        Session.objects.filter(intitule=f"À {commune.nom}").update(commune=commune)

    def autour(commune, rayon):
        return titres(client, commune=commune, rayon=rayon, tri="intitule")

    assert autour("Cholet", "") == ["À Cholet"]
    assert autour("Cholet", "epci") == ["À Beaupréau", "À Cholet"]
    assert autour("Cholet", "departement") == ["À Angers", "À Beaupréau", "À Cholet"]
    # In no intercommunalité: itself.
    assert autour("Angers", "epci") == ["À Angers"]


def test_dates_certification_et_places(client, le_monde):
    publiee(le_monde, intitule="Janvier")
    mars = publiee(le_monde, intitule="Mars", debut=date(2027, 3, 1), fin=date(2027, 6, 1))
    certification = Certification.objects.create(code="RNCP35233", intitule="Soudage")
    Session.objects.update(metier=None)
    Session.objects.filter(pk=mars.pk).update(certification=certification, metier=le_monde.metier)
    for _ in range(5):
        parcours_de(mars, "admis")

    assert titres(client, du="01/02/2027") == ["Mars"]
    assert titres(client, au="01/02/2027") == ["Janvier"]
    assert titres(client, certification="oui") == ["Mars"]
    assert titres(client, certification="non") == ["Janvier"]
    assert titres(client, metier="Soudeur / Soudeuse (H2913)") == ["Mars"]
    assert titres(client, metier="soudeu") == ["Mars"]
    assert titres(client, places="on") == ["Janvier"]
    assert titres(client, tri="-places") == ["Janvier", "Mars"]
    assert "liste d’attente" in texte(client.get(LISTE, {"certification": "oui"}))
    assert "liste d’attente" not in texte(client.get(LISTE, {"certification": "non"}))


def test_on_trouve_par_l_employeur_qui_accepte_d_etre_nomme(client, le_monde):
    session = publiee(le_monde)
    [intention] = IntentionEmbauche.objects.filter(retenues__session=session)
    assert titres(client, employeur="tolerie") == []
    assert "Tôlerie" not in texte(client.get(LISTE))

    changer_le_nom_public(intention_id=intention.pk, nom_public=True, par=intention.deposant)

    assert titres(client, employeur="tolerie") == ["Soudeur assembleur industriel"]
    # The words of a search are never those of an employer: nobody is found there without having been looked for.
    assert titres(client, q="tolerie") == []
    assert "chez Tôlerie d’essai" in texte(client.get(LISTE))


def test_chaque_critere_s_ote_d_un_clic(client, le_monde):
    publiee(le_monde)

    page = client.get(LISTE, {"q": "soudeur", "commune": "Cholet", "rayon": "departement", "du": "01/12/2026"})

    assert [(simple(actif["texte"]), actif["url"]) for actif in page.context["actifs"]] == [
        ("« soudeur »", f"{LISTE}?commune=Cholet&rayon=departement&du=01%2F12%2F2026"),
        ("Début à partir du 1er décembre 2026", f"{LISTE}?q=soudeur&commune=Cholet&rayon=departement"),
        ("Cholet et tout son département", f"{LISTE}?q=soudeur&du=01%2F12%2F2026"),
    ]
    assert "1 formation trouvée 3 critères" in texte(page)


def test_une_recherche_vide_propose_ce_qui_l_elargit(client, le_monde, django_assert_max_num_queries):
    epci = EpciFactory(nom="CA Mauges Communauté")
    CommuneFactory(nom="Beaupréau", codes_postaux="49600", departement=le_monde.commune.departement, epci=epci)
    Commune.objects.filter(pk=le_monde.commune.pk).update(epci=epci)
    publiee(le_monde)
    publiee(le_monde, intitule="Conducteur de ligne")
    Session.objects.update(metier=None)
    vide = {"q": "soudeur", "commune": "Beaupréau", "places": "on"}

    with django_assert_max_num_queries(4):  # options, commune, keys, what is wider
        page = client.get(LISTE, vide)

    assert {(simple(plus["texte"]), simple(plus["compte"])) for plus in page.context["elargir"]} == {
        ("À Beaupréau et son intercommunalité", "1 formation"),
        ("À Beaupréau et tout son département", "1 formation"),
        ("Sans « Beaupréau »", "1 formation"),
    }
    assert titres(client, **vide, rayon="epci") == ["Soudeur assembleur industriel"]


def test_les_pages_se_suivent_pour_qui_les_lit_et_pour_les_moteurs(client, le_monde):
    modele = publiee(le_monde, intitule="Session 00")
    autres = []
    for rang in range(1, 26):
        modele.pk, modele.numero, modele.intitule = None, f"SE-2027-1{rang:04}", f"Session {rang:02}"
        autres.append(copy(modele))
    Session.objects.bulk_create(autres)

    page = client.get(LISTE, {"page": "2"})

    assert [ligne.session.intitule for ligne in page.context["lignes"]] == ["Session 25"]
    assert f'<link rel="prev" href="{LISTE}?page=1">' in page.content.decode()
