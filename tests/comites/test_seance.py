"""In the meeting: noted point by point, never over somebody else's words; then carried out file by file, once."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from comites.actions.executer import executer_decisions
from comites.actions.noter import Note, NoteIncomplete, noter_point
from comites.actions.tenir import clore_comite, ouvrir_seance, revenir_a_la_preparation
from comites.models import PointComite
from comites.queries.execution import points_a_executer
from noyau.courriers import Courrier, Document
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import noter
from sessions_formation.actions.decider import refuser_session
from sessions_formation.models import Composante
from tests.factories import comptes
from tests.factories.comites import en_seance, groupe_technique, prepare
from tests.factories.scenario import LE, intention_deposee, session_demandee

pytestmark = pytest.mark.django_db

FAVORABLE = Note("favorable", motif="besoin_avere", precisions="Cinq candidats.")


@pytest.fixture
def seance(le_monde):
    """A groupe technique under way, with one request and one derogation."""
    session_demandee(le_monde)
    intention_deposee(le_monde, nom="Scierie", contrat_type="cdd", duree_mois=4, motif_derogation="Saison.")
    return en_seance(groupe_technique(le_monde), le_monde)


def point_de(comite, nature="demande") -> PointComite:
    return PointComite.objects.get(comite=comite, nature=nature)


def dire(comite, le_monde, note, *, nature="demande", version=0, par=None) -> PointComite:
    return noter_point(point_id=point_de(comite, nature).pk, par=par or le_monde.agent, note=note, version=version)


def executer(comite, par):
    lus = {ligne.point.pk: ligne.lu for ligne in points_a_executer(comite)}
    return executer_decisions(comite_id=comite.pk, par=par, le=LE, lus=lus)


def test_noter_garde_l_issue_qui_et_quand(le_monde, seance):
    dire(seance, le_monde, FAVORABLE)

    point = point_de(seance)
    assert (point.issue, point.motif, point.precisions) == ("favorable", "besoin_avere", "Cinq candidats.")
    assert (point.note_par, point.version, point.executee_le) == (le_monde.agent, 1, None)


def test_second_onglet_est_prevenu_et_le_meme_dit_deux_fois_ne_change_rien(le_monde, seance):
    dire(seance, le_monde, FAVORABLE)
    dire(seance, le_monde, FAVORABLE)

    with pytest.raises(DossierModifie, match="Hélène Pasquier, Région"):
        dire(seance, le_monde, Note("ajourne"), version=0)
    assert point_de(seance).version == 1
    dire(seance, le_monde, Note("ajourne"), version=1)
    assert point_de(seance).issue == "ajourne"


def test_ce_que_l_acte_refuserait_est_dit_en_seance(le_monde, seance):
    with pytest.raises(NoteIncomplete) as refus:
        dire(seance, le_monde, Note("defavorable"))

    assert set(refus.value.champs) == {"motif", "precisions"}
    assert point_de(seance).issue == ""


def test_rien_ne_se_note_avant_la_seance_ni_apres(le_monde):
    comite = prepare(groupe_technique(le_monde), le_monde)
    with pytest.raises(TransitionImpossible):
        dire(comite, le_monde, Note("note"), nature="lot")
    ouvrir_seance(comite_id=comite.pk, par=le_monde.agent)
    clore_comite(comite_id=comite.pk, par=le_monde.agent, compte_rendu="")

    with pytest.raises(TransitionImpossible):
        dire(comite, le_monde, Note("note"), nature="lot")


def test_seance_ne_s_ouvre_que_sur_un_ordre_arrete(le_monde):
    comite = groupe_technique(le_monde)

    with pytest.raises(RegleViolee, match="Arrêtez"):
        ouvrir_seance(comite_id=comite.pk, par=le_monde.agent)


def test_seance_ouverte_trop_tot_se_referme_tant_que_rien_n_est_note(le_monde, seance):
    revenir_a_la_preparation(comite_id=seance.pk, par=le_monde.agent)
    ouvrir_seance(comite_id=seance.pk, par=le_monde.agent)
    dire(seance, le_monde, FAVORABLE)

    with pytest.raises(RegleViolee, match="déjà noté"):
        revenir_a_la_preparation(comite_id=seance.pk, par=le_monde.agent)


def test_executer_commande_et_tranche_chacun_dans_son_dossier_et_une_seule_fois(le_monde, seance):
    dire(seance, le_monde, FAVORABLE)
    dire(seance, le_monde, Note("favorable", precisions="Le besoin est saisonnier."), nature="derogation")

    bilan = executer(seance, le_monde.agent)

    assert (bilan.faites, bilan.empechees) == (2, 0)
    demande, derogation = point_de(seance), point_de(seance, "derogation")
    assert demande.session.statut == "publiee"
    assert derogation.intention.statut == "recevable"
    assert demande.executee_le is not None
    assert demande.resultat.startswith(f"Session {demande.session.numero} autorisée et commandée")
    lettres = Courrier.objects.count()
    again = executer(seance, le_monde.agent)
    assert (again.faites, again.empechees) == (0, 0)
    assert Composante.objects.count() == 1
    assert Courrier.objects.count() == lettres


@pytest.mark.parametrize(
    ("note", "statut"),
    [
        (Note("defavorable", motif="session_existante", precisions="Une session ouvre à Saumur."), "refusee"),
        (Note("a_completer", motif="dossier_incomplet", precisions="Précisez les dates."), "a_completer"),
    ],
)
def test_executer_refuse_ou_fait_completer(le_monde, seance, note, statut):
    dire(seance, le_monde, note)

    executer(seance, le_monde.agent)

    assert point_de(seance).session.statut == statut


def test_un_dossier_empeche_n_arrete_pas_les_autres_et_dit_pourquoi(le_monde, seance):
    dire(seance, le_monde, FAVORABLE)
    dire(seance, le_monde, Note("defavorable", precisions="Le contrat est trop court."), nature="derogation")
    session = point_de(seance).session
    refuser_session(session_id=session.pk, par=le_monde.agent, motif="autre", precisions="Déjà refusée.", le=LE)

    bilan = executer(seance, le_monde.agent)

    assert (bilan.faites, bilan.empechees) == (1, 1)
    empeche = point_de(seance)
    assert empeche.executee_le is None
    assert "n’attend plus de décision" in empeche.resultat
    assert point_de(seance, "derogation").intention.statut == "refusee"


def test_dossier_change_depuis_la_lecture_attend_qu_on_le_relise(le_monde, seance):
    dire(seance, le_monde, FAVORABLE)
    dire(seance, le_monde, Note("favorable", precisions="Le besoin est saisonnier."), nature="derogation")
    lus = {ligne.point.pk: ligne.lu for ligne in points_a_executer(seance)}
    noter(point_de(seance).session, "Message reçu", par=le_monde.au_cotraitant)
    noter(point_de(seance, "derogation").intention, "Message reçu", par=le_monde.au_cotraitant)

    bilan = executer_decisions(comite_id=seance.pk, par=le_monde.agent, le=LE, lus=lus)

    assert (bilan.faites, bilan.empechees) == (0, 2)
    assert "a changé depuis votre lecture" in point_de(seance).resultat
    assert executer(seance, le_monde.agent).faites == 2


def test_seconde_signature_se_dit_dans_le_resultat(le_monde):
    session_demandee(le_monde, effectif=5, heures=3000)
    comite = en_seance(groupe_technique(le_monde), le_monde)
    dire(comite, le_monde, FAVORABLE)

    executer(comite, le_monde.agent)

    point = point_de(comite)
    assert point.session.statut == "demandee"
    assert point.executee_le is not None
    assert point.resultat.startswith("Première signature donnée")


def test_avant_son_tour_demande_une_raison_notee_en_seance(le_monde):
    session_demandee(le_monde)
    session_demandee(le_monde, intitule="Chaudronnier")
    comite = en_seance(groupe_technique(le_monde), le_monde)
    seconde = PointComite.objects.get(comite=comite, titre__startswith="Chaudronnier")
    noter_point(point_id=seconde.pk, par=le_monde.agent, note=FAVORABLE, version=0)

    assert executer(comite, le_monde.agent).empechees == 1
    seconde.refresh_from_db()
    assert "avant celle-ci sur ce lot" in seconde.resultat
    note = Note("favorable", "besoin_avere", "Cinq candidats.", hors_tour="Elle commence plus tôt.")
    noter_point(point_id=seconde.pk, par=le_monde.agent, note=note, version=1)
    assert executer(comite, le_monde.agent).faites == 1


def test_executer_demande_le_droit_d_acheter(le_monde, seance):
    dire(seance, le_monde, FAVORABLE)
    sans = comptes.agent(is_superuser=False)
    sans.user_permissions.set(Permission.objects.filter(codename__in=["view_comite", "change_comite"]))

    with pytest.raises(PermissionDenied):
        executer(seance, sans)
    assert point_de(seance).executee_le is None


def test_clore_fige_le_releve_sans_les_points_reserves(le_monde, seance):
    dire(seance, le_monde, FAVORABLE)
    dire(seance, le_monde, Note("favorable", precisions="Adaptation à confirmer."), nature="derogation")

    clore_comite(comite_id=seance.pk, par=le_monde.agent, compte_rendu="Prochaine rencontre en janvier.")

    releve = Document.objects.get(modele="comite_releve").contexte
    assert [partie["titre"] for partie in releve["parties"]] == ["Demandes de session"]
    [point] = releve["parties"][0]["points"]
    assert (point["issue"], point["precisions"]) == ("Favorable", "Cinq candidats.")
    assert "€" not in str(releve)
    assert "Adaptation" not in str(releve)
    # What is noted may still be carried out once the committee is closed.
    assert executer(seance, le_monde.agent).faites == 2
