"""The agenda: prepared from what is open, edited, brought up to date without undoing anybody's work, settled."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from comites.actions.noter import Note, noter_point
from comites.actions.ordre import (
    ajouter_point,
    arreter_ordre,
    deplacer_point,
    ecarter_point,
    modifier_point,
    preparer_ordre,
    remettre_point,
    rouvrir_ordre,
)
from comites.models import PointComite
from noyau.courriers import Document
from noyau.erreurs import RegleViolee, TransitionImpossible
from sessions_formation.actions.decider import autoriser_session, refuser_session
from tests.factories import comptes
from tests.factories.besoins import besoin_libre
from tests.factories.comites import DEBUT, comite_local, en_seance, groupe_technique
from tests.factories.scenario import LE, intention_deposee, session_demandee

pytestmark = pytest.mark.django_db

INS = "\N{NO-BREAK SPACE}"


def preparer(comite, le_monde) -> int:
    return preparer_ordre(comite_id=comite.pk, par=le_monde.agent, le=LE)


def points(comite) -> list[tuple[str, str]]:
    return [(point.nature, point.titre) for point in PointComite.objects.retenus().filter(comite=comite)]


def point_de(comite, nature) -> PointComite:
    return PointComite.objects.get(comite=comite, nature=nature)


def test_comite_local_reunit_ce_qui_monte_et_ce_qui_redescend(le_monde):
    comite = comite_local(le_monde)
    ici = {"commune": le_monde.commune}
    besoin_libre(le_monde, nom="Tôlerie", nombre_postes=2, attend_depuis=LE - timedelta(days=40), **ici)
    besoin_libre(le_monde, nom="Chaudronnerie", nombre_postes=2, **ici)
    besoin_libre(le_monde, nom="Ailleurs")
    session = session_demandee(le_monde)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)

    assert preparer(comite, le_monde) == 4

    assert points(comite) == [
        (
            "besoin",
            "Soudeur / Soudeuse\N{NO-BREAK SPACE}: 4\N{NO-BREAK SPACE}postes chez 2\N{NO-BREAK SPACE}employeurs",
        ),
        ("attente", "Tôlerie, Soudeur / Soudeuse"),
        (
            "places",
            "Soudeur assembleur industriel, Formaloire Métiers\N{NO-BREAK SPACE}: 5\N{NO-BREAK SPACE}places sur 5",
        ),
        ("decision", "Autorisée\N{NO-BREAK SPACE}: Soudeur assembleur industriel, Formaloire Métiers"),
    ]
    texte = point_de(comite, "besoin").texte.replace("\N{NO-BREAK SPACE}", " ")
    assert texte.startswith("Il manque 1 poste pour une session. La plus ancienne intention est du 13 novembre 2026.")
    assert {point.reserve for point in PointComite.objects.order_by("pk")} == {""}


def test_groupe_technique_reunit_ce_qui_attend_une_decision(le_monde):
    comite = groupe_technique(le_monde)
    session = session_demandee(le_monde)
    intention_deposee(le_monde, nom="Scierie", contrat_type="cdd", duree_mois=4, motif_derogation="Saison.")

    preparer(comite, le_monde)

    assert points(comite) == [
        ("demande", "Soudeur assembleur industriel, Formaloire Métiers"),
        ("derogation", "Scierie, Soudeur / Soudeuse"),
        ("lot", "Lot 12, Inter-industrie, Maine-et-Loire et Vendée"),
    ]
    demande = point_de(comite, "demande")
    assert demande.session_id == session.pk
    # What everyone reads says no amount; what officers read says it to the cent.
    assert "€" not in demande.texte
    lu = demande.reserve.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert lu == (
        "Première de la file, éligible. 19 950 € sur le lot 12 : il reste 320 000 € à commander, 300 050 € après."
    )
    assert [p.nature for p in PointComite.objects.publics().filter(comite=comite)] == ["demande"]


def test_besoin_monte_au_groupe_technique_et_sa_reponse_redescend(le_monde):
    local = comite_local(le_monde)
    besoin_libre(le_monde, nom="Tôlerie", nombre_postes=2, commune=le_monde.commune)
    en_seance(local, le_monde)
    note = Note("favorable", precisions="Six candidats.")
    noter_point(point_id=point_de(local, "besoin").pk, par=le_monde.agent, note=note, version=0)
    technique = groupe_technique(le_monde, debut=DEBUT + timedelta(days=7))
    en_seance(technique, le_monde)
    remonte = point_de(technique, "besoin")
    note = Note("favorable", precisions="Une session en mars.")
    noter_point(point_id=remonte.pk, par=le_monde.agent, note=note, version=0)
    suivant = comite_local(le_monde, debut=DEBUT + timedelta(days=30))
    # Noted on the day of the scenario: before the first local committee's hour, so the interval starts there.
    PointComite.objects.filter(pk=remonte.pk).update(note_le=DEBUT + timedelta(days=7))

    preparer(suivant, le_monde)

    assert remonte.titre.startswith("Mauges")
    assert "Six candidats." in remonte.texte
    retour = point_de(suivant, "decision")
    assert retour.origine_id == remonte.pk
    assert retour.texte.endswith("Une session en mars.")


def test_actualiser_garde_ce_que_les_gens_ont_fait(le_monde):
    comite = groupe_technique(le_monde)
    premiere = session_demandee(le_monde)
    preparer(comite, le_monde)
    qui = {"par": le_monde.agent}
    modifier_point(point_id=point_de(comite, "demande").pk, titre="À voir de près", texte="Mes mots.", **qui)
    ecarter_point(point_id=point_de(comite, "lot").pk, **qui)
    ajouter_point(comite_id=comite.pk, titre="Calendrier 2027", texte="", **qui)
    deplacer_point(point_id=point_de(comite, "libre").pk, pas=-1, **qui)
    session_demandee(le_monde, intitule="Chaudronnier")

    assert preparer(comite, le_monde) == 1

    assert points(comite) == [
        ("libre", "Calendrier 2027"),
        ("demande", "À voir de près"),
        ("demande", "Chaudronnier, Formaloire Métiers"),
    ]
    assert PointComite.objects.get(comite=comite, session=premiere).texte == "Mes mots."
    remettre_point(point_id=point_de(comite, "lot").pk, **qui)
    assert ("lot", "Lot 12, Inter-industrie, Maine-et-Loire et Vendée") in points(comite)


def test_actualiser_retire_ce_qui_n_attend_plus(le_monde):
    comite = groupe_technique(le_monde)
    session = session_demandee(le_monde)
    preparer(comite, le_monde)
    refuser_session(session_id=session.pk, par=le_monde.agent, motif="autre", precisions="Non.", le=LE)

    assert preparer(comite, le_monde) == 0

    assert [nature for nature, _ in points(comite)] == ["lot"]


def test_preparer_deux_fois_ne_double_rien(le_monde):
    comite = groupe_technique(le_monde)
    session_demandee(le_monde)
    preparer(comite, le_monde)
    avant = list(PointComite.objects.order_by("pk").values())

    assert preparer(comite, le_monde) == 0
    assert list(PointComite.objects.order_by("pk").values()) == avant


@pytest.mark.parametrize("faire", [comite_local, groupe_technique])
def test_preparer_coute_autant_pour_un_dossier_que_pour_trois(le_monde, faire, django_assert_max_num_queries):
    comptes_de_requetes = []
    for nombre in (1, 3):
        comite = faire(le_monde, debut=DEBUT + timedelta(days=nombre))
        for rang in range(nombre):
            besoin_libre(
                le_monde,
                nom=f"Atelier {nombre} {rang}",
                commune=le_monde.commune,
                attend_depuis=LE - timedelta(days=50),
            )
            acte = {"motif": "besoin_avere", "precisions": "", "hors_tour": "Pour l’essai."}
            decidee = session_demandee(le_monde, heures=10)
            autoriser_session(session_id=decidee.pk, par=le_monde.agent, le=LE, **acte)
            session_demandee(le_monde, heures=10)
        with django_assert_max_num_queries(30) as requetes:
            preparer(comite, le_monde)
        comptes_de_requetes.append(len(requetes))

    assert comptes_de_requetes[0] == comptes_de_requetes[1]


def test_ordre_arrete_est_fige_en_document_et_ne_change_plus(le_monde):
    comite = groupe_technique(le_monde)
    session_demandee(le_monde)
    preparer(comite, le_monde)
    arreter_ordre(comite_id=comite.pk, par=le_monde.agent)

    document = Document.objects.get(modele="comite_ordre_du_jour")
    assert [partie["titre"] for partie in document.contexte["parties"]] == ["Demandes de session"]
    with pytest.raises(TransitionImpossible):
        preparer(comite, le_monde)
    with pytest.raises(TransitionImpossible):
        ecarter_point(point_id=point_de(comite, "demande").pk, par=le_monde.agent)
    rouvrir_ordre(comite_id=comite.pk, par=le_monde.agent)
    ecarter_point(point_id=point_de(comite, "demande").pk, par=le_monde.agent)
    assert [ligne.libelle for ligne in comite.historique] == [
        "Ordre du jour rouvert",
        "Ordre du jour arrêté",
        "Comité prévu",
    ]


def test_ordre_vide_ne_s_arrete_pas(le_monde):
    comite = comite_local(le_monde)

    with pytest.raises(RegleViolee, match="vide"):
        arreter_ordre(comite_id=comite.pk, par=le_monde.agent)


def test_meme_comite_a_la_meme_heure_est_refuse(le_monde):
    comite_local(le_monde)

    with pytest.raises(RegleViolee, match="déjà prévu"):
        comite_local(le_monde)


def test_preparer_demande_le_droit(le_monde):
    comite = comite_local(le_monde)
    lecteur = comptes.agent(is_superuser=False)

    with pytest.raises(PermissionDenied):
        preparer_ordre(comite_id=comite.pk, par=lecteur, le=LE)
    with pytest.raises(PermissionDenied):
        preparer_ordre(comite_id=comite.pk, par=le_monde.au_mandataire, le=LE)
