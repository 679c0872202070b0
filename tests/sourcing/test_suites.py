"""After a person is proposed: profile validated, taken back, the waiting list, who is told of what."""

import re

import pytest

from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from parcours.actions.positionner import Candidature, positionner
from parcours.actions.retirer import retirer_candidature
from parcours.actions.valider import valider_profil
from sessions_formation.automates import PARCOURS
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import StructureReseauFactory
from tests.factories.scenario import LE
from tests.factories.stagiaires import StagiaireFactory


def proposer(session, par, **personne) -> Parcours:
    structure = par.rattachements.get().structure
    stagiaire = StagiaireFactory(structure=structure, **personne)
    saisie = Candidature(situation="demandeur_emploi", projet="salariat")
    return positionner(session_id=session.pk, stagiaire_id=stagiaire.pk, saisie=saisie, par=par, le=LE)


def courriers(modele) -> list[tuple[str, bool]]:
    return sorted(Courrier.objects.filter(modele=modele).values_list("destinataire", "groupable"))


def test_le_profil_valide_porte_le_nom_de_la_structure(le_monde, referente):
    parcours = proposer(session_publiee(le_monde), referente)

    valide = valider_profil(parcours_id=parcours.pk, par=referente, le=LE)

    valide.refresh_from_db()
    profil = [c["niveau"] for c in valide.constats if c["regle"] == "T-PROFIL"]
    assert (valide.statut, valide.valideur, profil) == ("profil_valide", le_monde.reseau, ["conforme"])


def test_un_profil_ne_se_valide_qu_une_fois(le_monde, referente):
    parcours = proposer(session_publiee(le_monde), referente)
    valider_profil(parcours_id=parcours.pk, par=referente, le=LE)

    with pytest.raises(TransitionImpossible):
        valider_profil(parcours_id=parcours.pk, par=referente, le=LE)


def test_la_structure_de_la_session_valide_ce_qu_une_autre_propose(le_monde, referente):
    autre = StructureReseauFactory(nom="Cap emploi 49", departements=[le_monde.commune.departement])
    session = session_publiee(le_monde, structure=le_monde.reseau)
    parcours = proposer(session, comptes.referent(autre))

    assert valider_profil(parcours_id=parcours.pk, par=referente, le=LE).valideur == le_monde.reseau


def test_le_profil_d_une_autre_structure_est_introuvable(le_monde, referente):
    session = session_publiee(le_monde, structure=le_monde.reseau)
    parcours = proposer(session, referente)

    for autre in (comptes.referent(StructureReseauFactory()), session.demandeur, le_monde.agent):
        with pytest.raises(Parcours.DoesNotExist):
            valider_profil(parcours_id=parcours.pk, par=autre, le=LE)


def test_retirer_donne_le_poste_a_la_premiere_qui_attend(le_monde, referente):
    session = session_publiee(le_monde, 1)
    tient, premiere, seconde = (proposer(session, referente) for _ in range(3))

    retirer_candidature(parcours_id=tient.pk, motif="emploi", par=referente, le=LE)

    for parcours in (tient, premiere, seconde):
        parcours.refresh_from_db()
    assert (tient.statut, tient.motif) == ("non_retenu", "emploi")
    assert (premiere.poste, premiere.attente_le, seconde.en_liste_d_attente) == (1, None, True)
    assert [ligne.libelle for ligne in LigneJournal.objects.de(premiere)] == [
        "Quitte la liste d’attente pour le poste 1 de Employeur 1",
        "Candidature proposée par France Travail Cholet, en liste d’attente",
    ]
    assert courriers("place_proposee") == sorted([(le_monde.reseau.courriel, False), (session.demandeur.email, True)])


def test_une_place_non_retenue_ne_se_donne_pas_deux_fois(le_monde, referente):
    session = session_publiee(le_monde, 2)
    tiennent = [proposer(session, referente) for _ in range(2)]
    attend = proposer(session, referente)

    for tient in tiennent:
        retirer_candidature(parcours_id=tient.pk, motif="change_avis", par=referente, le=LE)

    attend.refresh_from_db()
    assert attend.poste == 1
    assert Courrier.objects.filter(modele="place_proposee").count() == 2


def test_qui_attend_deja_passe_avant_une_nouvelle_personne(le_monde, referente):
    session = session_publiee(le_monde, 1)
    attend = parcours_de(session, structure=le_monde.reseau, en_attente=True)

    nouvelle = proposer(session, referente)

    attend.refresh_from_db()
    assert (attend.poste, nouvelle.en_liste_d_attente) == (1, True)


def test_retirer_veut_une_raison_de_la_liste_et_avant_l_admission(le_monde, referente):
    session = session_publiee(le_monde)
    parcours = proposer(session, referente)
    admis = parcours_de(session, "admis", structure=le_monde.reseau)

    with pytest.raises(RegleViolee, match="Choisissez une raison"):
        retirer_candidature(parcours_id=parcours.pk, motif="prerequis", par=referente, le=LE)
    with pytest.raises(TransitionImpossible):
        retirer_candidature(parcours_id=admis.pk, motif="emploi", par=referente, le=LE)


def test_qui_est_prevenu_de_quoi(le_monde, referente):
    session = session_publiee(le_monde, structure=le_monde.reseau)
    organisme, employeur = session.demandeur.email, session.retenues.get().intention.contact_courriel

    parcours = proposer(session, referente)
    valider_profil(parcours_id=parcours.pk, par=referente, le=LE)
    retirer_candidature(parcours_id=parcours.pk, motif="emploi", par=referente, le=LE)

    assert courriers("candidat_propose") == [(organisme, True)]
    assert courriers("profil_valide") == [(organisme, True)]
    assert courriers("profil_valide_employeur") == [(employeur, False)]
    assert courriers("candidature_retiree") == sorted([(organisme, True), (le_monde.reseau.courriel, True)])
    lus = Courrier.objects.filter(modele__in=["candidat_propose", "profil_valide", "candidature_retiree"])
    assert {tuple(courrier.contexte["stagiaires"]) for courrier in lus} == {(parcours.stagiaire_id,)}


def test_le_journal_ne_nomme_personne(le_monde, referente):
    session = session_publiee(le_monde, 1)
    parcours = proposer(session, referente, nom="Introuvable", prenom="Zélie")
    proposer(session, referente, nom="Introuvable", prenom="Zélie")
    valider_profil(parcours_id=parcours.pk, par=referente, le=LE)
    retirer_candidature(parcours_id=parcours.pk, motif="emploi", par=referente, le=LE)

    lignes = LigneJournal.objects.filter(objet_type="sessions_formation.parcours")
    assert [ligne for ligne in lignes if "Introuvable" in f"{ligne.libelle}{ligne.motif}"] == []
    assert len(lignes) == 5


def test_les_etats_se_disent_de_tous_sans_accord():
    etats = [*StatutParcours.labels, *(passage.libelle for passage in PARCOURS.table.values())]

    # A state is read beside a name: no word of it may agree with the person.
    assert [
        dit for dit in etats if re.match(r"(Positionné|Admis|Retenu|Non retenu|Entré|Sorti|Exclu|Terminé)\b", dit)
    ] == []
