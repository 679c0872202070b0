"""What the money of lots may become: what if, hours moved, end of year; who opens these pages."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config.groupes import ACHAT, MARCHES
from sessions_formation.models import Avenant, Lot
from sessions_formation.queries.fongibilite import version_du_lot
from tests.admin.gestes import arbre, messages_de, navigateur
from tests.factories import comptes
from tests.factories.avenants import demande_d_annulation, demande_d_heures, session_commandee
from tests.factories.scenario import session_demandee
from tests.factories.sessions import autre_lot
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db


def adresse(page: str, *cles) -> str:
    return reverse(f"admin:sessions_formation_lot_{page}", args=cles)


class TestSimulation:
    def test_tout_est_coche_et_la_premiere_de_trop_est_nommee(self, connecte, le_monde):
        Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=Decimal(30_000))
        premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)

        page = arbre(connecte.get(adresse("simulation", le_monde.lot.pk)))

        assert [case.get("value") for case in choisir(page, "input[name=s][checked]")] == [
            str(premiere.pk),
            str(seconde.pk),
        ]
        suite = "Sans elle ni les suivantes, il reste 10 050,00 € avant le maximum."
        assert textes(page, ".phrases li") == [
            f"La première qui ne tient plus est {seconde.numero} : il manque 9 900,00 €. {suite}",
            "Le minimum, auquel il manque 10 000,00 €, est atteint.",
        ]
        assert textes(page, "[data-titre='Tient ?']") == ["Tient", "Ne tient plus"]

    def test_decocher_recalcule_par_l_adresse(self, connecte, le_monde):
        _, seconde = session_demandee(le_monde), session_demandee(le_monde)

        page = arbre(connecte.get(adresse("simulation", le_monde.lot.pk), {"choix": "1", "s": seconde.pk}))
        rien = arbre(connecte.get(adresse("simulation", le_monde.lot.pk), {"choix": "1"}))

        assert textes(page, "[data-titre='Commandé ensuite']") == ["0,00 €", "19 950,00 €"]
        assert textes(rien, "[data-titre='Tient ?']") == ["Pas cochée", "Pas cochée"]

    def test_une_annulation_rend_ce_qui_etait_commande(self, connecte, le_monde):
        commandee = session_commandee(le_monde)
        demande_d_heures(le_monde, commandee)
        demande_d_annulation(commandee)

        page = arbre(connecte.get(adresse("simulation", le_monde.lot.pk)))

        assert textes(page, "td[data-titre='Montant']") == ["1 900,00 €", "\u221219 950,00 €"]

    def test_plusieurs_lots_se_simulent_ensemble(self, connecte, le_monde):
        session = session_demandee(le_monde)
        voisin = autre_lot(le_monde, secteur="construction")

        tous = arbre(connecte.get(adresse("simulations")))
        choisis = arbre(connecte.get(adresse("simulations"), {"s": session.pk, "lot": voisin.pk}))

        assert textes(tous, "section h2") == [str(le_monde.lot)]
        assert textes(choisis, "section h2") == [str(le_monde.lot), str(voisin)]
        assert connecte.get(adresse("simulations"), {"s": "²", "a": "x", "lot": "9" * 30}).status_code == 200

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_la_simulation_a_un_cout_constant(self, connecte, le_monde, django_assert_max_num_queries, nombre):
        for _ in range(nombre):
            session_demandee(le_monde)

        with django_assert_max_num_queries(8):
            connecte.get(adresse("simulation", le_monde.lot.pk))


class TestFongibilite:
    def champs(self, de, vers, **autres) -> dict:
        return {
            "de": de.composante.pk,
            "vers": vers.composante.pk,
            "heures": "100",
            "motif": "Deux abandons.",
            "lu": version_du_lot(de.lot),
            **autres,
        }

    def test_deplacer_demande_d_abord_puis_agit(self, connecte, le_monde):
        de, vers = session_commandee(le_monde), session_commandee(le_monde)
        page, champs = adresse("fongibilite", le_monde.lot.pk), self.champs(de, vers)

        demande = arbre(connecte.post(page, champs))
        assert Avenant.objects.count() == 0
        assert textes(demande, ".confirmation li")[2] == "Le montant commandé sur le lot ne change pas."
        assert textes(demande, "section.bloc h2")[:2] == [f"{s.numero}, {s.intitule}" for s in (de, vers)]
        assert [td for td in textes(demande, ".jauge__legende td") if td.endswith("h")][:4] == [
            "2 100 h",
            "2 000 h",
            "2 100 h",
            "2 200 h",
        ]

        fait = connecte.post(page, {**champs, "etape": "confirmer"}, follow=True)

        assert messages_de(fait)[0].startswith("100 h déplacées (BC-2026-00001-A1)")
        assert Avenant.objects.count() == 1

    def test_un_double_clic_est_dit_et_n_agit_qu_une_fois(self, connecte, le_monde):
        de, vers = session_commandee(le_monde), session_commandee(le_monde)
        page = adresse("fongibilite", le_monde.lot.pk)
        champs = {**self.champs(de, vers), "etape": "confirmer"}
        connecte.post(page, champs)

        reponse = connecte.post(page, champs)

        assert Avenant.objects.count() == 1
        assert "Des heures de ce lot ont bougé" in " ".join(textes(arbre(reponse), ".erreurs li"))
        assert choisir(arbre(reponse), "[name=motif]")[0].text.strip() == "Deux abandons."

    @pytest.mark.parametrize(
        ("autres", "dit"),
        [
            ({"heures": "2101"}, "Heures-stagiaires à déplacer : cette session n’a que 2 100 h commandées"),
            ({"motif": ""}, "Pourquoi : "),
            ({"heures": "0"}, "Heures-stagiaires à déplacer : "),
        ],
    )
    def test_une_erreur_est_dite_et_la_saisie_reste(self, connecte, le_monde, autres, dit):
        de, vers = session_commandee(le_monde), session_commandee(le_monde)

        page = arbre(connecte.post(adresse("fongibilite", le_monde.lot.pk), self.champs(de, vers, **autres)))

        [erreur] = textes(page, ".erreurs li")
        assert erreur.startswith(dit)
        assert choisir(page, "[name=de] option[selected]")[0].get("value") == str(de.composante.pk)

    def test_la_meme_session_des_deux_cotes_est_refusee(self, connecte, le_monde):
        de, _ = session_commandee(le_monde), session_commandee(le_monde)

        page = arbre(connecte.post(adresse("fongibilite", le_monde.lot.pk), self.champs(de, de)))

        assert textes(page, ".erreurs li") == [
            "Les donner à : choisissez une autre session que celle qui donne ses heures"
        ]

    def test_il_faut_deux_sessions_commandees(self, connecte, le_monde):
        session_commandee(le_monde)

        page = arbre(connecte.get(adresse("fongibilite", le_monde.lot.pk)))

        assert textes(page, ".vide h2") == ["Pas encore d’heures à déplacer"]


class TestFinDAnnee:
    def test_la_page_et_le_tableau_disent_la_meme_chose(self, connecte, le_monde):
        Lot.objects.filter(pk=le_monde.lot.pk).update(montant_min=Decimal(20_000))
        session_commandee(le_monde)
        session_demandee(le_monde, heures=100)

        page = arbre(connecte.get(adresse("fin_d_annee")))
        tableau = connecte.get(adresse("fin_d_annee"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()

        assert textes(page, "#t-resume") == ["1 lot est sous le minimum"]
        assert textes(page, "[data-titre='Manque']") == ["50,00 €"]
        lot = "2023-FOR-031;12;Inter-industrie, Maine-et-Loire et Vendée;Groupement Ouest Métiers;31/12/2027"
        assert tableau[1:] == [f"{lot};20000,00;320000,00;19950,00;19950,00;50,00;4750,00;0,00"]

    def test_une_formule_n_arrive_pas_dans_le_tableau(self, connecte, le_monde):
        Lot.objects.filter(pk=le_monde.lot.pk).update(intitule="=HYPERLINK(1)")

        tableau = connecte.get(adresse("fin_d_annee"), {"format": "csv"}).content.decode("utf-8-sig")

        assert ";'=HYPERLINK(1);" in tableau

    @pytest.mark.parametrize(("annee", "titre"), [("2025", "2025"), ("2040", "2026"), ("x", "2026"), ("1", "2026")])
    def test_l_annee_se_choisit_dans_l_adresse(self, connecte, annee, titre):
        assert textes(arbre(connecte.get(adresse("fin_d_annee"), {"annee": annee})), "h1") == [f"Fin d’année {titre}"]

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_la_page_a_un_cout_constant(self, connecte, le_monde, django_assert_max_num_queries, nombre):
        for rang in range(nombre - 1):
            autre_lot(le_monde, secteur="construction", numero=f"2{rang}")

        with django_assert_max_num_queries(4):
            connecte.get(adresse("fin_d_annee"))


@pytest.mark.parametrize(
    ("page", "droit_de_lire", "droit_d_acheter"),
    [("simulation", 200, 200), ("simulations", 200, 200), ("fin_d_annee", 200, 200), ("fongibilite", 403, 200)],
)
def test_qui_ouvre_les_pages_d_argent(le_monde, page, droit_de_lire, droit_d_acheter):
    lecteur, acheteur, sans_droit = (comptes.agent(is_superuser=False) for _ in range(3))
    lecteur.groups.set(Group.objects.filter(name=MARCHES))
    acheteur.groups.set(Group.objects.filter(name=ACHAT))
    cles = [le_monde.lot.pk] if page in {"simulation", "fongibilite"} else []

    codes = [navigateur(qui).get(adresse(page, *cles)).status_code for qui in (lecteur, acheteur, sans_droit)]

    assert codes == [droit_de_lire, droit_d_acheter, 403]


def test_un_lot_inconnu_est_introuvable(connecte):
    assert [connecte.get(adresse(page, 999_999)).status_code for page in ("simulation", "fongibilite")] == [404, 404]
