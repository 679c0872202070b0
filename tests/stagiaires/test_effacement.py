"""A year after the last follow-up nothing names the person any more, anywhere; the rates have not moved."""

import io
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pypdf
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.conservation import purger
from heures.actions.attacher import RELEVE_SIGNE, attacher
from heures.actions.emargement import Envoi, preparer_feuilles, recevoir
from heures.regles.emargement import Page
from insertion.actions.effacer import effacer_stagiaire
from insertion.queries.a_effacer import a_effacer, terme_de
from insertion.queries.resultats import tous_les_taux
from noyau.courriers import Courrier, StatutCourrier
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from noyau.lettres import Document
from noyau.pieces import Piece
from noyau.scellement import sceller
from noyau.televersement import PieceLue, joindre
from parcours.models import Amenagement, NoteParcours, Remuneration
from sessions_formation.models import Parcours
from stagiaires.models import Consultation, Stagiaire
from tests.factories.chaine import ECHUE, SUIVIE, au, parcourir
from tests.factories.heures import releve_ouvert
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import FIN, LE, monde
from tests.factories.stagiaires import StagiaireFactory
from tests.insertion.suivis import ecrits_le, relancer_le, sorti

pytestmark = [pytest.mark.django_db, pytest.mark.lent]

# FIN is 30 April 2027: six months, then twelve.
TERME = date(2028, 10, 30)


def trouver(aiguilles, dossier) -> list[str]:
    """Search every text of every table, and every file; give where something was found."""
    return [*_dans_la_base(aiguilles), *_dans_les_fichiers(aiguilles, dossier)]


def _dans_la_base(aiguilles):
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type NOT IN ('integer', 'bigint', 'smallint', 'boolean', 'uuid') ORDER BY 1, 2"
        )
        for table, colonne in curseur.fetchall():
            curseur.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{colonne}"::text ILIKE ANY (%s)',
                [[f"%{aiguille}%" for aiguille in aiguilles]],
            )
            if combien := curseur.fetchone()[0]:
                yield f"{table}.{colonne} ({combien})"


def _dans_les_fichiers(aiguilles, dossier):
    for chemin in Path(dossier).rglob("*"):
        if chemin.is_file():
            texte = _texte(chemin).lower()
            yield from (f"{chemin.name} : {aiguille}" for aiguille in aiguilles if aiguille.lower() in texte)


def _texte(chemin):
    octets = chemin.read_bytes()
    if octets.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(octets)).pages)
    return chemin.name + octets.decode("utf-8", errors="replace")


def purge(le, **options):
    return {t.effacer.__name__: n for t, n in purger(le=le, **options) if n}


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def le_monde():
    with au(LE):
        return monde()


def test_a_son_terme_plus_rien_ne_nomme_la_personne_et_les_taux_sont_les_memes(
    le_monde, dossier, django_capture_on_commit_callbacks
):
    parcours, _ = parcourir(le_monde, ECHUE)
    suivi, _ = parcourir(le_monde, SUIVIE, duree_jours=90)
    with au(TERME):
        sceller()
        avant, siens = tous_les_taux(TERME), trouver(SUIVIE.aiguilles(), dossier)
        assert len(trouver(ECHUE.aiguilles(), dossier)) > 8
        assert terme_de(parcours.stagiaire, le=TERME) == TERME
        assert "effacer_echus" not in purge(TERME)

        assert purge(TERME + timedelta(days=1), essai=True)["effacer_echus"] == 1
        with django_capture_on_commit_callbacks(execute=True):
            assert purge(TERME + timedelta(days=1))["effacer_echus"] == 1

        assert trouver(ECHUE.aiguilles(), dossier) == []
        # That of an address shared by both, for one digest: the other news of it stay.
        assert trouver(SUIVIE.aiguilles(), dossier) == siens
        assert tous_les_taux(TERME) == avant
        sortie = StringIO()
        call_command("verifier_journal", stdout=sortie, stderr=StringIO())
        assert "La chaîne est entière" in sortie.getvalue()
        assert "effacer_echus" not in purge(TERME + timedelta(days=1))
    efface = Stagiaire.objects.get(pk=parcours.stagiaire_id)
    assert (efface.nom_complet, efface.structure, efface.referent) == ("", None, None)
    assert str(efface) == f"Stagiaire {efface.pk}"
    for modele in (Amenagement, Remuneration, NoteParcours):
        assert list(modele.objects.values_list("parcours", flat=True)) == [suivi.pk]
    assert parcours.suivis.filter(clos_le=None).count() == 0
    assert LigneJournal.objects.de(efface).first().libelle == "Données effacées"
    assert Document.objects.get(cle=f"essai:{parcours.pk}").efface_le is not None


def test_quand_vient_le_terme_de_chacun(le_monde):
    with au(LE):
        session = session_publiee(le_monde, 6)
    sorti = date(2027, 2, 10)
    attendus = {
        "termine": date(2027, 8, 10),
        "sortie_emploi": date(2027, 8, 10),
        "abandon": sorti,
        "exclu": sorti,
        "non_retenu": LE,
        "entre": None,
    }
    with au(LE):
        gens = {
            statut: parcours_de(session, statut, **({"sorti_le": sorti} if jour and jour != LE else {})).stagiaire
            for statut, jour in attendus.items()
        }
        seul = StagiaireFactory()
    with au(date(2028, 1, 5)):
        obtenus = {statut: terme_de(personne, le=date(2028, 1, 5)) for statut, personne in gens.items()}
        assert obtenus == {statut: jour and jour.replace(year=jour.year + 1) for statut, jour in attendus.items()}
        assert terme_de(seul, le=date(2028, 1, 5)) == date(2027, 11, 23)
        assert set(a_effacer(sorti + timedelta(days=1))) == {
            seul, gens["non_retenu"], gens["abandon"], gens["exclu"]
        }  # fmt: skip


def test_un_candidat_d_une_session_passee_n_est_pas_garde_pour_toujours(le_monde):
    with au(LE):
        session = session_publiee(le_monde, 2)
        candidat = parcours_de(session).stagiaire
        assert terme_de(candidat, le=LE) is None
        session.franchir("annuler", par=le_monde.agent)

    assert terme_de(candidat, le=LE) == date(FIN.year + 1, FIN.month, FIN.day)


def test_une_personne_suivie_ailleurs_garde_tout(le_monde):
    with au(LE):
        session, autre = session_publiee(le_monde, 1), session_publiee(le_monde, 1)
        stagiaire = parcours_de(session, "non_retenu").stagiaire
        parcours_de(autre, "profil_valide", stagiaire=stagiaire)

    assert "effacer_echus" not in purge(date(2040, 1, 1))
    assert terme_de(stagiaire, le=LE) is None


def test_qui_est_en_formation_ne_s_efface_pas_sur_demande(le_monde):
    with au(LE):
        session = session_publiee(le_monde, 2)
        entre, candidat = parcours_de(session, "entre").stagiaire, parcours_de(session).stagiaire

        with pytest.raises(RegleViolee, match="en formation"):
            effacer_stagiaire(stagiaire_id=entre.pk, motif="demande", par=le_monde.agent)
        with pytest.raises(RegleViolee, match="candidature"):
            effacer_stagiaire(stagiaire_id=candidat.pk, motif="demande", par=le_monde.agent)


def test_sur_demande_tout_part_tout_de_suite_et_le_journal_dit_pourquoi(le_monde, dossier):
    with au(LE):
        parcours = parcours_de(session_publiee(le_monde, 1), "non_retenu")
        stagiaire = parcours.stagiaire
        nom = stagiaire.nom
        effacer_stagiaire(stagiaire_id=stagiaire.pk, motif="demande", par=le_monde.agent)

        assert trouver([nom, stagiaire.courriel], dossier) == []
        ligne = LigneJournal.objects.de(stagiaire).first()
        assert (ligne.motif, ligne.par) == ("La personne l’a demandé", le_monde.agent)
        with pytest.raises(RegleViolee, match="déjà effacées"):
            effacer_stagiaire(stagiaire_id=stagiaire.pk, motif="demande", par=le_monde.agent)


def test_sur_demande_plus_rien_n_est_demande_apres(le_monde):
    with au(FIN):
        parti = sorti(le_monde)
        relancer_le(FIN)
        assert parti.suivis.filter(clos_le=None).count() == 4

        effacer_stagiaire(stagiaire_id=parti.stagiaire_id, motif="demande", par=le_monde.agent)

        assert parti.suivis.filter(clos_le=None).count() == 0
        assert ecrits_le(FIN + timedelta(days=7)) == []


def test_un_courriel_qui_part_fait_attendre_le_lendemain(le_monde, caplog):
    parcours, _ = parcourir(le_monde, ECHUE)
    Courrier.objects.filter(cle=f"piece:{parcours.pk}").update(statut=StatutCourrier.EN_COURS, expedie_le=None)

    with au(TERME):
        assert "effacer_echus" not in purge(TERME + timedelta(days=1))

        Courrier.objects.filter(statut=StatutCourrier.EN_COURS).update(statut=StatutCourrier.QUARANTAINE)
        assert purge(TERME + timedelta(days=2))["effacer_echus"] == 1
    assert [trace.getMessage().split(" :")[0] for trace in caplog.records if "effacée" in trace.getMessage()] == [
        f"La fiche {parcours.stagiaire_id} n’est pas effacée aujourd’hui"
    ]


def test_les_consultations_s_oublient_apres_douze_mois(le_monde):
    stagiaire = StagiaireFactory()
    ligne = Consultation.objects.create(
        stagiaire=stagiaire, par=le_monde.agent, qualite="Région", page="fiche", le=timezone.now()
    )
    un_an = timezone.localdate(ligne.le).replace(year=ligne.le.year + 1)

    assert "oublier_consultations" not in purge(un_an)
    assert purge(un_an + timedelta(days=1))["oublier_consultations"] == 1


def test_un_scan_d_emargement_part_avec_la_derniere_personne_qu_il_nomme(
    le_monde, dossier, django_capture_on_commit_callbacks
):
    with au(LE):
        releve = releve_ouvert(le_monde)
    signe = PieceLue("Guilbaud.pdf", "application/pdf", b"%PDF-1.7 Guilbaud %%EOF")
    with au(date(2027, 2, 1)):
        feuille = preparer_feuilles(releve_id=releve.pk, par=le_monde.au_cotraitant)[0]
        envois = [Envoi(signe, [Page(signe.nom, 1, (feuille.code,))])]
        recevoir(releve_id=releve.pk, envois=envois, par=le_monde.au_cotraitant)
        joindre(releve, signe, categorie=RELEVE_SIGNE, par=le_monde.au_cotraitant)
    Parcours.objects.update(statut="termine", sorti_le=FIN)
    restent = []
    for parcours in Parcours.objects.order_by("pk"):
        with au(TERME), django_capture_on_commit_callbacks(execute=True):
            effacer_stagiaire(stagiaire_id=parcours.stagiaire_id, motif="demande", par=le_monde.agent)
        restent.append((Piece.objects.count(), len([un for un in dossier.rglob("*") if un.is_file()])))

    assert restent == [(2, 2), (0, 0)]
    assert trouver(["Guilbaud"], dossier) == []
    # That it came back signed is kept: it names nobody any more, and tells for what hours the Région paid.
    feuille.refresh_from_db()
    assert (feuille.recue_le is None, feuille.piece) == (False, None)
    with au(TERME), pytest.raises(RegleViolee, match="effacées"):
        recevoir(releve_id=releve.pk, envois=envois, par=le_monde.au_cotraitant)
    with au(TERME), pytest.raises(RegleViolee, match="effacées"):
        attacher(releve_id=releve.pk, lue=signe, par=le_monde.au_cotraitant)
