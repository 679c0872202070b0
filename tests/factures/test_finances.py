"""The officers' pages of invoices: queue, control, acts, month's end, files, payments, reconciliation."""

import io
import json
import zipfile
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from config.groupes import ACHAT, FINANCES
from factures.actions.emettre import emettre
from factures.actions.envoyer import envoyer_aux_finances
from factures.actions.suspendre import suspendre_facture
from factures.enums import StatutFacture
from factures.models import EnvoiFinances, Facture
from factures.queries.controle import lignes_a_controler
from factures.queries.fin_de_mois import fin_de_mois
from factures.queries.rapprochement import rapprochement_du_bon
from heures.enums import TransitionReleve
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.horloge import maintenant
from noyau.journal import LigneJournal
from sessions_formation.models import BonDeCommande
from tests.factories import comptes
from tests.factories.emission import fiche, projet
from tests.factories.envois import certifiee, envoyee, lancer
from tests.factories.factures import (
    LE,
    MOIS,
    Voulue,
    avoir_entier_nu,
    bon_de_commande,
    corriger_heures,
    declarer_heures,
    emettre_nue,
)
from tests.factories.scenario import monde

LISTE = reverse("admin:factures_facture_changelist")
FIN_DE_MOIS = reverse("admin:factures_facture_fin_de_mois")
PAIEMENTS = reverse("admin:factures_facture_paiements")
ENTETE = "numero;siret;statut;date;montant;mandat;motif\n"


@pytest.fixture(autouse=True)
def le_jour():
    with time_machine.travel("2027-02-03 09:00:00+00:00") as horloge:
        yield horloge


@pytest.fixture
def le_monde(db):
    ici = monde()
    fiche(ici.mandataire)
    return ici


def officier(groupe: str):
    personne = comptes.agent(is_superuser=False, prenom="Lise", nom=f"Du {groupe}")
    personne.groups.add(Group.objects.get(name=groupe))
    return personne


def connecte(personne) -> Client:
    client = Client()
    client.force_login(personne)
    return client


def nouveau_bon(le_monde, *voulues: Voulue):
    """A lot has one order a year: each is of another."""
    return bon_de_commande(le_monde, *voulues, annee=2026 + BonDeCommande.objects.count())


def emise(le_monde, *voulues: Voulue) -> Facture:
    return emettre_nue(projet(nouveau_bon(le_monde, *voulues)))


def page(facture: Facture) -> str:
    return reverse("admin:factures_facture_change", args=[facture.pk])


def arbre(reponse):
    return html.fromstring(reponse.content.decode())


def champs(reponse) -> dict[str, str]:
    """What the page's forms hold, as a browser would send it back."""
    return {
        champ.get("name"): champ.get("value")
        for champ in arbre(reponse).xpath("//form[@method='post']//input[@type='hidden']")
    }


def presser(client: Client, adresse: str, **saisis):
    """Open a page, send it back with what is typed."""
    return client.post(adresse, {**champs(client.get(adresse)), **saisis})


def test_la_file_montre_les_factures_emises_dans_leur_ordre_d_arrivee(le_monde):
    recente = emise(le_monde)
    projet(nouveau_bon(le_monde))
    ancienne = emettre_nue(projet(nouveau_bon(le_monde)), le=LE.replace(month=1))
    annulee = emise(le_monde)
    avoir_entier_nu(annulee)

    reponse = connecte(le_monde.agent).get(LISTE)

    numeros = [lien.text for lien in arbre(reponse).xpath("//th[contains(@class,'field-piece')]/a")]
    assert [texte.split("\n")[0] for texte in numeros] == [f"Facture {ancienne.numero}", f"Facture {recente.numero}"]


@pytest.mark.parametrize("combien", [1, 3])
def test_la_file_se_lit_en_huit_requetes(le_monde, combien, django_assert_max_num_queries):
    for _ in range(combien):
        emise(le_monde)
    client = connecte(le_monde.agent)
    client.get(LISTE)

    with django_assert_max_num_queries(10):
        client.get(LISTE)


def test_certifier_toutes_les_lignes_apres_confirmation(le_monde):
    facture = emise(le_monde, Voulue(), Voulue())
    client = connecte(officier(ACHAT))

    reponse = presser(client, page(facture), decision="tout")
    facture.refresh_from_db()
    assert facture.statut == StatutFacture.EMISE
    client.post(page(facture), {**champs(reponse), "etape": "confirmer"})

    facture.refresh_from_db()
    assert (facture.statut, str(facture.service_fait_le)) == (StatutFacture.SERVICE_FAIT, "2027-02-03")
    # A second tab is told kindly.
    assert client.post(page(facture), {**champs(reponse), "etape": "confirmer"}, follow=True).status_code == 200


def test_une_ligne_refusee_demande_sa_raison_puis_rejette(le_monde):
    facture = emise(le_monde, Voulue(), Voulue())
    une, autre = facture.lignes.order_by("rang")
    client = connecte(officier(ACHAT))
    dits = {f"ligne_{une.pk}": "fait", f"ligne_{autre.pk}": "non_fait", "decision": "lignes"}

    reponse = presser(client, page(facture), **dits)
    assert len(arbre(reponse).xpath("//*[@class='erreurs']")) == 1
    reponse = presser(client, page(facture), **dits, **{f"raison_{autre.pk}": "Feuilles absentes."})
    client.post(page(facture), {**champs(reponse), "etape": "confirmer"})

    facture.refresh_from_db()
    assert (facture.statut, facture.motif_rejet) == (StatutFacture.REJETEE, "Ligne 2 : Feuilles absentes.")


def test_sans_le_droit_on_lit_sans_agir(le_monde):
    facture = emise(le_monde)
    client = connecte(officier(FINANCES))

    assert arbre(client.get(page(facture))).xpath("//form[@id='controle']") == []
    assert client.post(page(facture), {"decision": "tout", "version": 0}).status_code == 403
    assert client.get(reverse("admin:factures_facture_acte", args=[facture.pk, "suspendre"])).status_code == 403
    assert connecte(officier(ACHAT)).get(PAIEMENTS).status_code == 403
    assert connecte(officier(ACHAT)).post(FIN_DE_MOIS).status_code == 403
    assert connecte(le_monde.au_mandataire).get(page(facture)).status_code == 302


def test_suspendre_puis_reprendre_par_les_pages(le_monde):
    facture = emise(le_monde)
    client = connecte(officier(ACHAT))

    presser(client, reverse("admin:factures_facture_acte", args=[facture.pk, "suspendre"]), motif="Le relevé signé.")
    assert facture.suspensions.get().fin is None
    assert "Délai suspendu depuis" in client.get(page(facture)).content.decode()
    presser(client, reverse("admin:factures_facture_acte", args=[facture.pk, "reprendre"]))

    assert str(facture.suspensions.get().fin) == "2027-02-03"


def test_les_lignes_se_lisent_face_aux_heures_declarees(le_monde, django_assert_num_queries):
    bon = nouveau_bon(le_monde)
    session = bon.composantes.get().session
    facture = emettre_nue(projet(bon))
    [ligne] = lignes_a_controler(facture)
    assert ligne.alertes == ["Aucune heure n’est déclarée pour janvier 2027."]

    releve = declarer_heures(session, MOIS, [Decimal("35.50"), Decimal(28)])
    with django_assert_num_queries(8):
        [ligne] = lignes_a_controler(facture)
    [un] = ligne.mois
    assert (un.heures, un.facturees, un.declarees, un.stagiaires) == (
        Decimal("63.50"),
        Decimal("63.50"),
        Decimal("63.50"),
        2,
    )
    assert ligne.alertes == ["Ni relevé signé, ni feuille d’émargement reçue pour janvier 2027."]

    corriger_heures(session.parcours.order_by("pk").first(), MOIS, Decimal("30.50"))
    [ligne] = lignes_a_controler(facture)
    assert ligne.mois[0].declarees == Decimal("58.50")
    assert len(ligne.alertes) == 3
    assert releve.statut == "declare"


def test_la_fin_de_mois_totalise_par_lot_et_dit_ce_qui_manque(le_monde):
    certifiee(emise(le_monde), le_monde.agent)
    emise(le_monde)
    suspendue = emise(le_monde)
    suspendre_facture(facture_id=suspendue.pk, motif="RIB.", par=le_monde.agent, le=LE)
    bon = nouveau_bon(le_monde)
    projet(bon)
    declarer_heures(bon.composantes.get().session, MOIS, []).franchir(TransitionReleve.ROUVRIR, par=None)

    lu = fin_de_mois(MOIS)

    [lot] = lu.lots
    assert (lot.a_controler, lot.suspendues, lot.a_envoyer, lot.envoyees) == (1, 1, 1, 0)
    assert lu.montant == lot.montant_a_envoyer == Decimal("603.25")
    assert (lu.a_controler_compte, lu.projets_compte, lu.releves_compte) == (2, 1, 1)
    assert connecte(le_monde.agent).get(f"{FIN_DE_MOIS}?mois=2027-01").status_code == 200


def test_la_fin_de_mois_se_lit_en_autant_de_requetes(le_monde, django_assert_num_queries):
    for combien in (1, 2):
        for _ in range(combien):
            certifiee(emise(le_monde), le_monde.agent)
            projet(nouveau_bon(le_monde))
        with django_assert_num_queries(8):
            fin_de_mois(MOIS)


def test_lancer_envoie_une_fois_ce_qui_a_ete_lu(le_monde):
    facture = certifiee(emise(le_monde), le_monde.agent)
    client = connecte(officier(FINANCES))
    adresse = f"{FIN_DE_MOIS}?mois=2027-01"

    confirmation = champs(presser(client, adresse))
    assert EnvoiFinances.objects.count() == 0
    tardive = certifiee(emise(le_monde), le_monde.agent)
    client.post(adresse, {**confirmation, "etape": "confirmer"})
    client.post(adresse, {**confirmation, "etape": "confirmer"})

    envoi = EnvoiFinances.objects.get()
    facture.refresh_from_db()
    tardive.refresh_from_db()
    assert (envoi.nombre, envoi.montant, facture.envoi, tardive.envoi) == (1, Decimal("603.25"), envoi, None)
    assert LigneJournal.objects.de(facture).filter(transition="envoyer").count() == 1
    assert client.get(reverse("admin:factures_envoifinances_change", args=[envoi.pk])).status_code == 200
    assert client.get(reverse("admin:factures_envoifinances_changelist")).status_code == 200


def test_ce_qui_a_change_arrete_l_envoi(le_monde):
    une, autre = (certifiee(emise(le_monde), le_monde.agent) for _ in range(2))
    suspendre_facture(facture_id=autre.pk, motif="RIB.", par=le_monde.agent, le=LE)

    with pytest.raises(DossierModifie):
        lancer(une, autre, par=le_monde.agent)
    with pytest.raises(RegleViolee):
        envoyer_aux_finances(mois=MOIS, factures=[], envoi=uuid4(), par=le_monde.agent, maintenant=maintenant())
    assert EnvoiFinances.objects.count() == 0


def test_un_avoir_part_apres_sa_facture_jamais_avant(le_monde):
    facture = envoyee(emise(le_monde), le_monde.agent)
    avoir = certifiee(avoir_entier_nu(facture), le_monde.agent)
    jamais_partie = emise(le_monde)
    avoir_entier_nu(jamais_partie)

    assert fin_de_mois(MOIS).pieces == [avoir]
    assert lancer(avoir, par=le_monde.agent).montant == Decimal("-603.25")


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
        assert "<v>603.25</v>" in feuille
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

    with django_assert_num_queries(6):
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
