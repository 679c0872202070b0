"""The hunt of impossible data: what is kept, who is told, what officers see. Each query is tried on the demonstration
(tests/demo/impossibles.py)."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse

from config.groupes import DROITS
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from pilotage.actions import chasser as chasse
from pilotage.models import ChasseImpossibles, ConstatImpossible
from pilotage.queries.impossibles import INVARIANTS, PAR_CLE, lecture
from pilotage.queries.impossibles.lecture import chercher, ouverts
from pilotage.regles.impossibles import Concerne, Instant, Theme, Trouvaille
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db

NUIT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
DEMAIN = "intention-deposee-demain"
LISTE = "/admin/pilotage/constatimpossible/"


def d_un_groupe(nom, **champs):
    personne = comptes.agent(is_superuser=False, **champs)
    personne.groups.add(Group.objects.get(name=nom))
    return personne


@pytest.fixture(autouse=True)
def loi(db):
    loi_en_vigueur()


@pytest.fixture
def impossible():
    """An intention filed in 2090."""
    intention = IntentionFactory()
    IntentionEmbauche.objects.filter(pk=intention.pk).update(deposee_le=datetime(2090, 1, 1, tzinfo=UTC))
    return intention


def noter(*trouvailles, le=NUIT):
    return chasse.noter(trouvailles, maintenant=le, duree=1.5)


def test_chaque_invariant_dit_tout_et_a_son_nom():
    assert len(INVARIANTS) == len(PAR_CLE) >= 30
    for invariant in INVARIANTS:
        for phrase in (invariant.jamais, invariant.pourquoi, invariant.que_faire):
            assert phrase[0].isupper()
            assert phrase.endswith((".", ")."))
            assert "'" not in phrase
    groupes = {concerne.value for concerne in Concerne} - {Concerne.EXPLOITATION.value}
    assert groupes <= set(DROITS)
    assert {invariant.theme for invariant in INVARIANTS} == set(Theme)


def test_une_donnee_impossible_est_trouvee_notee_et_dite_une_fois(impossible):
    agent = d_un_groupe(Concerne.ACHAT.value)
    d_un_groupe(Concerne.FINANCES.value)

    assert chasse.chasser_cette_nuit(maintenant=NUIT) == 1
    assert chasse.chasser_cette_nuit(maintenant=NUIT + timedelta(hours=1)) == 0

    constat = ConstatImpossible.objects.get()
    assert (constat.invariant, constat.cles, constat.nombre) == (DEMAIN, [impossible.pk], 1)
    assert (constat.depuis, constat.disparu_le) == (NUIT, None)
    assert ouverts() == {DEMAIN: 1}
    assert ChasseImpossibles.objects.get().verifies == len(INVARIANTS)
    courrier = Courrier.objects.get()
    assert (courrier.destinataire, courrier.contexte["parus"]) == (agent.email, [PAR_CLE[DEMAIN].jamais])


def test_revue_sans_rien_de_neuf_ne_dit_rien_et_reglee_le_dit(impossible, settings):
    une = Trouvaille(DEMAIN, 1, (impossible.pk,))
    noter(une)
    noter(une, le=NUIT + timedelta(days=1))
    assert Courrier.objects.count() == 1
    noter(Trouvaille(DEMAIN, 2, (impossible.pk, impossible.pk + 1)), le=NUIT + timedelta(days=2))
    noter(Trouvaille(DEMAIN), le=NUIT + timedelta(days=3))
    noter(Trouvaille(DEMAIN), le=NUIT + timedelta(days=4))

    lettres = Courrier.objects.order_by("pk").values_list("contexte__parus", "contexte__disparus")
    jamais = PAR_CLE[DEMAIN].jamais
    assert list(lettres) == [([jamais], []), ([jamais], []), ([], [jamais])]
    # Nobody in the group: who keeps the service running is told.
    assert set(Courrier.objects.values_list("destinataire", flat=True)) == {settings.CONTACT_EMAIL}
    constat = ConstatImpossible.objects.get()
    assert (constat.vu_le, constat.disparu_le) == (NUIT + timedelta(days=2), NUIT + timedelta(days=3))
    noter(une, le=NUIT + timedelta(days=5))
    assert ConstatImpossible.objects.count() == 2


def test_ce_que_la_liste_bornee_cachait_n_est_pas_du_neuf():
    """Sixty files, of which fifty keys are kept: the first one mended brings another into sight, not a new fault."""
    noter(Trouvaille(DEMAIN, 60, tuple(range(2, 52))))
    noter(Trouvaille(DEMAIN, 59, tuple(range(3, 53))), le=NUIT + timedelta(days=1))
    assert Courrier.objects.count() == 1

    noter(Trouvaille(DEMAIN, 59, tuple(range(1, 51))), le=NUIT + timedelta(days=2))
    assert Courrier.objects.count() == 2


def test_ce_qui_ne_se_lit_pas_ne_fait_rien_oublier_ni_n_arrete_les_autres(impossible):
    noter(Trouvaille(DEMAIN, 1, (impossible.pk,)))
    cassee = PAR_CLE[DEMAIN]._replace(cle="cassee", requete="SELECT absente AS id FROM nulle_part")
    lues = list(chercher(Instant(NUIT.date(), NUIT), [cassee, PAR_CLE[DEMAIN]]))

    assert [(une.cle, une.nombre, une.erreur) for une in lues] == [
        ("cassee", 0, "ProgrammingError"),
        (DEMAIN, 1, ""),
    ]
    noter(Trouvaille(DEMAIN, erreur="OperationalError"), le=NUIT + timedelta(days=1))
    assert ouverts() == {DEMAIN: 1}
    assert ChasseImpossibles.objects.first().illisibles == [DEMAIN]


def test_une_requete_trop_longue_est_arretee(monkeypatch):
    monkeypatch.setattr(lecture, "SECONDES_MAX", 0.05)
    lente = PAR_CLE[DEMAIN]._replace(requete="SELECT 1 AS id FROM pg_sleep(3)")

    (une,) = chercher(Instant(NUIT.date(), NUIT), [lente])

    assert une.erreur == "OperationalError"
    assert une.secondes < 1


@pytest.mark.parametrize("heure", [0, 12, 23])
def test_rien_ne_se_cherche_hors_de_la_nuit(heure, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert chasse.chasser_cette_nuit(maintenant=NUIT.replace(hour=heure)) == 0


def test_la_commande_dit_ce_qu_elle_trouve_et_rend_un(impossible):
    sortie = StringIO()
    with pytest.raises(CommandError, match=r"1\sà corriger") as refus:
        call_command("chasser_impossibles", "--lire", stdout=sortie)
    assert refus.value.returncode == 1
    assert f"n° {impossible.pk}  [{DEMAIN}]" in sortie.getvalue().replace("\N{NO-BREAK SPACE}", " ")
    assert not ConstatImpossible.objects.exists()

    impossible.delete()
    call_command("chasser_impossibles", stdout=sortie)
    assert "rien d’impossible" in sortie.getvalue()
    assert ChasseImpossibles.objects.count() == 1
    call_command("chasser_impossibles", "--liste", stdout=sortie)
    assert sortie.getvalue().count("[") > len(INVARIANTS)


def test_la_page_dit_ce_qui_est_rompu_avec_ses_dossiers_et_garde_la_note(client, impossible):
    agent = d_un_groupe(Concerne.ACHAT.value)
    client.force_login(agent)
    assert "La première lecture aura lieu cette nuit" in client.get(LISTE).content.decode()
    noter(Trouvaille(DEMAIN, 60, (impossible.pk, *range(90_000, 90_049))))
    constat = ConstatImpossible.objects.get()

    liste = client.get(LISTE).content.decode()
    assert f"{LISTE}{constat.pk}/change/" in liste
    page = f"{LISTE}{constat.pk}/change/"
    fiche = client.get(page).content.decode()
    assert reverse("admin:intentions_intentionembauche_change", args=[impossible.pk]) in fiche
    assert "10 autres" in fiche.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")

    trop = client.post(page, {"note": "x" * 501})
    assert "x" * 501 in trop.content.decode()
    assert client.post(page, {"note": "Horloge du serveur, corrigée demain."}).status_code == 302
    constat.refresh_from_db()
    assert (constat.note, constat.note_par) == ("Horloge du serveur, corrigée demain.", agent)
    assert constat.note in client.get(LISTE).content.decode()


def test_qui_lit_seulement_ne_note_pas_et_les_elus_n_entrent_pas(client):
    noter(Trouvaille(DEMAIN, 1, (1,)))
    page = f"{LISTE}{ConstatImpossible.objects.get().pk}/change/"
    client.force_login(d_un_groupe("Direction"))
    assert client.get(page).status_code == 200
    assert client.post(page, {"note": "x"}).status_code == 403
    client.force_login(comptes.agent(is_superuser=False, email="sans.groupe@paysdelaloire.example"))
    assert (client.get(LISTE).status_code, client.get(page).status_code) == (403, 403)


def test_une_personne_n_est_pas_nommee(client):
    invariant = next(une for une in INVARIANTS if une.modele == "stagiaires.stagiaire")
    noter(Trouvaille(invariant.cle, 1, (12,)))
    client.force_login(d_un_groupe(Concerne.CHEFS.value))
    fiche = client.get(f"{LISTE}{ConstatImpossible.objects.get().pk}/change/").content.decode()
    assert "n° 12" in fiche


def test_ce_qui_est_regle_s_oublie_a_son_terme():
    noter(Trouvaille(DEMAIN, 1, (1,)))
    noter(Trouvaille(DEMAIN), le=NUIT + timedelta(days=1))
    noter(Trouvaille("derogation-sans-accord", 1, (2,)), le=NUIT + timedelta(days=2))

    assert chasse.oublier_les_constats(NUIT + timedelta(days=30)) == 4
    assert ouverts() == {"derogation-sans-accord": 1}
