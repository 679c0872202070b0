"""``manage.py peupler``: a database of made-up files, true to the rules, the same twice, and nothing sent."""

from datetime import UTC, datetime

import pytest
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import F, Sum

from config.volume import equipes
from config.volume import sessions as volume_sessions
from insertion.enums import Source
from insertion.models import Embauche, Reponse, ResultatAgrege, Suivi
from intentions.actions.deposer import juger
from intentions.enums import StatutIntention
from intentions.models import ChampDemande, EnvoiWebhook, IntentionEmbauche
from noyau.courriers import Courrier, Document
from noyau.journal import LigneJournal
from noyau.pieces import Message
from noyau.scellement import ASceller, Maillon
from pilotage.queries.impossibles.lecture import chercher
from pilotage.regles.impossibles import Instant
from sessions_formation.automates import PAS_DECIDEE, RETIENT_SES_POSTES, SORTI, TIENT_SON_POSTE
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import (
    Avenant,
    Composante,
    DemandeAvenant,
    IntentionRetenue,
    InvitationEtape,
    Mouvement,
    Parcours,
    Session,
)
from stagiaires.models import Stagiaire
from tests.factories.intentions import IntentionFactory
from tests.volume.remplissage import LE, peupler

pytestmark = [pytest.mark.django_db, pytest.mark.lent]


def test_les_dossiers_sont_de_tous_les_etats_et_les_regles_les_disent_comme_ils_sont(referentiels):
    assert peupler(900).startswith("900 intentions écrites. La base en a maintenant 900, ")

    etats = set(IntentionEmbauche.objects.values_list("statut", flat=True))
    assert etats == set(StatutIntention) - {StatutIntention.DEPOSEE}
    assert set(Session.objects.values_list("statut", flat=True)) == set(StatutSession) - {StatutSession.AUTORISEE}
    for intention in IntentionEmbauche.objects.exclude(statut="brouillon").order_by("pk")[:80]:
        # Whom it may choose is found among files that were not all there yet.
        dits = [c._asdict() for c in juger(intention, le=intention.jugee_le) if c.regle != "I-EXCLUSIVITE"]
        assert [c for c in intention.constats if c["regle"] != "I-EXCLUSIVITE"] == dits
    incompletes = IntentionEmbauche.objects.filter(statut="a_completer").count()
    assert ChampDemande.objects.values("intention").distinct().count() == incompletes


def test_les_sessions_tiennent_leurs_postes_et_commandent_ce_qui_est_autorise(referentiels):
    peupler()

    tenues = IntentionRetenue.objects.filter(session__statut__in=RETIENT_SES_POSTES)
    assert set(tenues.values_list("active", "intention__statut")) == {(True, "engagee"), (True, "satisfaite")}
    assert not tenues.exclude(intention__organisme_engage=F("session__organisme")).exists()
    assert not tenues.exclude(postes=F("intention__nombre_postes")).exists()
    commandees = Session.objects.filter(composante__isnull=False)
    assert set(commandees.values_list("statut", flat=True)) == {
        "publiee", "demarree", "terminee", "soldee", "annulee",
    }  # fmt: skip
    assert Composante.objects.count() == commandees.count()
    assert InvitationEtape.objects.exists()


def test_les_personnes_ont_un_poste_une_issue_et_des_suivis(referentiels):
    peupler(900)

    tous = Parcours.objects.order_by("pk")
    assert {*tous.values_list("statut", flat=True)} == set(StatutParcours)
    tenus = tous.filter(statut__in=TIENT_SON_POSTE, intention__isnull=False)
    assert tenus.count() == tenus.order_by().values("intention", "poste").distinct().count()
    assert {*tous.filter(remplace__isnull=False).values_list("remplace__statut", flat=True)} == {"abandon"}
    assert {*tous.filter(attente_le__isnull=False).values_list("session__statut", flat=True)} == {"publiee"}
    partis = tous.filter(statut__in=SORTI)
    assert Suivi.objects.count() == 4 * partis.count()
    assert {*Reponse.objects.values_list("source", flat=True)} == {*Source.values}
    assert not Suivi.objects.filter(prevu_le__gt=LE, reponses__isnull=False).exists()
    assert Embauche.objects.exclude(parcours__in=partis).count() == 0
    effaces = Stagiaire.objects.exclude(efface_le=None)
    assert {*tous.filter(stagiaire__in=effaces).values_list("statut", flat=True)} == {"abandon", "exclu", "non_retenu"}
    entres = ResultatAgrege.objects.aggregate(total=Sum("entres"))["total"]
    assert entres == tous.filter(entre_le__isnull=False).count()


def test_un_referent_n_a_que_ce_qu_une_personne_peut_faire(referentiels, monkeypatch):
    monkeypatch.setattr(equipes, "EN_CHEMIN_MAX", 30)
    monkeypatch.setattr(equipes, "SUIVIS_MAX", 200)
    peupler(900)

    siens = Parcours.objects.filter(stagiaire__referent__email__startswith="conseillere")
    assert {*siens.values_list("structure__nom", flat=True)} == {"Agence de volume 1"}
    assert 10 <= siens.filter(statut__in=equipes.EN_CHEMIN).count() <= 60
    assert 100 <= siens.count() <= 400
    assert Parcours.objects.count() > 4 * siens.count()


def test_chacun_a_son_histoire_et_rien_ne_part(referentiels):
    peupler(200)

    lignes = LigneJournal.objects.filter(objet_type="intentions.intentionembauche").order_by("objet_id", "pk")
    finales = dict(lignes.values_list("objet_id", "arrivee"))
    deposees = IntentionEmbauche.objects.exclude(statut="brouillon")
    assert finales == dict(deposees.values_list("pk", "statut"))
    assert [table.objects.count() for table in (Courrier, EnvoiWebhook)] == [0, 0]
    assert deposees.filter(numero=None).count() == 0


def test_les_achats_ont_leurs_suites_et_leur_preuve_et_rien_n_est_impossible(referentiels):
    peupler(900)

    instant = Instant(LE, datetime(LE.year, LE.month, LE.day, 9, tzinfo=UTC))
    assert [une for une in chercher(instant) if une.nombre or une.erreur] == []

    annulees = Session.objects.filter(statut="annulee", composante__isnull=False)
    assert annulees
    for session in annulees.order_by("pk"):
        assert montant_commande(session.composante) == 0
    assert set(DemandeAvenant.objects.values_list("nature", flat=True)) == {"annulation", "heures"}
    accordees = DemandeAvenant.objects.filter(statut="accordee")
    assert Avenant.objects.count() == Mouvement.objects.count() == accordees.count()
    assert Session.objects.filter(statut="a_completer", champs_demandes=None).count() == 0
    assert Session.objects.exclude(agent=None).values("agent").distinct().count() > 1
    assert Document.objects.filter(modele="autorisation").exists()
    assert Message.objects.filter(objet_type="sessions_formation.session").exists()
    assert [ASceller.objects.count(), Maillon.objects.filter(nature="ligne").count()] == [
        0,
        LigneJournal.objects.count(),
    ]


def montant_commande(composante):
    return composante.montant + sum(mouvement.montant for mouvement in composante.mouvements.all())


def test_ce_qui_attend_reste_ce_qu_on_peut_lire(referentiels, monkeypatch):
    monkeypatch.setattr(volume_sessions, "PAS_DECIDEES_MAX", 10)
    peupler(600)
    peupler(600, ajouter=True)

    pas_decidees = Session.objects.filter(statut__in={*PAS_DECIDEE, "brouillon"})
    assert pas_decidees.count() == 10


def test_la_meme_graine_donne_les_memes_dossiers(referentiels):
    def photo(graine):
        with transaction.atomic():
            peupler(120, graine=graine)
            dit = list(
                IntentionEmbauche.objects.order_by("pk").values_list(
                    "numero", "statut", "employeur__nom", "metier", "nombre_postes", "deposee_le", "verdict"
                )
            )
            parcours = Parcours.objects.order_by("pk")
            dit += parcours.values_list("statut", "poste", "stagiaire__nom", "entre_le", "sorti_le", "cree_le")
            reponses = Reponse.objects.order_by("pk")
            dit += reponses.values_list("source", "situation", "suivi__prevu_le", "suivi__parcours__stagiaire__nom")
            transaction.set_rollback(True)
        return dit

    premiere = photo(7)

    assert photo(7) == premiere
    assert photo(8) != premiere


def test_une_base_qui_a_des_dossiers_ne_se_remplit_que_si_on_le_dit(referentiels):
    IntentionFactory()
    with pytest.raises(CommandError, match="contient déjà des dossiers"):
        peupler(10)
    assert IntentionEmbauche.objects.count() == 1

    peupler(10, ajouter=True)
    peupler(10, ajouter=True)
    assert IntentionEmbauche.objects.count() == 21


def test_ni_une_production_ni_une_base_sans_referentiels_ne_se_remplissent(db, settings):
    with pytest.raises(CommandError, match="Les référentiels manquent"):
        peupler(10)
    settings.MFA_AGENTS_EXIGEE, settings.DEMO = True, False
    with pytest.raises(CommandError, match="en production"):
        peupler(10)


def test_un_grand_employeur_tient_ce_qu_on_demande(referentiels):
    peupler(30, siennes=20)

    siennes = IntentionEmbauche.objects.filter(employeur__nom="Employeur de volume 1")
    assert siennes.count() == 20
