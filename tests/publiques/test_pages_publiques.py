"""Every public page, as search engines, shared links and slow telephones meet it."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from config.moteurs.contexte import INDEXEES
from tests.html import choisir
from tests.publiques.registre import RESERVEES, PagePublique, pages_publiques

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

# Octets a page may weigh with all it asks for, as production serves it (style, script and image compressed).
POIDS_MAX = 150_000
# What search engines show of a description, in characters.
DESCRIPTION = range(50, 320)
CHARGES = (
    "link[rel~=stylesheet]",
    "link[rel~=icon]",
    "link[rel=apple-touch-icon]",
    "script[src]",
    "img",
    "use",
    "source",
)


@pytest.fixture
def pages(le_monde) -> dict[str, PagePublique]:
    return pages_publiques(le_monde)


def attribut(page: PagePublique, selecteur: str, nom: str = "content") -> list[str]:
    return [element.get(nom) for element in choisir(page.arbre, selecteur)]


def charges(page: PagePublique) -> set[str]:
    """Give the address of all that the page makes a browser ask for."""
    demandes = set()
    for selecteur in CHARGES:
        for element in choisir(page.arbre, selecteur):
            demandes.add((element.get("src") or element.get("href") or "").partition("#")[0])
    return demandes - {""}


def contenu_de(adresse: str) -> bytes:
    """Give the bytes of a static file."""
    return Path(finders.find(adresse.removeprefix(settings.STATIC_URL))).read_bytes()


def octets_de(adresse: str) -> int:
    """Give the weight of a static file as production sends it, and of what it asks for in turn (style sheets)."""
    contenu = contenu_de(adresse)
    if not adresse.endswith((".css", ".js", ".svg")):
        return len(contenu)
    appels = re.findall(rb"url\(['\"]?(?!data:|#)([^'\")]+)|@import", contenu) if adresse.endswith(".css") else []
    assert appels == [], f"{adresse} demande {appels}"
    return len(gzip.compress(contenu, 9))


def fautes_de_tete(page: PagePublique) -> list[str]:
    """Give what is missing or wrong in the head of a page."""
    indexee = page.nom in INDEXEES
    canonique = [settings.SITE_URL + page.adresse] if indexee else []
    (description,) = attribut(page, "meta[name=description]") or [""]
    attendus = {
        "code": (page.code, 200 if indexee else page.code),
        "langue": (page.arbre.get("lang"), "fr"),
        "titre": (len(choisir(page.arbre, "head > title")), 1),
        "h1": (len(choisir(page.arbre, "h1")), 1),
        "fenêtre": (attribut(page, "meta[name=viewport]"), ["width=device-width, initial-scale=1"]),
        "canonique": (attribut(page, "link[rel=canonical]", "href"), canonique),
        "robots": (any("noindex" in robots for robots in attribut(page, "meta[name=robots]")), not indexee),
        "aperçu, adresse": (attribut(page, 'meta[property="og:url"]'), canonique),
        "aperçu, titre": (
            attribut(page, 'meta[property="og:title"]'),
            [titre.text for titre in choisir(page.arbre, "head > title")] if indexee else [],
        ),
        "aperçu, description": (attribut(page, 'meta[property="og:description"]'), [description] if indexee else []),
        "description": (len(description) in DESCRIPTION, indexee or bool(description)),
        "images sans taille": (attribut(page, "img:not([width]), img:not([height]), img:not([alt])", "src"), []),
    }
    return [f"{faute} : {lu!r}" for faute, (lu, attendu) in attendus.items() if lu != attendu]


def test_une_page_publique_se_montre_ou_dit_pourquoi_non(pages):
    assert set(pages) == INDEXEES | set(RESERVEES)


def test_ce_que_les_moteurs_et_les_liens_partages_lisent(pages):
    fautes = {nom: trouvees for nom, page in pages.items() if (trouvees := fautes_de_tete(page))}

    assert fautes == {}


@pytest.mark.parametrize("selecteur", ["head > title", "meta[name=description]"])
def test_chaque_page_a_son_titre_et_sa_description(pages, selecteur):
    dits = [
        element.get("content") or element.text for nom in INDEXEES for element in choisir(pages[nom].arbre, selecteur)
    ]

    assert len(dits) == len(INDEXEES)
    assert sorted(dits) == sorted(set(dits))


def test_rien_ne_vient_d_ailleurs_et_aucun_script_n_attend(pages):
    ailleurs = {nom: [a for a in charges(page) if urlsplit(a).netloc] for nom, page in pages.items()}
    bloquants = {
        nom: attribut(page, "script[src]:not([defer]):not([async]):not([type=module])", "src")
        for nom, page in pages.items()
    }

    assert {nom: adresses for nom, adresses in ailleurs.items() if adresses} == {}
    assert {nom: scripts for nom, scripts in bloquants.items() if scripts} == {}


def test_une_page_pese_moins_de_150_ko(pages):
    poids = {nom: len(page.octets) + sum(map(octets_de, charges(page))) for nom, page in pages.items()}

    assert {nom: octets for nom, octets in poids.items() if octets >= POIDS_MAX} == {}


def test_une_image_d_apercu_est_petite_et_a_la_taille_dite(pages):
    (image,) = attribut(pages["accueil"], 'meta[property="og:image"]')
    octets = contenu_de(image.removeprefix(settings.SITE_URL))

    # A PNG says its size in octets 16 to 24.
    assert (octets[:4], int.from_bytes(octets[16:20]), int.from_bytes(octets[20:24])) == (b"\x89PNG", 1200, 630)
    assert len(octets) < 20_000


@pytest.mark.parametrize(
    ("parametres", "seule"),
    [
        pytest.param({}, True, id="nue"),
        pytest.param({"utm_source": "lettre", "fbclid": "x"}, True, id="bruit-de-campagne"),
        pytest.param({"departement": "49"}, False, id="filtree"),
        pytest.param({"page": "2"}, False, id="autre-page"),
    ],
)
def test_une_liste_filtree_n_est_pas_une_page_a_elle_seule(client, le_monde, parametres, seule):
    page = client.get(reverse("formations"), parametres).content.decode()

    assert (f'<link rel="canonical" href="{settings.SITE_URL}/formations/">' in page) is seule
    assert ('<meta name="robots" content="noindex">' in page) is not seule


def test_connecte_ou_en_demonstration_rien_ne_s_indexe(client, le_monde, settings):
    accueil = reverse("accueil")
    settings.DEMO = True
    assert 'content="noindex"' in client.get(accueil).content.decode()
    settings.DEMO = False
    assert 'content="noindex"' not in client.get(accueil).content.decode()
    client.force_login(le_monde.agent)
    assert 'content="noindex"' in client.get(accueil).content.decode()
