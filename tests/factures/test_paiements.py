"""What leaves for the finance department, what comes back, and the accounts of an order."""

import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from config.groupes import FINANCES
from factures.actions.emettre import emettre
from factures.actions.mandater import payer_facture
from factures.actions.statuts import LigneStatut, noter_les_statuts
from factures.enums import StatutFacture
from factures.forms.statuts import lire_statuts
from factures.models import Facture
from factures.queries import rapprochement as queries_rapprochement
from factures.queries.rapprochement import rapprochement_du_bon
from noyau.courriers import Courrier
from noyau.tableur import lire_texte
from sessions_formation.models import IntentionRetenue
from tests.factories.emission import projet
from tests.factories.envois import envoyee
from tests.factories.factures import (
    LE,
    MOIS,
    Voulue,
    declarer_heures,
    emettre_nue,
)
from tests.factories.scenario import intention_deposee
from tests.factures.officier import PAIEMENTS, arbre, champs, connecte, emise, le_monde, nouveau_bon, officier, page

__all__ = ["le_monde"]

ENTETE = "numero;siret;statut;date;montant;mandat;motif\n"


def test_les_fichiers_du_mois(le_monde):
    bon = nouveau_bon(le_monde)
    facture = emettre(facture_id=projet(bon).pk, par=le_monde.au_mandataire, le=LE)
    client, mois = connecte(officier(FINANCES)), "?mois=2027-01"

    def lire(nom: str) -> bytes:
        reponse = client.get(reverse(f"admin:factures_facture_{nom}") + mois)
        return b"".join(reponse.streaming_content) if reponse.streaming else reponse.content

    csv = lire("journal_csv").decode("utf-8-sig").splitlines()
    assert len(csv) == 2
    assert csv[1].split(";")[0] == facture.numero
    assert "603,25" in csv[1].split(";")
    with zipfile.ZipFile(io.BytesIO(lire("journal_xlsx"))) as classeur:
        feuille = classeur.read("xl/worksheets/sheet1.xml").decode()
        # Before tax, the tax, after it, paid.
        assert re.findall(r'<c r="[A-Z]+3" s="\d+"><v>([\d.]+)</v>', feuille) == ["603.25", "0", "603.25", "0"]
        assert "<f>" not in feuille
    with zipfile.ZipFile(io.BytesIO(lire("archive"))) as archive:
        assert archive.namelist() == [f"{facture.emetteur.siret}_{facture.numero}.pdf"]
    with zipfile.ZipFile(io.BytesIO(lire("neutres"))) as archive:
        [nom] = archive.namelist()
        neutre = json.loads(archive.read(nom))
    assert (neutre["format"], neutre["version"], neutre["numero"]) == ("emploi-formation/facture", 1, facture.numero)
    assert (neutre["bon"], neutre["montants"]["ttc"], neutre["suivi"]["etat"]) == (bon.numero, "603.25", "emise")
    assert "Guilbaud" not in json.dumps(neutre)
    xml = client.get(reverse("admin:factures_facture_xml", args=[facture.pk]))
    assert b"".join(xml.streaming_content).decode() == facture.xml


def importer(client: Client, lignes: str):
    fichier = SimpleUploadedFile("paiements.csv", (ENTETE + lignes).encode())
    return client.post(PAIEMENTS, {"fichier": fichier})


def test_importer_des_paiements_montre_puis_note_et_ne_repete_rien(le_monde):
    facture = envoyee(emise(le_monde), le_monde.agent)
    siret = facture.emetteur.siret
    client = connecte(officier(FINANCES))
    lignes = (
        f"{facture.numero};{siret};mandatee;02/02/2027;;M-1;\n"
        f"{facture.numero};{siret};payee;2027-02-03;603,25;M-1;\n"
        f"F2027-99999;{siret};payee;03/02/2027;1;;\n"
        f"{facture.numero};123;payee;03/02/2027;1;;\n"
    )

    apercu = importer(client, lignes)
    facture.refresh_from_db()
    assert (facture.statut, Courrier.objects.filter(modele="facture_payee").count()) == ("service_fait", 0)
    assert apercu.context["a_noter"] == 2
    assert apercu.context["refusees"] == 2

    client.post(PAIEMENTS, champs(apercu))
    client.post(PAIEMENTS, champs(apercu))
    facture.refresh_from_db()
    assert (facture.statut, facture.mandat, str(facture.payee_le)) == (StatutFacture.PAYEE, "M-1", "2027-02-03")
    assert Courrier.objects.filter(modele="facture_payee").count() == 1
    assert importer(client, lignes).context["deja"] == 2
    change = importer(client, f"{facture.numero};{siret};payee;03/02/2027;600,00;M-1;\n")
    assert (change.context["a_noter"], change.context["refusees"]) == (0, 1)


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        pytest.param("{n};{s};payee;04/02/2027;603,25;;", "Le 4\xa0février 2027 n’est pas encore venu.", id="demain"),
        pytest.param("{n};{s};payee;03/02/2027;;;", "Le montant payé manque.", id="sans-montant"),
        pytest.param("{n};{s};rejetee;03/02/2027;;;RIB", "", id="rejetee"),
        pytest.param("{n};{s};rejetee;03/02/2027;;;", "Dites pourquoi", id="rejetee-sans-raison"),
        pytest.param("{n};{s};payee;03/02/2027;600,00;;", "Le montant diffère", id="autre-montant"),
    ],
)
def test_chaque_ligne_dit_ce_qu_elle_donne(le_monde, ligne, dit):
    facture = envoyee(emise(le_monde), le_monde.agent)

    reponse = importer(connecte(officier(FINANCES)), ligne.format(n=facture.numero, s=facture.emetteur.siret))

    [(issue, _, _)] = reponse.context["issues"]
    assert issue.message[: len(dit)] == dit


@pytest.mark.parametrize(
    ("separateur", "codage"),
    [(";", "utf-8-sig"), (";", "cp1252"), ("\t", "cp1252"), (",", "utf-8")],
    ids=["notre-modele", "excel-en-francais", "tabulations", "virgules"],
)
def test_un_fichier_se_lit_comme_un_tableur_l_enregistre(separateur, codage):
    tete = "Numero;SIRET;Statut;Date;Montant;Mandat;Motif"
    texte = f"{tete}\r\n;;;;;;\r\nF2027-00001;11111111111111;rejetée;03/02/2027;;;Coûts à revoir".replace(
        ";", separateur
    )

    [ligne], fautes = lire_statuts(lire_texte(texte.encode(codage)))

    assert (ligne.rang, ligne.statut, ligne.motif, fautes) == (3, "rejetee", "Coûts à revoir", [])


def test_un_classeur_est_refuse_avec_la_marche_a_suivre(le_monde):
    classeur = SimpleUploadedFile("paiements.xlsx", b"PK\x03\x04")

    reponse = connecte(officier(FINANCES)).post(PAIEMENTS, {"fichier": classeur})

    assert reponse.context["form"].errors["fichier"] == [
        "C’est un classeur : dans votre tableur, enregistrez-le au format CSV."
    ]


def dite(facture: Facture, statut: str, **autres) -> LigneStatut:
    champs_ = {"rang": 2, "numero": facture.numero, "siret": facture.emetteur.siret, "statut": statut, "le": LE}
    return LigneStatut(**{**champs_, **autres})


def test_un_fichier_se_note_en_autant_de_requetes_quoi_qu_il_tienne(le_monde, django_assert_num_queries):
    personne = officier(FINANCES)
    personne.has_perm("factures.envoyer_aux_finances")
    for combien in (1, 3):
        envoyees = [envoyee(emise(le_monde), le_monde.agent) for _ in range(combien)]
        lignes = [dite(facture, "payee", montant=facture.montant_ttc) for facture in envoyees]
        with django_assert_num_queries(9):
            issues = noter_les_statuts(lignes, par=personne, le=LE)
        assert [issue.code for issue in issues] == ["notee"] * combien


def test_une_facture_mandatee_puis_rejetee_par_le_meme_fichier(le_monde):
    facture, autre = (envoyee(emise(le_monde), le_monde.agent) for _ in range(2))
    lignes = [
        dite(facture, "mandatee", mandat="M-1"),
        dite(autre, "payee", montant=autre.montant_ttc),
        dite(facture, "rejetee", motif="RIB clos."),
        dite(facture, "payee", montant=facture.montant_ttc),
    ]

    issues = noter_les_statuts(lignes, par=officier(FINANCES), le=LE)

    assert [issue.code for issue in issues] == ["notee", "notee", "notee", "refusee"]
    facture.refresh_from_db()
    autre.refresh_from_db()
    assert (facture.statut, facture.mandat, facture.motif_rejet) == (StatutFacture.REJETEE, "M-1", "RIB clos.")
    assert (autre.statut, autre.mandatee_le, autre.payee_le) == (StatutFacture.PAYEE, LE, LE)
    derniers = facture.historique.values_list("depart", "arrivee")[:2]
    assert list(derniers) == [("mandatee", "rejetee"), ("service_fait", "mandatee")]


def test_un_fichier_sans_ses_colonnes_est_refuse(le_monde):
    fichier = SimpleUploadedFile("p.csv", b"numero;statut\nF;payee\n")
    reponse = connecte(officier(FINANCES)).post(PAIEMENTS, {"fichier": fichier})

    assert reponse.context["form"].errors["fichier"][0].startswith("Colonnes absentes")
    assert connecte(officier(FINANCES)).post(PAIEMENTS, {"contenu": "autre"}, follow=True).status_code == 200


def test_le_rapprochement_suit_les_euros_d_un_bon(le_monde, django_assert_num_queries):
    bon = nouveau_bon(le_monde, Voulue(), Voulue(heures=100))
    une, autre = bon.composantes.order_by("rang")
    declarer_heures(une.session, MOIS, [Decimal("35.50"), Decimal(28)])
    facture = envoyee(emettre_nue(projet(bon)), le_monde.agent)

    with django_assert_num_queries(5):
        lu = rapprochement_du_bon(bon)

    comptes_ = {ligne.composante.pk: ligne.compte for ligne in lu.lignes}
    assert comptes_[une.pk].commande == Decimal(7600)
    assert (comptes_[une.pk].fait, comptes_[une.pk].facture) == (Decimal("603.25"), Decimal("603.25"))
    assert (comptes_[autre.pk].fait_h, comptes_[autre.pk].reste) == (0, Decimal("1296.75"))
    assert (lu.total.facture, lu.total.paye) == (facture.montant_ht, 0)
    reponse = connecte(le_monde.agent).get(reverse("admin:factures_facture_rapprochement", args=[bon.pk]))
    liens = arbre(reponse).xpath("//main//a/@href | //*[@id='content']//a/@href")
    assert page(facture) in liens
    assert reverse("admin:sessions_formation_session_change", args=[une.session_id]) in liens


@pytest.mark.parametrize("nom", ["factures:rapprochement", "admin:factures_facture_rapprochement"])
def test_le_rapprochement_d_un_long_bon_se_lit_page_par_page(le_monde, monkeypatch, nom):
    bon = nouveau_bon(le_monde, Voulue(), Voulue(heures=100))
    monkeypatch.setattr(queries_rapprochement, "PAR_PAGE", 1)
    qui = le_monde.agent if nom.startswith("admin") else le_monde.au_mandataire

    suite = connecte(qui).get(f"{reverse(nom, args=[bon.pk])}?page=2")

    assert [ligne.composante.rang for ligne in suite.context["page"]] == [2]
    assert suite.context["lu"].total.commande == Decimal(9500)
    assert arbre(suite).xpath("//nav[@aria-label='Pages']//a[@rel='prev']/@href") == [
        f"{reverse(nom, args=[bon.pk])}?page=1"
    ]


def test_de_l_intention_au_paiement_en_trois_clics(le_monde):
    bon = nouveau_bon(le_monde)
    session = bon.composantes.get().session
    facture = envoyee(emettre_nue(projet(bon)), le_monde.agent)
    payer_facture(facture_id=facture.pk, montant=facture.montant_ttc, par=le_monde.agent, le=LE)
    intention = intention_deposee(le_monde)
    IntentionRetenue.objects.create(session=session, intention=intention, postes=2, active=True)
    client = connecte(le_monde.agent)

    adresse = reverse("admin:intentions_intentionembauche_change", args=[intention.pk])
    for suivante in (
        reverse("admin:sessions_formation_session_change", args=[session.pk]),
        reverse("admin:factures_facture_rapprochement", args=[bon.pk]),
        page(facture),
    ):
        assert suivante in arbre(client.get(adresse)).xpath("//a/@href")
        adresse = suivante

    assert "Payée le" in client.get(adresse).content.decode()
