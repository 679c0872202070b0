"""Lots in the administration: the list and its amounts, the page of one, dated bounds, members lot by lot."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from sessions_formation.models import BornesLot, Habilitation, Lot, MembreGroupement
from tests.admin.gestes import arbre
from tests.admin.test_contrat import page_du_lot, saisie_du_lot
from tests.factories.avenants import demande_d_heures, session_commandee
from tests.factories.referentiels import CertificationFactory
from tests.factories.scenario import session_demandee
from tests.factories.sessions import autre_lot, sous_traitant
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db
LISTE = "admin:sessions_formation_lot_changelist"


def nouvelles_bornes(**autres) -> dict:
    return {
        "bornes-TOTAL_FORMS": "1",
        "bornes-0-depuis": "01/01/2027",
        "bornes-0-montant_min": "15000",
        "bornes-0-montant_max": "400000",
        "bornes-0-texte": "Avenant n° 2",
        **autres,
    }


def lots_de(reponse) -> list[str]:
    return [texte.split(",")[0] for texte in textes(arbre(reponse), "#result_list tbody th a")]


class TestListe:
    def test_chaque_lot_dit_ce_qu_il_a_commande_et_ce_qui_reste(self, connecte, le_monde):
        session_commandee(le_monde)

        [ligne] = choisir(arbre(connecte.get(reverse(LISTE))), "#result_list tbody tr")

        assert [textes(ligne, f".field-{nom}")[0] for nom in ("jauge", "commande", "maximum", "reste", "manque")] == [
            "6 %",
            "19 950 €",
            "320 000 €",
            "300 050 €",
            "–",
        ]

    @pytest.mark.parametrize(
        ("filtres", "attendus"),
        [
            ({}, ["Lot 12", "Lot 14"]),
            ({"minimum": "manque"}, ["Lot 12"]),
            ({"minimum": "atteint"}, ["Lot 14"]),
            ({"secteur__code__exact": "construction"}, ["Lot 14"]),
            ({"departement": "85"}, ["Lot 12"]),
            ({"ouvert": "2027-06-01"}, ["Lot 12"]),
            ({"ouvert": "echus"}, []),
            ({"ouvert": "n-importe-quoi"}, ["Lot 12", "Lot 14"]),
            ({"q": "construction"}, ["Lot 14"]),
        ],
    )
    def test_la_liste_se_filtre_par_l_adresse(self, connecte, le_monde, filtres, attendus):
        voisin = autre_lot(le_monde, secteur="construction")
        Lot.objects.filter(pk=voisin.pk).update(fin=date(2026, 12, 31))

        reponse = connecte.get(reverse(LISTE), filtres)

        assert (reponse.status_code, lots_de(reponse)) == (200, attendus)

    @pytest.mark.parametrize("colonne", ["3", "-5", "-6"])
    def test_la_liste_se_trie_par_ses_montants(self, connecte, le_monde, colonne):
        voisin = autre_lot(le_monde, secteur="construction")
        Lot.objects.filter(pk=voisin.pk).update(montant_min=Decimal(10_000))
        session_commandee(le_monde)

        assert lots_de(connecte.get(reverse(LISTE), {"o": colonne})) == ["Lot 14", "Lot 12"]

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_la_liste_a_un_cout_constant(self, connecte, le_monde, django_assert_num_queries, nombre):
        for rang in range(nombre - 1):
            autre_lot(le_monde, secteur="construction", numero=f"2{rang}")
        session_commandee(le_monde)

        # session, person; count, lots; marchés, sectors, départements (filters)
        with django_assert_num_queries(7):
            reponse = connecte.get(reverse(LISTE))

        assert len(lots_de(reponse)) == nombre


class TestFiche:
    def test_la_page_dit_qui_est_habilite_ce_qui_est_commande_et_ce_qui_attend(self, connecte, le_monde):
        certification = CertificationFactory(intitule="Soudeur")
        le_monde.lot.certifications.add(certification)
        Habilitation.objects.create(organisme=le_monde.mandataire, certification=certification)
        Habilitation.objects.create(organisme=le_monde.cotraitant, certification=certification, fin=date(2026, 11, 24))
        commandee = session_commandee(le_monde)
        attend = session_demandee(le_monde, intitule="Tuyauteur")
        demande_d_heures(le_monde, commandee)

        page = arbre(connecte.get(page_du_lot(le_monde.lot)))

        assert textes(page, "#t-membres + ul li") == [
            "Compétences Ouest, mandataire",
            "Formaloire Métiers, cotraitant",
        ]
        [cellule] = textes(page, "[data-titre='Habilités']")
        assert cellule == "Compétences OuestFormaloire Métiers : habilitation échue depuis le 24 novembre 2026"
        assert textes(page, "#t-bons + table td[data-titre='Commandé']") == ["19 950,00 €"]
        assert textes(page, "#t-demandes + table tbody th") == [
            f"Tuyauteur{attend.numero}",
            f"{commandee.intitule}{commandee.numero}, heures supplémentaires",
        ]
        assert textes(page, "#t-sessions + table tbody th") == [f"{commandee.intitule}{commandee.numero}"]

    def test_un_lot_echu_le_dit(self, connecte, le_monde):
        Lot.objects.filter(pk=le_monde.lot.pk).update(fin=date(2026, 11, 24))

        [avis] = textes(arbre(connecte.get(page_du_lot(le_monde.lot))), ".avis p")

        assert avis.startswith("Ce lot est échu depuis le 24")

    def test_les_montants_ne_se_touchent_plus_des_qu_une_session_est_demandee(self, connecte, le_monde):
        session_demandee(le_monde)

        connecte.post(page_du_lot(le_monde.lot), saisie_du_lot(le_monde.lot, montant_max="1", intitule="Autre nom"))

        le_monde.lot.refresh_from_db()
        assert (le_monde.lot.montant_max, le_monde.lot.intitule) == (Decimal(320_000), "Autre nom")

    def test_ces_montants_se_lisent_en_francais(self, connecte, le_monde):
        session_demandee(le_monde)

        page = arbre(connecte.get(page_du_lot(le_monde.lot)))

        lus = [textes(page, f".field-{nom} .readonly") for nom in ("minimum_du_depart", "maximum_du_depart")]
        assert lus == [["10 000,00 €"], ["320 000,00 €"]]
        assert choisir(page, "[name=montant_min], [name=montant_max]") == []

    def test_des_bornes_s_ajoutent_a_partir_d_un_jour_a_venir(self, connecte, le_monde):
        connecte.post(page_du_lot(le_monde.lot), saisie_du_lot(le_monde.lot, **nouvelles_bornes()))

        [bornes] = BornesLot.objects.all()
        assert (bornes.depuis, bornes.montant_min, bornes.montant_max) == (date(2027, 1, 1), 15_000, 400_000)
        page = arbre(connecte.get(page_du_lot(le_monde.lot)))
        assert textes(page, "#t-historique + ol strong")[0].startswith("De 15")

    @pytest.mark.parametrize(
        ("champs", "dit"),
        [
            ({"bornes-0-depuis": "25/11/2026"}, "choisissez une date à partir de demain"),
            ({"bornes-0-montant_max": "19949,99"}, "19 950 € sont déjà commandés sur ce lot"),
            ({"bornes-0-montant_min": "500000"}, "Le minimum dépasse le maximum"),
        ],
    )
    def test_des_bornes_intenables_sont_refusees_et_la_saisie_reste(self, connecte, le_monde, champs, dit):
        session_commandee(le_monde)

        reponse = connecte.post(page_du_lot(le_monde.lot), saisie_du_lot(le_monde.lot, **nouvelles_bornes(**champs)))

        page = arbre(reponse)
        assert (reponse.status_code, BornesLot.objects.count()) == (200, 0)
        assert dit in " ".join(textes(page, ".errorlist"))
        assert choisir(page, "[name='bornes-0-texte']")[0].get("value") == "Avenant n° 2"


class TestMembres:
    def saisie(self, membres: list[tuple[MembreGroupement, dict]]) -> dict:
        champs = {"nom": "Groupement Ouest Métiers", "membres-TOTAL_FORMS": len(membres)}
        champs["membres-INITIAL_FORMS"] = len(membres)
        for rang, (membre, autres) in enumerate(membres):
            base = {"id": membre.pk, "groupement": membre.groupement_id, "organisme": membre.organisme_id}
            for nom, valeur in {**base, "role": membre.role, **autres}.items():
                champs[f"membres-{rang}-{nom}"] = valeur
        return champs

    def test_un_sous_traitant_s_accepte_lot_par_lot(self, connecte, le_monde):
        sous_traitant(le_monde)
        membre = MembreGroupement.objects.get(role="sous_traitant")
        page = reverse("admin:sessions_formation_groupement_change", args=[membre.groupement_id])
        autres = [(m, {}) for m in MembreGroupement.objects.exclude(pk=membre.pk).order_by("pk")]

        connecte.post(page, self.saisie([*autres, (membre, {"lots": [le_monde.lot.pk]})]))

        assert list(membre.lots.all()) == [le_monde.lot]

    def test_le_mandataire_ne_se_limite_pas(self, connecte, le_monde):
        mandataire, cotraitant = MembreGroupement.objects.order_by("pk")
        page = reverse("admin:sessions_formation_groupement_change", args=[mandataire.groupement_id])

        reponse = connecte.post(page, self.saisie([(mandataire, {"lots": [le_monde.lot.pk]}), (cotraitant, {})]))

        assert "Le mandataire mène tous les lots du groupement" in " ".join(textes(arbre(reponse), ".errorlist"))
        assert mandataire.lots.count() == 0
