"""The guides show what they name: no picture is missing, none is left over, all are light."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.captures.table import CAPTURES

GUIDES = Path(settings.BASE_DIR) / "docs" / "guides"
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
MONTREES = {guide.name: IMAGE.findall(guide.read_text()) for guide in sorted(GUIDES.glob("*.md"))}
POIDS_MAX = 120_000


def test_les_guides_montrent_chaque_capture_une_fois():
    montrees = sorted(adresse for images in MONTREES.values() for _, adresse in images)

    assert montrees == sorted(f"captures/{capture.nom}.png" for capture in CAPTURES)
    assert sorted(f"captures/{fichier.name}" for fichier in (GUIDES / "captures").iterdir()) == montrees


@pytest.mark.parametrize(
    ("guide", "images"),
    [
        ("employeur.md", 10),
        ("organisme.md", 22),
        ("facturation.md", 6),
        ("agent.md", 20),
        ("referent.md", 9),
        ("direction.md", 5),
    ],
)
def test_chaque_image_se_lit_sans_la_voir(guide, images):
    assert len(MONTREES[guide]) == images
    assert [texte for texte, _ in MONTREES[guide] if len(texte.split()) < 8] == []


def test_les_captures_sont_legeres():
    poids = {fichier.name: fichier.stat().st_size for fichier in (GUIDES / "captures").iterdir()}

    assert {nom: octets for nom, octets in poids.items() if octets > POIDS_MAX} == {}
