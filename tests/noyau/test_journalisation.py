"""What the log says, and above all what it does not: people go by with recognisable names, none is found in it."""

import json
import logging
from io import StringIO

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client

from config.celery import app
from noyau.journalisation import LigneEnJson, dans_le_contexte, exception_discrete, masquer, nom_de_requete
from tests.factories import comptes
from tests.factories.comptes import UtilisateurFactory

NOM, COURRIEL, TELEPHONE, NIR = "Zébulonne", "zebulonne@maison.example", "06 12 34 56 78", "2 94 05 49 007 123 45"
JETON = "WyJ6ZWJ1bG9ubmVAbWFpc29uLmV4YW1wbGUiXQ:1tQ9aB:x7Qm2RrT0kLw"


@pytest.fixture
def journal():
    """What production would write, as it would write it."""
    sortie = StringIO()
    poignee = logging.StreamHandler(sortie)
    poignee.setFormatter(LigneEnJson())
    racine, requetes = logging.getLogger(), logging.getLogger("noyau.intergiciel")
    racine.addHandler(poignee)
    niveau = requetes.level
    requetes.setLevel(logging.INFO)
    yield lambda: [json.loads(ligne) for ligne in sortie.getvalue().splitlines()]
    requetes.setLevel(niveau)
    racine.removeHandler(poignee)


@pytest.mark.parametrize(
    ("dit", "ecrit"),
    [
        pytest.param(f"à {COURRIEL}.", "à [courriel].", id="courriel"),
        pytest.param(f"au {TELEPHONE}", "au [numéro]", id="telephone"),
        pytest.param(f"numéro {NIR}", "numéro [numéro]", id="securite-sociale"),
        pytest.param("+33612345678", "[numéro]", id="telephone-international"),
        pytest.param(f"Not Found: /r/{JETON}/", "Not Found: /r/[jeton]/", id="lien"),
        pytest.param("GET /recherche/?nom=Zeb&ou=1 refusé", "GET /recherche/[…] refusé", id="recherche"),
        pytest.param(f"Chaîne : 3 maillons, tête 48211:{'9f3c' * 16}.", None, id="la-tete-de-la-chaine-reste"),
        pytest.param("Le document 481234 ne se dessine pas.", None, id="un-numero-de-ligne-reste"),
    ],
)
def test_une_phrase_perd_ce_qui_dit_qui(dit, ecrit):
    assert masquer(dit).replace("?[…]", "[…]") == (dit if ecrit is None else ecrit)


def test_une_exception_dit_ou_et_pas_quoi():
    try:
        try:
            int(NOM)
        except ValueError as erreur:
            raise IntegrityError(f"Key (courriel)=({COURRIEL}) already exists.") from erreur
    except IntegrityError as erreur:
        dite = exception_discrete(erreur)

    assert [ligne for ligne in dite.splitlines() if not ligne.startswith("  ")] == [
        "builtins.ValueError", "django.db.utils.IntegrityError",
    ]  # fmt: skip
    assert "tests/noyau/test_journalisation.py:" in dite


def test_une_panne_de_serveur_garde_sa_phrase():
    dite = exception_discrete(OperationalError("connection to server at base.interne failed\nDETAIL: quelqu’un"))

    assert dite == "django.db.utils.OperationalError : connection to server at base.interne failed"


@pytest.mark.parametrize("recu", [None, "", "court", "avec espace et plus", "a\nb" * 5, "x" * 65])
def test_un_nom_de_requete_qui_ne_peut_s_ecrire_est_remplace(recu):
    assert len(nom_de_requete(recu)) == 32
    assert nom_de_requete("requete-0123_abc") == "requete-0123_abc"


@pytest.mark.django_db
def test_des_pages_parcourues_ne_disent_rien_de_qui_les_lit(journal):
    personne = UtilisateurFactory(prenom=NOM, nom=NOM, email=COURRIEL, telephone=TELEPHONE)
    navigateur = Client(raise_request_exception=False)
    navigateur.post("/connexion/", {"login": COURRIEL, "password": f"{NOM}-secret"})
    navigateur.force_login(personne)
    reponse = navigateur.get("/compte/", headers={"X-Request-ID": "requete-de-l-essai"})
    navigateur.post("/compte/", {"prenom": NOM, "nom": NOM, "telephone": TELEPHONE})
    for chemin in (f"/r/courriels/{JETON}/", f"/{NOM}/?q={COURRIEL}", f"/formations/?q={NOM}&ou={NIR}"):
        navigateur.get(chemin)
    navigateur.get("/compte/", headers={"Host": f"{NOM.lower()}.example"})

    lignes = journal()
    ecrit = json.dumps(lignes, ensure_ascii=False)
    assert [trait for trait in (NOM, NOM.lower(), "zebulonne", TELEPHONE, NIR, JETON) if trait in ecrit] == []
    assert reponse.headers["X-Request-ID"] == "requete-de-l-essai"
    assert [(ligne["vue"], ligne["statut"]) for ligne in lignes if ligne.get("requete") == "requete-de-l-essai"] == [
        ("comptes:compte", 200)
    ]
    assert {ligne["vue"] for ligne in lignes if "statut" in ligne} >= {"comptes:courriels_lien", "inconnue"}


@pytest.mark.django_db
def test_une_tache_qui_echoue_dit_son_nom_et_la_requete_d_ou_elle_vient(journal):
    @app.task(name="essai.echoue")
    def echouer(qui):
        raise ValueError(qui)

    echouer.apply(args=[COURRIEL], headers={"requete": "requete-de-l-essai"})
    app.tasks.pop("essai.echoue")

    lignes = journal()
    assert COURRIEL not in json.dumps(lignes)
    (fin,) = [ligne for ligne in lignes if ligne["journal"] == "config.celery"]
    assert (fin["tache"], fin["issue"], fin["message"]) == ("essai.echoue", "FAILURE", "essai.echoue : FAILURE")
    (panne,) = [ligne for ligne in lignes if ligne["journal"] == "celery.app.trace"]
    assert panne["exception"].splitlines()[0] == "builtins.ValueError"


@pytest.mark.django_db
def test_ce_que_postgresql_refuse_n_est_pas_cite(journal):
    deja = comptes.employeur()
    with dans_le_contexte(tache="essai"):
        try:
            with transaction.atomic():
                UtilisateurFactory(email=deja.email)
        except IntegrityError:
            logging.getLogger("essai").exception("Un compte existait déjà.")

    (ligne,) = journal()
    assert deja.email not in json.dumps(ligne)
    assert (ligne["tache"], ligne["message"]) == ("essai", "Un compte existait déjà.")
