"""The dashboards of the demonstration are what its files say: mixed into the class that loads it."""

from datetime import date, timedelta

from django.db.models import Sum

from factures.models import Facture
from pilotage.actions.compter import compter_postes
from pilotage.queries.blocages import blocages
from pilotage.queries.chaine import chaine
from pilotage.queries.figures_besoins import prevision_de
from pilotage.queries.lots import lots
from pilotage.queries.previsions import TOUT, lire_passe
from pilotage.regles.attentes import Attente
from pilotage.regles.perimetre import Perimetre
from referentiels.queries.besoins import enquete_du_metier
from referentiels.queries.correspondances import metiers_de_l_enquete
from referentiels.queries.reglement import reglement_au
from tests.demo.constance import LE
from tests.pilotage.attendus import recompter_les_attentes
from tests.pilotage.recompte import ETAPES, ecrits, recompte

TOUJOURS = Perimetre(date(2018, 1, 1), date(LE.year, LE.month, 1))


class MontreLesTableaux:
    """Read only: counting again writes nothing."""

    def test_demo_les_postes_sont_comptes_comme_on_les_compte_a_la_main(self):
        attendus = recompte(LE)

        assert ecrits() == attendus
        assert compter_postes(le=LE) == 0
        nombres = [sum(fait[etape] is not None for fait in attendus.values()) for etape in ETAPES]
        lues = [ligne.cases[0].valeur for ligne in chaine(TOUJOURS, loi=reglement_au(LE)).lignes]
        # Whoever entered is shown: more than ten people, all months together.
        assert lues[:4] == nombres[:4]
        assert lues[4:] == [nombre if nombre >= 10 or not nombre else None for nombre in nombres[4:]]
        assert {fait["arret"] for fait in attendus.values()} >= {"", "abandon", "desistee", "expiree", "refusee"}

    def test_demo_ce_qui_attend_est_ce_que_disent_les_etats(self):
        loi, vues = reglement_au(LE), set()
        for jours in (0, 10, 45):
            le = LE + timedelta(days=jours)
            attendus = recompter_les_attentes(le, loi)
            (figure,) = blocages(le, TOUJOURS, loi=loi)

            lues = {ligne.cle: tuple(case.valeur for case in ligne.cases) for ligne in figure.lignes}
            assert {cle: nombres for cle, nombres in lues.items() if nombres[0]} == attendus, jours
            vues |= set(attendus)
        assert vues == set(Attente)

    def test_demo_un_lot_dit_paye_ce_que_ses_factures_payees_ont_recu(self):
        rang = [colonne.code for colonne in lots(LE, TOUJOURS).colonnes].index("paye")
        payes = {
            str(lot): somme
            for lot, somme in Facture.objects.filter(statut="payee")
            .order_by("bon__lot")
            .values_list("bon__lot")
            .annotate(somme=Sum("montant_paye"))
        }

        lues = {ligne.cle: ligne.cases[rang].valeur for ligne in lots(LE, TOUJOURS).lignes}
        assert {cle: paye for cle, paye in lues.items() if paye} == payes != {}

    def test_demo_dit_l_enquete_a_cote_des_metiers_qu_un_agent_a_relies(self):
        maconnerie, soudure = enquete_du_metier("F1703", "49"), enquete_du_metier("H2913", "49")

        assert (maconnerie.annee, maconnerie.ensemble.projets.connu) == (LE.year, 160)
        assert (soudure.ensemble.projets.connu, soudure.ensemble.projets.secretes) == (90, 1)
        # Nobody said which ROME job this one is: an officer finds it among those to link.
        assert [metier["code_metier"] for metier in metiers_de_l_enquete(a_relier=True)] == ["G0A40"]
        assert lire_passe(LE).evolution((TOUT, "49"))[0] == LE.year

    def test_demo_prevoit_l_annee_qui_vient_et_dit_de_combien_elle_se_trompait(self):
        passe = lire_passe(LE)
        prevision = prevision_de(passe, (TOUT, TOUT))

        assert prevision.eprouvee
        assert len(passe.mois) >= 18
        assert prevision.total.bas <= sum(passe.postes[TOUT, TOUT][-12:]) <= prevision.total.haut
