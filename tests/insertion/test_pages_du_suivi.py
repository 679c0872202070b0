"""Pages of the follow-up: by personal link without an account, and for referents and officers (domaine.md §6)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comptes import liens
from comptes.liens import Usage
from insertion.actions.repondre import Dit, Qui, repondre
from insertion.enums import Source, Voie
from insertion.models import Reponse
from insertion.queries.suivis import chemin_court, chemin_de_l_employeur, chemin_du_stagiaire, chemin_stop
from insertion.views.rubrique_suivi import rubrique_suivi
from noyau.courriers import Courrier
from stagiaires.models import Consultation, Stagiaire
from tests.factories import comptes
from tests.factories.referentiels import StructureReseauFactory
from tests.insertion.suivis import FIN, referent_de, relancer_le, session_suivie, sorti, suivi_de

pytestmark = pytest.mark.django_db
LENDEMAIN = datetime(FIN.year, FIN.month, FIN.day, 10, tzinfo=UTC) + timedelta(days=1)


@pytest.fixture
def parti(le_monde):
    with time_machine.travel(LENDEMAIN, tick=True):
        parcours = sorti(le_monde)
        relancer_le(FIN)
        yield parcours


@pytest.fixture
def suivi(parti):
    return suivi_de(parti)


@pytest.fixture
def lien(suivi):
    return chemin_du_stagiaire(suivi, suivi.parcours.stagiaire.courriel)


@pytest.fixture
def chez_nadia(le_monde, parti):
    """Signed in on the day of the pages: a visit does not outlive months."""
    client = Client()
    client.force_login(referent_de(le_monde))
    return client


def donner(suivi, source, situation, **dit):
    repondre(suivi_id=suivi.pk, qui=Qui(source, Voie.LIEN), dit=Dit(situation, **dit), le=FIN)


class TestStagiaire:
    def test_ouvrir_le_lien_ne_repond_pas(self, client, suivi, lien):
        page = client.get(lien)

        assert page.status_code == 200
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert not Reponse.objects.exists()

    def test_repondre_puis_corriger(self, client, suivi, lien):
        fait = client.post(lien, {"situation": "cdi", "chez_l_employeur": "oui", "debut": "30/04/2027"}, follow=True)
        assert "Merci, c’est noté" in fait.content.decode()
        reponse = Reponse.objects.get()
        assert (reponse.situation, reponse.chez_l_employeur, reponse.debut, reponse.voie) == ("cdi", True, FIN, "lien")

        assert "Corriger ma réponse" in client.get(f"{lien}?corriger=1").content.decode()
        client.post(lien, {"situation": "recherche"})
        assert Reponse.objects.get().situation == "recherche"

    def test_une_erreur_garde_ce_qui_est_choisi(self, client, lien):
        page = client.post(lien, {"situation": "cdi", "debut": "30/04/2031"})

        assert page.status_code == 400
        assert "Ce jour est à venir" in page.content.decode()
        assert page.context["form"]["situation"].value() == "cdi"

    def test_une_reponse_qui_se_contredit_est_dite_a_son_champ(self, client, lien):
        page = client.post(lien, {"situation": "recherche", "chez_l_employeur": "oui"})
        refus = "« Oui » ne va pas avec « en recherche d’emploi » : corrigez l’une des deux réponses."
        assert page.context["form"].errors == {"chez_l_employeur": [refus]}
        page = client.post(lien, {"situation": "cdi", "debut": "15/06/2031"})
        assert list(page.context["form"].errors) == ["debut"]
        assert not Reponse.objects.exists()

    def test_on_lui_parle_a_la_deuxieme_personne(self, client, lien):
        assert "À votre compte" in client.get(lien).content.decode()
        assert "À votre compte" in client.post(lien, {"situation": "creation"}, follow=True).content.decode()

    def test_la_page_dit_jusqu_a_quand_on_garde(self, client, lien):
        assert "effacés après le 30 octobre 2028" in client.get(lien).content.decode().replace("\u00a0", " ").replace(
            "\u202f", " "
        )

    def test_un_lien_expire_en_envoie_un_autre_sans_compter_de_rappel(self, client, suivi, lien):
        with time_machine.travel(LENDEMAIN + timedelta(days=40), tick=True):
            assert client.get(lien).status_code == 410
            assert client.post(lien).status_code == 200
            assert not Reponse.objects.exists()
            nouveau = Courrier.objects.get(cle__startswith=f"suivi-lien:{suivi.pk}:")
            assert client.get(nouveau.contexte["chemin"]).status_code == 200
        assert nouveau.destinataire == suivi.parcours.stagiaire.courriel

    @pytest.mark.parametrize("change", [{"courriel": "autre@boite.example"}, {"courriel": ""}])
    def test_un_lien_ne_s_ouvre_plus_pour_une_autre_adresse(self, client, parti, lien, change):
        Stagiaire.objects.filter(pk=parti.stagiaire_id).update(**change)

        assert client.get(lien).status_code == 404

    def test_un_lien_d_un_autre_usage_ne_s_ouvre_pas(self, client, suivi):
        faux = liens.chemin(
            "insertion:suivi_lien", Usage.SUIVI_STOP, suivi.parcours.stagiaire.courriel, objet=suivi.pk
        )
        assert client.get(faux).status_code == 404

    def test_se_desabonner_se_confirme_et_se_defait(self, client, parti):
        stop = chemin_stop(parti, parti.stagiaire.courriel)

        client.get(stop)
        assert Stagiaire.objects.get(pk=parti.stagiaire_id).sans_relance_le is None
        assert "Nous ne vous écrivons plus" in client.post(stop, follow=True).content.decode()
        assert Stagiaire.objects.get(pk=parti.stagiaire_id).sans_relance_le is not None
        client.post(stop, {"choix": "reprendre"})
        assert Stagiaire.objects.get(pk=parti.stagiaire_id).sans_relance_le is None

    def test_l_adresse_courte_mene_a_la_meme_page(self, client, suivi, lien):
        telephone = suivi.parcours.stagiaire.telephone
        courte = chemin_court(suivi, telephone)

        assert client.get(courte).url.startswith("/insertion/r/suivi/")
        assert client.get(client.get(courte).url).context["suivi"] == suivi
        assert client.get(f"{courte.rstrip('/')}x/").status_code == 404
        assert client.get("/insertion/t/zz-abc/").status_code == 404
        Stagiaire.objects.filter(pk=suivi.parcours.stagiaire_id).update(telephone="0600000000")
        assert client.get(courte).status_code == 404


class TestEmployeur:
    def test_un_seul_geste_quand_le_contrat_est_connu(self, client, parti):
        donner(suivi_de(parti), Source.EMPLOYEUR, "cdd_long", chez_l_employeur=True)
        un_mois = suivi_de(parti, 1)
        with time_machine.travel(LENDEMAIN + timedelta(days=31), tick=True):
            adresse = chemin_de_l_employeur(un_mois, parti.intention.contact_courriel)
            assert client.get(adresse).context["form"]["presence"].value() == "cdd_long"
            client.post(adresse, {"presence": "non"})

        reponse = un_mois.reponses.get()
        assert (reponse.source, reponse.situation, reponse.chez_l_employeur) == ("employeur", "autre", False)

    def test_un_autre_courriel_n_ouvre_pas(self, client, suivi):
        assert client.get(chemin_de_l_employeur(suivi, "ailleurs@boite.example")).status_code == 404


class TestReferent:
    def test_la_liste_et_ses_filtres(self, chez_nadia, suivi):
        page = chez_nadia.get(reverse("insertion:suivis"))
        assert [ligne["suivi"] for ligne in page.context["lignes"]] == [suivi]

        for filtre, combien in (("etat=en_retard", 0), ("etat=a_venir", 3), ("etat=repondu", 0), ("mois=1", 0)):
            page = chez_nadia.get(f"{reverse('insertion:suivis')}?{filtre}")
            assert (filtre, len(page.context["lignes"])) == (filtre, combien)

    def test_seule_sa_reponse_rend_le_suivi_repondu(self, suivi):
        vus = []
        for source in (Source.EMPLOYEUR, Source.REFERENT):
            Reponse.objects.create(suivi=suivi, source=source, situation="cdi", voie="compte", le=LENDEMAIN)
            suivi.refresh_from_db()
            vus.append(suivi.repondu)
        suivi.reponses.all().delete()
        suivi.refresh_from_db()
        assert [*vus, suivi.repondu] == [False, True, False]

    def test_la_liste_coute_autant_pour_trois_que_pour_une(self, le_monde, chez_nadia, django_assert_max_num_queries):
        chez_nadia.get(reverse("insertion:suivis"))
        with django_assert_max_num_queries(10) as une:
            chez_nadia.get(reverse("insertion:suivis"))
        session = session_suivie(le_monde, 2)
        for parcours in [sorti(le_monde, session), sorti(le_monde, session)]:
            relancer_le(FIN)
            donner(suivi_de(parcours), Source.STAGIAIRE, "cdi")
        with django_assert_max_num_queries(10) as trois:
            page = chez_nadia.get(reverse("insertion:suivis"))

        assert len(page.context["lignes"]) == 3
        assert len(trois) == len(une)

    def test_repondre_d_apres_ce_que_la_personne_dit_au_telephone(self, chez_nadia, suivi):
        adresse = reverse("insertion:suivi", args=[suivi.pk])
        chez_nadia.post(adresse, {"source": "stagiaire", "situation": "cdd_court"})

        donnees = Reponse.objects.order_by("source").values_list("source", "situation", "voie")
        assert list(donnees) == [("referent", "cdd_court", "telephone"), ("stagiaire", "cdd_court", "telephone")]
        page = chez_nadia.get(f"{reverse('insertion:suivis')}?etat=repondu")
        assert [ligne["etat"]["libelle"] for ligne in page.context["lignes"]] == ["Répondu"]

    def test_le_desaccord_est_dit(self, chez_nadia, suivi):
        donner(suivi, Source.STAGIAIRE, "cdi", chez_l_employeur=True)
        donner(suivi, Source.EMPLOYEUR, "autre", chez_l_employeur=False)

        page = chez_nadia.get(reverse("insertion:suivi", args=[suivi.pk]))

        assert page.context["desaccords"] == ["Le stagiaire se dit en CDI, l’employeur dit qu’il ne l’emploie pas."]
        assert Consultation.objects.filter(stagiaire=suivi.parcours.stagiaire).count() == 1

    def test_un_referent_d_ailleurs_ne_le_trouve_pas(self, client, suivi):
        client.force_login(comptes.referent(StructureReseauFactory(nom="Mission locale d’ailleurs")))

        assert client.get(reverse("insertion:suivi", args=[suivi.pk])).status_code == 404
        assert client.get(reverse("insertion:suivis")).context["lignes"] == []

    def test_un_agent_lit_et_n_ecrit_pas(self, client, le_monde, suivi):
        client.force_login(le_monde.agent)
        adresse = reverse("insertion:suivi", args=[suivi.pk])

        assert client.get(adresse).context["form"] is None
        assert client.post(adresse, {"source": "referent", "situation": "cdi"}).status_code == 403
        assert not Reponse.objects.exists()

    def test_la_rubrique_est_pour_le_referent_et_la_region(self, le_monde, parti):
        assert rubrique_suivi(parti, le_monde.au_cotraitant) is None
        rubrique = rubrique_suivi(parti, le_monde.agent)
        assert [ligne["suivi"].echeance for ligne in rubrique.contexte["lignes"]] == [0, 1, 3, 6]
