"""What the demonstration shows of hours and invoices: mixed into the class that loads it."""

from decimal import Decimal

from config.demo.factures import EN_RETARD
from config.groupes import FINANCES
from factures.actions.preparer import preparer_factures
from factures.facturx.controle import controler
from factures.models import Facture
from factures.queries.delais import limite_de, retard_de
from heures.models import HeuresParcours, Releve
from noyau.documents import octets_du_document
from noyau.lettres import Document
from noyau.pieces import Piece
from tests.demo.constance import LE
from tests.factures.pdf import exiger_les_chiffres_du_xml, exiger_un_pdf_a_3


class MontreLesFactures:
    """Read only, as its neighbours."""

    def test_demo_montre_une_facture_dans_chaque_etat(self):
        du_12 = list(
            Facture.objects.filter(bon__lot__numero="12", mois__gte="2026-06-01")
            .order_by("mois", "pk")
            .values_list("mois__month", "nature", "statut")
        )

        assert du_12 == [
            (6, "facture", "service_fait"),
            (7, "facture", "mandatee"),
            (8, "facture", "rejetee"),
            (8, "avoir", "emise"),
            (8, "facture", "service_fait"),
            (9, "facture", "emise"),
            (10, "facture", "projet"),
        ]
        envoyee = Facture.objects.get(bon__lot__numero="12", mois__month=6)
        assert envoyee.envoi.lance_par.groups.get().name == FINANCES
        aux_finances = Facture.objects.filter(statut__in=["service_fait", "mandatee"]).exclude(envoi=None)
        assert [facture.mois.month for facture in aux_finances if limite_de(facture) >= LE] == [7, 6]
        declares = Releve.objects.filter(statut="declare")
        sans_preuve = declares.exclude(pk__in=Piece.objects.filter(categorie="releve_signe").values("objet_id"))
        assert list(sans_preuve.values_list("session__lot__numero", "mois__month")) == [("12", 9)]
        [suspendue] = Facture.objects.filter(suspensions__fin=None, suspensions__isnull=False)
        assert (suspendue.bon.lot.numero, suspendue.mois.month) == ("12", 9)
        tard = Facture.objects.filter(statut="payee", bon__lot__numero="24").order_by("mois")
        retards = [retard for facture in tard if (retard := retard_de(facture, le=LE))]
        assert [retard.indemnite for retard in retards] == [Decimal(40)] * 2
        assert [retard.interets > 0 for retard in retards] == [True] * 2

    def test_demo_declare_les_heures_des_mois_finis_et_en_laisse_a_declarer(self):
        en_retard, *en_cours = Releve.objects.filter(statut="ouvert").order_by("mois", "pk")
        assert (en_retard.mois.month, en_retard.session.intitule) == (10, EN_RETARD)
        assert {releve.mois.month for releve in en_cours} == {11}
        # Drafts are those that the tasks of today would make.
        avant = list(Facture.objects.filter(statut="projet").values_list("pk", "montant_ht", "prepare_le"))
        preparer_factures(mois=en_retard.mois, le=LE)
        assert list(Facture.objects.filter(statut="projet").values_list("pk", "montant_ht", "prepare_le")) == avant
        assert HeuresParcours.objects.filter(faites__gt=0).count() > 60
        assert HeuresParcours.objects.exclude(absences_justifiees=0).exists()

    def test_demo_numerote_ses_factures_sans_trou(self):
        for emetteur in set(Facture.objects.emises().values_list("emetteur", flat=True).order_by()):
            rangs = Facture.objects.filter(emetteur=emetteur).emises().order_by("rang").values_list("rang", flat=True)
            assert list(rangs) == list(range(1, len(rangs) + 1))

    def test_demo_toute_piece_emise_passe_les_regles_officielles(self):
        pieces = Facture.objects.emises().order_by("pk")

        assert {piece.nature for piece in pieces} == {"facture", "avoir"}
        assert [(piece.numero, raisons) for piece in pieces if (raisons := controler(piece.xml.encode()))] == []

    def test_demo_tout_fichier_est_un_pdf_a_3_qui_dit_les_chiffres_de_son_xml(self):
        pieces = Facture.objects.in_bulk()
        fichiers = Document.objects.filter(modele="facture").order_by("pk")

        assert {fichier.objet_id for fichier in fichiers} == {piece.pk for piece in pieces.values() if piece.numero}
        for fichier in fichiers:
            octets = octets_du_document(fichier.pk)
            exiger_un_pdf_a_3(pieces[fichier.objet_id], octets)
            exiger_les_chiffres_du_xml(pieces[fichier.objet_id], octets)
