"""The pay of a trainee: said by those who may, estimated by the scale of the day, handed to the paying agency."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.groupes import ACHAT, REMUNERATION
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from parcours.actions.interrompre import interrompre
from parcours.actions.remuneration import declarer_remuneration, version_de
from parcours.models import Remuneration
from sessions_formation.models import Parcours
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import StructureReseauFactory
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory
from tests.html import choisir, lire, texte, textes

pytestmark = pytest.mark.django_db

EXPORT = reverse("admin:parcours_remuneration_changelist")


@pytest.fixture(autouse=True)
def au_printemps():
    """In the middle of the session (11 January – 30 April 2027)."""
    with time_machine.travel("2027-03-10 10:00+01:00") as horloge:
        yield horloge


@pytest.fixture
def m():
    le_monde = monde()
    le_monde.session = session_publiee(le_monde, 5, structure=le_monde.reseau, demarree=True)
    return le_monde


def personne(m, statut="entre", *, naissance=date(1990, 5, 17), **champs):
    stagiaire = StagiaireFactory(nom="Lenoir", structure=m.reseau, date_naissance=naissance)
    return parcours_de(m.session, statut, stagiaire=stagiaire, structure=m.reseau, **champs)


def dire(parcours, par, regime="des_26", *, salaire=None):
    connue = Remuneration.objects.filter(parcours=parcours).first()
    return declarer_remuneration(
        parcours_id=parcours.pk, regime=regime, salaire=salaire, par=par, lue=version_de(connue)
    )


def connecte(qui):
    client = Client()
    client.force_login(qui)
    return client


def adresse(parcours):
    return reverse("parcours:remuneration", args=[parcours.pk])


def payeur():
    agent = comptes.agent(is_superuser=False)
    agent.groups.add(Group.objects.get(name=REMUNERATION))
    return agent


def fichier(client, mois):
    reponse = client.post(f"{EXPORT}?mois={mois}")
    assert reponse.headers["Content-Disposition"] == f'attachment; filename="remuneration-{mois}.csv"'
    return list(csv.DictReader(StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))


def test_l_estimation_suit_le_bareme_du_jour_ou_la_formation_ouvre(m):
    parcours = personne(m, heures_hebdo=Decimal("24.0"), temps_partiel=True)

    dite = dire(parcours, m.au_cotraitant)

    assert (dite.base, dite.heures_mois, dite.estimation) == (Decimal("685.00"), Decimal("104.00"), Decimal("469.70"))
    assert (dite.bareme_au, dite.texte[:15]) == (m.session.debut, "Code du travail")


def test_la_meme_chose_dite_deux_fois_ne_s_ecrit_qu_une(m):
    parcours, reseau = personne(m), comptes.referent(m.reseau)

    assert [dire(parcours, reseau).pk, dire(parcours, reseau).pk] == [Remuneration.objects.get().pk] * 2
    assert LigneJournal.objects.de(parcours).filter(transition="remuneration").count() == 1


def test_le_journal_ne_dit_ni_qui_ni_sur_quelle_base(m):
    parcours = personne(m, naissance=date(2004, 5, 17))
    dire(parcours, m.au_cotraitant, "de_18_a_25")
    dire(parcours, m.au_cotraitant, "situation_majoree")

    lignes = LigneJournal.objects.de(parcours).filter(transition="remuneration").order_by("pk")

    assert list(lignes.values_list("libelle", "motif")) == [
        ("Rémunération\N{NO-BREAK SPACE}: régime déclaré", ""),
        ("Rémunération\N{NO-BREAK SPACE}: régime corrigé", ""),
    ]


def test_un_regime_contraire_a_l_age_est_refuse(m):
    with pytest.raises(RegleViolee, match="36 ans"):
        dire(personne(m), m.au_cotraitant, "moins_18")
    with pytest.raises(RegleViolee, match="36 ans"):
        dire(personne(m), m.au_cotraitant, "situation_majoree")


def test_rien_ne_se_dit_avant_l_admission_ni_par_un_autre(m):
    with pytest.raises(TransitionImpossible):
        dire(personne(m, "profil_valide"), m.au_cotraitant)
    parcours = personne(m)
    for autre in (m.agent, m.au_mandataire, comptes.referent(StructureReseauFactory())):
        with pytest.raises(Parcours.DoesNotExist):
            dire(parcours, autre)


def test_deux_onglets_se_le_disent(m):
    parcours = personne(m, naissance=date(2004, 5, 17))
    dire(parcours, m.au_cotraitant, "de_18_a_25")

    with pytest.raises(DossierModifie):
        declarer_remuneration(
            parcours_id=parcours.pk, regime="are", salaire=None, par=comptes.referent(m.reseau), lue=""
        )
    reponse = connecte(m.au_cotraitant).post(adresse(parcours), {"regime": "are", "lue": ""})

    assert reponse.status_code == 409
    assert "Quelqu’un vient de l’enregistrer" in texte(reponse)
    relue = choisir(lire(reponse.text), "input[name=lue]")[0].get("value")
    assert connecte(m.au_cotraitant).post(adresse(parcours), {"regime": "are", "lue": relue}).status_code == 302


def test_la_page_propose_dit_sa_formule_et_garde_ce_qui_est_tape(m):
    parcours = personne(m, heures_hebdo=Decimal("24.0"), temps_partiel=True)
    client = connecte(comptes.referent(m.reseau))

    vide = client.get(adresse(parcours))
    assert [radio.get("value") for radio in choisir(lire(vide.text), "input[type=radio][checked]")] == ["des_26"]
    faute = client.post(adresse(parcours), {"regime": "salaire_anterieur", "salaire": "1 200,50"})
    assert textes(lire(faute.text), ".champ__erreur") == ["Cochez cette case une fois le justificatif vu."]
    assert choisir(lire(faute.text), "input[name=salaire]")[0].get("value") == "1 200,50"

    client.post(adresse(parcours), {"regime": "des_26"})
    page = texte(client.get(adresse(parcours)))

    assert "685,00 € ÷ 151,67 × 104 heures de formation par mois = 469,70 €" in page
    assert "C’est une estimation : l’organisme payeur décide." in page
    assert Consultation.objects.filter(stagiaire=parcours.stagiaire, page="fiche").exists()


def test_seul_un_agent_du_groupe_lit_et_transmet(m):
    parcours = personne(m)
    acheteur = comptes.agent(is_superuser=False)
    acheteur.groups.add(Group.objects.get(name=ACHAT))

    codes = {
        nom: (connecte(qui).get(adresse(parcours)).status_code, connecte(qui).get(EXPORT).status_code)
        for nom, qui in {"acheteur": acheteur, "payeur": payeur()}.items()
    }

    assert codes == {"acheteur": (404, 403), "payeur": (200, 200)}
    assert connecte(payeur()).post(adresse(parcours), {"regime": "are"}).status_code == 403


def test_le_bouton_presse_deux_fois_donne_deux_fois_le_meme_fichier(m, au_printemps):
    dire(personne(m), m.au_cotraitant)
    client = connecte(payeur())
    [champ] = choisir(lire(client.get(f"{EXPORT}?mois=2027-02").text), "input[name=lue]")
    au_printemps.shift(1)

    def presser():
        reponse = client.post(f"{EXPORT}?mois=2027-02", {"lue": champ.get("value")})
        au_printemps.shift(1)
        return [
            ligne["état"] for ligne in csv.DictReader(StringIO(reponse.content.decode("utf-8-sig")), delimiter=";")
        ]

    assert [presser(), presser()] == [["nouveau"], ["nouveau"]]
    assert [ligne["état"] for ligne in fichier(client, "2027-02")] == ["inchangé"]


def test_le_fichier_d_un_mois_et_ce_qui_change_apres(m, au_printemps):
    entree, sans = personne(m), personne(m)
    allocataire = personne(m)
    dire(entree, m.au_cotraitant)
    dire(allocataire, m.au_cotraitant, "are")
    client = connecte(payeur())

    page = client.get(f"{EXPORT}?mois=2027-02")
    assert textes(lire(page.text), "#t-envoi, #t-manque") == [
        "1 personne dans le fichier",
        "1 personne en formation sans régime déclaré",
    ]
    (ligne,) = fichier(client, "2027-02")
    assert [ligne[nom] for nom in ("parcours", "état", "nom", "estimation mensuelle", "entrée", "sortie")] == [
        str(entree.pk), "nouveau", "Lenoir", "685,00", "11/01/2027", "",
    ]  # fmt: skip
    assert not {"numéro de sécurité sociale", "courriel", "téléphone"} & set(ligne)
    assert Consultation.objects.filter(page="liste").count() == 1
    assert [ligne["état"] for ligne in fichier(client, "2027-02")] == ["inchangé"]

    au_printemps.shift(3600)
    interrompre(
        parcours_id=entree.pk,
        debut=date(2027, 2, 8),
        fin=date(2027, 2, 12),
        raison="arret",
        par=m.au_cotraitant,
        le=date(2027, 3, 10),
    )
    (ligne,) = fichier(client, "2027-02")
    assert (ligne["état"], ligne["interruptions du mois"]) == ("modifié", "08/02/2027 au 12/02/2027")
    assert fichier(client, "2026-12") == []

    au_printemps.shift(3600)
    dire(entree, m.au_cotraitant, "are")
    assert [(ligne["état"], ligne["estimation mensuelle"]) for ligne in fichier(client, "2026-12")] == [
        ("modifié", "")
    ]
    assert sans.pk


def test_les_requetes_de_l_envoi_ne_dependent_pas_du_nombre(m):
    client, nombres = connecte(payeur()), []
    for combien in (1, 2):
        for _ in range(combien):
            dire(personne(m), m.au_cotraitant)
        with CaptureQueriesContext(connection) as lues:
            client.get(f"{EXPORT}?mois=2027-02")
        nombres.append(len(lues))

    assert nombres[0] == nombres[1] <= 10
