"""Telling sessions to the Cariforef: the command, its file read back, what changed since, who is left out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from lxml import etree

from referentiels.models import OrganismeFormation
from sessions_formation.actions.annuler import annuler_session
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.diffuser import exporter, relever_les_diffusions
from sessions_formation.enums import EtatDiffusion, RoleGroupement, TransitionSession
from sessions_formation.models import Diffusion, FicheSession, MembreGroupement, Session
from sessions_formation.queries.diagnostic import diagnostic_de
from tests.factories.fiches import fiche_de
from tests.factories.scenario import LE, Monde, session_demandee
from tests.regles.lheo import defauts
from tests.regles.test_lheo import L, valeurs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]
MATIN = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def debit_neuf():
    """Nobody has asked for the file yet in this hour."""
    cache.clear()
    yield
    cache.clear()


def publiee(monde: Monde, *, fiche: bool = True, **champs) -> Session:
    session = session_demandee(monde, **champs)
    autoriser_session(session_id=session.pk, par=monde.agent, motif="besoin_avere", precisions="", le=LE)
    if fiche:
        fiche_de(session)
    return Session.objects.get(pk=session.pk)


def ecrit(dossier, capsys) -> tuple:
    """The file of the command, read back, and what it said."""
    fichier = dossier / "formations.xml"
    call_command("exporter_lheo", str(fichier))
    return etree.parse(fichier).getroot(), capsys.readouterr().out


def numeros(racine) -> list[str]:
    return [formation.get("numero") for formation in racine.iter(f"{L}formation")]


def test_la_commande_ecrit_chaque_session_publiee_et_on_la_relit(le_monde, tmp_path, capsys):
    a_venir = publiee(le_monde, intitule="Soudeur")
    en_cours = publiee(le_monde, intitule="Chaudronnier")
    en_cours.franchir(TransitionSession.DEMARRER, par=None)
    session_demandee(le_monde, intitule="Pas décidée")

    racine, dit = ecrit(tmp_path, capsys)

    assert numeros(racine) == [a_venir.numero, en_cours.numero]
    assert valeurs(racine, "intitule-formation") == ["Soudeur", "Chaudronnier"]
    assert valeurs(racine, "etat-recrutement") == ["1", "2"]
    assert valeurs(racine, "organisme-financeur/nb-places-financees") == ["5", "5"]
    assert defauts(racine) == []
    assert dit == "2\u00a0sessions écrites.\n"
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["formations.xml"]


def test_rien_n_est_dit_du_prix_ni_de_personne(le_monde, tmp_path, capsys):
    session = publiee(le_monde)
    ecrit(tmp_path, capsys)

    texte = (tmp_path / "formations.xml").read_text()

    tus = [
        "9.50",
        str(session.prix_heure).replace(".", ","),
        session.demandeur.nom,
        session.demandeur.email,
        le_monde.agent.nom,
        "Tôlerie d’essai",
        session.organisme.dirigeant,
    ]
    assert [mot for mot in tus if mot in texte] == []


def test_ce_qui_manque_laisse_la_session_de_cote_et_se_compte(le_monde, tmp_path, capsys):
    complete = publiee(le_monde, intitule="Soudeur")
    en_court = publiee(le_monde, intitule="Sans fiche", fiche=False)
    autre = publiee(le_monde, intitule="Sans NDA", par=le_monde.au_mandataire)
    OrganismeFormation.objects.filter(pk=autre.organisme_id).update(nda="", adresse="")

    racine, dit = ecrit(tmp_path, capsys)

    assert numeros(racine) == [complete.numero, en_court.numero]
    assert defauts(racine) == []
    assert dit.splitlines() == [
        "2\u00a0sessions écrites.",
        "1\u00a0est dite avec une fiche sommaire : sa fiche publique n’est pas écrite en entier.",
        "1\u00a0session laissée de côté, faute de :",
        "      1  numéro de déclaration d’activité",
        "      1  adresse de l’organisme",
    ]


def test_sans_session_la_commande_echoue_et_laisse_le_fichier_d_avant(le_monde, tmp_path):
    fichier = tmp_path / "formations.xml"
    fichier.write_text("celui d’avant")
    with pytest.raises(CommandError, match="Aucune session à diffuser"):
        call_command("exporter_lheo", str(fichier))
    assert fichier.read_text() == "celui d’avant"


def test_un_export_qui_s_arrete_laisse_le_fichier_d_avant_entier(le_monde, tmp_path):
    fichier = tmp_path / "formations.xml"
    fichier.write_text("celui d’avant")
    publiee(le_monde, intitule="Première")
    publiee(le_monde, intitule="Seconde")

    def panne(lues):
        yield next(iter(lues))
        raise OSError(28, "plus de place")

    with pytest.raises(OSError, match="plus de place"):
        exporter(fichier, le=LE, maintenant=MATIN, suivre=panne)
    assert fichier.read_text() == "celui d’avant"
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["formations.xml"]


def test_un_dossier_absent_est_dit_sans_trace_python(le_monde, tmp_path):
    publiee(le_monde)
    with pytest.raises(CommandError, match="No such file"):
        call_command("exporter_lheo", str(tmp_path / "absent" / "formations.xml"))


def test_un_sous_traitant_enseigne_sous_le_numero_du_mandataire(le_monde, tmp_path, capsys):
    session = publiee(le_monde)
    MembreGroupement.objects.filter(organisme=session.organisme).update(role=RoleGroupement.SOUS_TRAITANT)

    racine, _ = ecrit(tmp_path, capsys)

    assert valeurs(racine, "numero-activite") == [le_monde.mandataire.nda]
    assert valeurs(racine, "nom-organisme") == ["Compétences Ouest"]
    assert valeurs(racine, "raison-sociale-formateur") == ["Formaloire Métiers"]


def test_le_nombre_de_requetes_ne_suit_pas_celui_des_sessions(le_monde, tmp_path, django_assert_num_queries):
    for nombre in (1, 2):
        publiee(le_monde, intitule=f"Session {nombre}")
        # A slice, its two readings, and the slice after it, which is empty.
        with django_assert_num_queries(4):
            assert exporter(tmp_path / "f.xml", le=LE, maintenant=MATIN).ecrites == nombre


def test_le_releve_ne_note_que_ce_qui_change(le_monde):
    session = publiee(le_monde)

    assert relever_les_diffusions(le=LE, maintenant=MATIN) == 1
    assert relever_les_diffusions(le=LE, maintenant=MATIN + timedelta(hours=1)) == 0
    assert Diffusion.objects.get().change_le == MATIN

    OrganismeFormation.objects.filter(pk=session.organisme_id).update(telephone="02 61 91 00 99")
    assert relever_les_diffusions(le=LE, maintenant=MATIN + timedelta(hours=2)) == 1
    assert Diffusion.objects.get().change_le == MATIN + timedelta(hours=2)


@pytest.mark.parametrize(
    ("change", "le", "etat"),
    [
        pytest.param("annuler", LE, EtatDiffusion.ANNULEE, id="annulee"),
        pytest.param("rien", datetime(2027, 2, 1).date(), EtatDiffusion.FERMEE, id="commencee"),  # noqa: DTZ001
        pytest.param("rien", datetime(2027, 5, 1).date(), EtatDiffusion.TERMINEE, id="terminee"),  # noqa: DTZ001
    ],
)
def test_une_session_qui_n_est_plus_a_prendre_est_redite_une_fois(le_monde, change, le, etat):
    session = publiee(le_monde)
    relever_les_diffusions(le=LE, maintenant=MATIN)
    if change == "annuler":
        annuler_session(session_id=session.pk, par=le_monde.agent, motif="Les postes sont perdus.", le=LE)

    plus_tard = MATIN + timedelta(days=200)
    assert relever_les_diffusions(le=le, maintenant=plus_tard) == 1
    assert Diffusion.objects.get().etat == etat
    assert relever_les_diffusions(le=le, maintenant=plus_tard + timedelta(hours=1)) == 0


def flux(client, depuis="", **entetes):
    return client.get("/formations/lheo.xml", {"depuis": depuis} if depuis else {}, **entetes)


def contenu(reponse):
    return etree.fromstring(b"".join(reponse.streaming_content))


def test_le_flux_entier_est_celui_de_la_commande(client, le_monde):
    session = publiee(le_monde)
    reponse = flux(client)
    assert reponse.status_code == 200
    assert reponse["Content-Type"] == "application/xml; charset=utf-8"
    racine = contenu(reponse)
    assert numeros(racine) == [session.numero]
    assert defauts(racine) == []


def test_le_flux_des_changements_dit_ce_qui_a_change_et_ce_qui_est_annule(client, le_monde):
    inchangee, changee, annulee = (publiee(le_monde, intitule=nom) for nom in ("Un", "Deux", "Trois"))
    relever_les_diffusions(le=LE, maintenant=MATIN - timedelta(days=3))
    FicheSession.objects.filter(session=changee).update(rythme="Mi-temps")
    annuler_session(session_id=annulee.pk, par=le_monde.agent, motif="Les postes sont perdus.", le=LE)
    relever_les_diffusions(le=LE, maintenant=MATIN)

    racine = contenu(flux(client, "2026-11-22T08:00:00+01:00"))

    assert numeros(racine) == [changee.numero, annulee.numero]
    assert valeurs(racine, "etat-recrutement") == ["1", "2"]
    assert [formation.get("info") for formation in racine.iter(f"{L}formation")] == [None, "session annulée"]
    assert racine.get("horodatage-export").startswith("2026-11-23T10:00")
    assert numeros(contenu(flux(client, "2026-11-20"))) == [inchangee.numero, changee.numero, annulee.numero]
    assert numeros(contenu(flux(client))) == [inchangee.numero, changee.numero]


def test_qui_demande_depuis_le_fichier_precedent_ne_manque_rien(client, le_monde):
    """A reading that began before the last file and was seen after it is told again."""
    publiee(le_monde)
    relever_les_diffusions(le=LE, maintenant=MATIN - timedelta(minutes=5))
    assert len(numeros(contenu(flux(client, MATIN.isoformat())))) == 1
    Diffusion.objects.update(change_le=MATIN - timedelta(hours=1))
    assert flux(client, MATIN.isoformat()).status_code == 204


@pytest.mark.parametrize("depuis", ["hier", "2026-13-01", "2026-11-22T99:00", "'; select 1", "20261122T"])
def test_une_date_illisible_est_dite(client, depuis):
    reponse = flux(client, depuis)
    assert reponse.status_code == 400
    assert "AAAA-MM-JJ" in reponse.content.decode()


def test_rien_a_dire_se_dit_sans_fichier_invalide(client, le_monde):
    assert flux(client).status_code == 404
    assert flux(client, "2026-11-22").status_code == 204


def test_le_flux_est_compresse_et_ne_se_redit_pas_sans_changement(client, le_monde):
    publiee(le_monde)
    relever_les_diffusions(le=LE, maintenant=MATIN)
    reponse = flux(client, headers={"accept-encoding": "gzip"})
    assert reponse["Content-Encoding"] == "gzip"
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', reponse["ETag"])
    assert flux(client, headers={"if-none-match": reponse["ETag"]}).status_code == 304
    assert flux(client, headers={"if-modified-since": reponse["Last-Modified"]}).status_code == 304
    with time_machine.travel("2026-11-24 09:00"):
        assert flux(client, headers={"if-none-match": reponse["ETag"]}).status_code == 200


def test_qui_demande_trop_souvent_est_prie_de_revenir(client, settings):
    debit = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["lheo"]
    for _ in range(int(debit.partition("/")[0])):
        assert flux(client).status_code == 404
    assert flux(client).status_code == 429


def test_le_diagnostic_dit_ou_la_session_est_affichee_et_depuis_quand(le_monde):
    session = publiee(le_monde, fiche=False)
    sans_fiche = diagnostic_de(Session.objects.get(pk=session.pk), le=LE)
    assert [raison.code for raison in sans_fiche.remarques] == ["fiche"]
    site, cariforef = sans_fiche.endroits
    assert site.affichee
    assert cariforef.affichee

    fiche_de(session)
    relever_les_diffusions(le=LE, maintenant=MATIN)
    diagnostic = diagnostic_de(Session.objects.get(pk=session.pk), le=LE)
    assert [endroit.affichee for endroit in diagnostic.endroits] == [True, True]
    assert (diagnostic.diffusee_le, diagnostic.etat) == (MATIN, "On peut y entrer")
