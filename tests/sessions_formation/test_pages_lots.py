"""« Mes lots »: what a training body reads of its contract, and what only its mandataire does."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html

from sessions_formation.models import Habilitation, Lot, MembreGroupement, PrixLot
from tests.factories.avenants import session_commandee
from tests.factories.referentiels import CertificationFactory
from tests.factories.scenario import session_demandee
from tests.factories.sessions import autre_lot, concurrent, sous_traitant
from tests.html import textes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]
LISTE = reverse("sessions:lots")


def arbre(reponse):
    return html.fromstring(reponse.content.decode())


def page_du(client, personne, lot=None):
    client.force_login(personne)
    return client.get(reverse("sessions:lot", args=[lot.pk]) if lot else LISTE)


def test_la_liste_donne_prix_validite_et_reste_au_mandataire_seul(client, le_monde):
    session_commandee(le_monde)
    voisin = autre_lot(le_monde, secteur="construction", numero="09")
    Lot.objects.filter(pk=voisin.pk).update(fin=date(2026, 11, 20))

    du_mandataire = arbre(page_du(client, le_monde.au_mandataire))
    du_cotraitant = arbre(page_du(client, le_monde.au_cotraitant))

    assert textes(du_mandataire, "tbody th a") == [str(le_monde.lot), str(voisin)]
    assert textes(du_mandataire, "[data-titre='Prix de l’heure']") == ["9,50 €", "–"]
    assert textes(du_mandataire, "[data-titre='Validité']") == [
        "Jusqu’au 31 décembre 2027",
        "Ce lot est échu depuis le 20 novembre 2026 : plus aucune session ne peut y être demandée.",
    ]
    assert textes(du_mandataire, "[data-titre='Reste à commander']") == ["300 050,00 €", "320 000,00 €"]
    assert textes(du_cotraitant, "[data-titre='Reste à commander']") == []


def test_la_page_donne_prix_a_venir_habilitations_lieux_et_membres(client, le_monde):
    certification = CertificationFactory()
    le_monde.lot.certifications.add(certification)
    Habilitation.objects.create(organisme=le_monde.mandataire, certification=certification, fin=date(2027, 6, 30))
    PrixLot.objects.create(
        lot=le_monde.lot, depuis=date(2027, 1, 1), prix_heure=Decimal("10.20"), texte="Avenant n° 2"
    )

    page = arbre(page_du(client, le_monde.au_cotraitant, le_monde.lot))

    assert textes(page, ".faits dd")[0] == (
        "9,50 €Depuis le 1er janvier 2023 (Acte d’engagement)10,20 € à partir du 1er janvier 2027 (Avenant n° 2)"
    )
    assert textes(page, "[data-titre='Habilités']") == ["Compétences Ouest (jusqu’au 30 juin 2027)"]
    assert textes(page, "#t-lieux + ul li") == ["Plateau technique, Cholet"]
    assert textes(page, "#t-membres + ul li") == ["Compétences Ouest, mandataire", "Formaloire Métiers, cotraitant"]


def test_la_jauge_n_est_montree_qu_au_mandataire(client, le_monde):
    session = session_demandee(le_monde)

    du_mandataire = page_du(client, le_monde.au_mandataire, le_monde.lot)
    du_cotraitant = page_du(client, le_monde.au_cotraitant, le_monde.lot)

    assert textes(arbre(du_mandataire), ".jauge__legende tbody tr")[3] == "Engagé, en instruction19 950 €"
    assert session.intitule not in du_mandataire.content.decode()
    assert textes(arbre(du_cotraitant), ".jauge") == []


def test_un_lot_d_un_autre_est_introuvable(client, le_monde):
    personne = sous_traitant(le_monde)
    voisin = autre_lot(le_monde, secteur="construction")
    MembreGroupement.objects.get(role="sous_traitant").lots.set([voisin])

    codes = [page_du(client, personne, lot).status_code for lot in (voisin, le_monde.lot)]

    assert codes == [200, 404]
    assert page_du(client, concurrent(le_monde), le_monde.lot).status_code == 404


def test_sans_groupement_la_page_dit_quoi_faire(client, le_monde):
    MembreGroupement.objects.filter(organisme=le_monde.cotraitant).delete()

    assert textes(arbre(page_du(client, le_monde.au_cotraitant)), ".vide h2") == ["Aucun lot"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_les_pages_ont_un_cout_constant(client, le_monde, django_assert_num_queries, nombre):
    for rang in range(nombre - 1):
        autre_lot(le_monde, secteur="construction", numero=f"2{rang}")
    client.force_login(le_monde.au_mandataire)

    # session, person, areas; lots, their départements; groupements led; amounts
    with django_assert_num_queries(7):
        client.get(LISTE)
    # session, person; lot, départements; prices; members; habilitations, certifications; who leads; amounts; places;
    # areas
    with django_assert_num_queries(12):
        client.get(reverse("sessions:lot", args=[le_monde.lot.pk]))
