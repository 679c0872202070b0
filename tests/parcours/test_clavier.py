"""With a keyboard alone: the simulator and the decision are reached, filled and sent."""

import pytest
from django.urls import reverse

from sessions_formation.enums import StatutSession
from tests.factories.scenario import session_demandee

pytestmark = pytest.mark.lent

TABULATIONS_MAX = 80


def tabuler(page, selecteur: str) -> None:
    """Press Tab until the element has the focus; what has it on the way must be seen to have it."""
    cible = page.locator(selecteur)
    for _ in range(TABULATIONS_MAX):
        page.keyboard.press("Tab")
        assert page.evaluate(MONTRE_LE_FOCUS), page.evaluate("document.activeElement.outerHTML")
        if cible.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{selecteur} n’est pas atteint en {TABULATIONS_MAX} tabulations")


# A card is drawn by the element that follows its field.
MONTRE_LE_FOCUS = """() => {
    const actif = document.activeElement;
    return [actif, actif.nextElementSibling].some(
        (element) => element && getComputedStyle(element).outlineStyle !== "none"
    );
}"""


def entree(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_le_simulateur_se_remplit_au_clavier(maison, le_monde):
    visiteur = maison.entrer()
    page = visiteur.page
    visiteur.aller(reverse("simulateur"))
    tabuler(page, "#id_secteur")
    page.keyboard.type("Inter-industrie")
    tabuler(page, "[name=contrat_type][value=cdi]")
    page.keyboard.press("Space")
    tabuler(page, "#id_heures_hebdo")
    page.keyboard.type("18")
    page.locator("#constats .verdict--non_eligible").wait_for()
    tabuler(page, "form [type=submit]")
    entree(page)

    assert "heures_hebdo=18" in page.url
    # On a busy machine the address changes before the page it leads to is drawn.
    page.locator("#constats .verdict--non_eligible").wait_for()
    visiteur.voir()


def test_la_decision_se_prend_au_clavier(maison, le_monde, agents):
    session = session_demandee(le_monde)
    agent = maison.entrer()
    page = agent.page
    agent.se_connecter(agents[0].email)
    agent.aller(reverse("admin:sessions_formation_session_change", args=[session.pk]))
    tabuler(page, "#id_motif")
    page.keyboard.type("Besoin")
    tabuler(page, "#id_precisions")
    page.keyboard.type("Les cinq postes sont confirmés.")
    tabuler(page, "[name=decision][value=autoriser]")
    entree(page)
    tabuler(page, "[name=etape][value=confirmer]")
    entree(page)

    assert f"La session {session.numero} est autorisée" in agent.lire(".avis")
    agent.voir()
    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE
