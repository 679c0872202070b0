"""The guard against paying twice: its rules, what the house knows, and PostgreSQL itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from aides.actions.decider import accorder_aide
from aides.enums import CategoriePiece, StatutAide
from aides.enums import TransitionAide as T
from aides.models import UNE_AIDE_A_LA_FOIS, DemandeAide
from aides.queries.cumul import alertes_de
from aides.regles.cumul import AutreAide, Faits, SessionSuivie, alertes, se_croisent
from noyau.erreurs import RegleViolee
from noyau.televersement import PieceLue, joindre
from referentiels.queries.reglement import reglement_au
from tests.factories import comptes
from tests.factories.aides import LE, MONTANT, avancer, demande
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import EmployeurFactory, loi_en_vigueur
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory
from tests.refus import refus
from tests.regles.reglements import REGLEMENT

DEBUT, FIN = date(2026, 12, 7), date(2027, 1, 29)
DEMANDEE = {"formation": "Maçonnerie, gros œuvre", "debut": DEBUT, "fin": FIN, "heures": Decimal(140)}


def codes(**faits):
    return [(a.code, a.bloque) for a in alertes(Faits(**{**DEMANDEE, **faits}), reglement=REGLEMENT)]


def autre(**champs):
    return AutreAide(
        **{
            "reference": "AI-2026-00007", "dispositif": "Parcours emploi Tutorat", "engagee": True,
            "debut": DEBUT, "fin": FIN, "heures": Decimal(50), **champs,
        }
    )  # fmt: skip


def suivie(**champs):
    return SessionSuivie(
        **{"reference": "SE-2026-00004", "formation": "Soudage", "debut": DEBUT, "fin": FIN, **champs}
    )


AVANT = {"debut": date(2026, 9, 1), "fin": date(2026, 11, 30)}


@pytest.mark.parametrize(
    ("faits", "attendues"),
    [
        ({}, []),
        ({"autres": (autre(),)}, [("C-AIDE", True)]),
        ({"autres": (autre(engagee=False),)}, [("C-DEMANDE", False)]),
        ({"autres": (autre(**AVANT),)}, []),
        ({"autres": (autre(debut=FIN, fin=FIN),)}, [("C-AIDE", True)]),
        ({"autres": (autre(**AVANT, meme_contrat=True, heures=Decimal(260)),)}, []),
        ({"autres": (autre(**AVANT, meme_contrat=True, heures=Decimal(261)),)}, [("C-HEURES", False)]),
        ({"sessions": (suivie(),)}, [("C-SESSION", True)]),
        ({"sessions": (suivie(**AVANT),)}, []),
        ({"sessions": (suivie(**AVANT, en_cours=True),)}, [("C-SESSION", True)]),
        # Entered after the aid: settled months later, it is paid all the same.
        ({"sessions": (suivie(debut=FIN + timedelta(days=1), fin=None, en_cours=True),)}, []),
        ({"sessions": (suivie(debut=FIN, fin=None, en_cours=True),)}, [("C-SESSION", True)]),
        ({"sessions": (suivie(**AVANT, formation="MACONNERIE gros oeuvre"),)}, [("C-FORMATION", False)]),
        ({"sessions": (suivie(**AVANT, formation="Maçonnerie, gros œuvre", a_eu_lieu=False),)}, []),
        ({"autre_financeur": "Constructys"}, [("C-FINANCEUR", False)]),
        ({"memes_preuves": ("AI-2026-00007",)}, [("C-PREUVE", False)]),
        ({"iban_change": True}, [("C-IBAN", False)]),
        ({"iban_change": True, "autres": (autre(),)}, [("C-AIDE", True), ("C-IBAN", False)]),
        ({"debut": None, "autres": (autre(),), "sessions": (suivie(),)}, []),
    ],
)
def test_alertes(faits, attendues):
    assert codes(**faits) == attendues


def test_jours_se_croisent_bornes_comprises():
    assert se_croisent((DEBUT, FIN), (FIN, FIN + timedelta(days=3)))
    assert not se_croisent((DEBUT, FIN), (FIN + timedelta(days=1), None))
    assert se_croisent((DEBUT, None), (DEBUT, None))


@pytest.fixture
def agent(db):
    loi_en_vigueur()
    return comptes.agent()


def lues(une):
    return [(a.code, a.bloque) for a in alertes_de(une, reglement=reglement_au(LE))]


def test_meme_personne_chez_un_autre_employeur_est_reconnue(agent):
    demande(StatutAide.ACCORDEE, agent=agent, prenom="SAMIRA", nom="lenoir")
    une = demande(StatutAide.DEPOSEE)
    assert lues(une) == [("C-AIDE", True)]
    with pytest.raises(RegleViolee, match="les mêmes jours ne se paient pas deux fois"):
        accorder_aide(demande_id=une.pk, par=agent, le=LE)
    assert lues(demande(StatutAide.DEPOSEE, date_naissance=date(1991, 5, 15))) == []


def test_demande_close_sans_payer_ne_bloque_personne(agent):
    for statut in (StatutAide.REFUSEE, StatutAide.ABANDONNEE, StatutAide.BROUILLON):
        demande(statut, agent=agent)
    une = demande(StatutAide.DEPOSEE)
    assert lues(une) == []
    accorder_aide(demande_id=une.pk, par=agent, le=LE)


def test_postgres_refuse_deux_accords_des_memes_jours(agent):
    premiere, seconde = demande(StatutAide.DEPOSEE), demande(StatutAide.DEPOSEE)
    avancer(premiere, [T.ACCORDER], par=agent, agent=agent)
    accord = {"statut": StatutAide.ACCORDEE, "montant_accorde": MONTANT}
    siennes = DemandeAide.objects.filter(pk=seconde.pk)
    assert refus(lambda: siennes.update(**accord)) == UNE_AIDE_A_LA_FOIS
    ailleurs = {"formation_debut": date(2027, 2, 1), "formation_fin": date(2027, 3, 1)}
    assert refus(lambda: siennes.update(**accord, **ailleurs)) == ""


def test_session_de_la_region_en_cours_bloque(agent):
    ici = monde()
    personne = StagiaireFactory(prenom="Samira", nom="Lenoir", date_naissance=date(1991, 5, 14))
    suivi = parcours_de(session_publiee(ici, 1), "entre", stagiaire=personne, structure=ici.reseau)
    une = demande(StatutAide.DEPOSEE)
    assert ("C-SESSION", True) in lues(une)
    assert suivi.session.reference in alertes_de(une, reglement=reglement_au(LE))[0].message


def test_meme_preuve_et_compte_change_se_voient(agent):
    etablissement = EmployeurFactory()
    par = comptes.employeur(etablissement)
    ailleurs = {"employeur": etablissement, "par": par}
    avant = demande(StatutAide.REFUSEE, agent=agent, iban="FR7610107001011234567890129", prenom="Ana", **ailleurs)
    une = demande(StatutAide.DEPOSEE, **ailleurs)
    DemandeAide.objects.filter(pk=avant.pk).update(deposee_le=avant.deposee_le - timedelta(days=30))
    lue = PieceLue("devis.pdf", "application/pdf", b"%PDF-1.4 devis")
    for chacune in (avant, une):
        joindre(chacune, lue, categorie=CategoriePiece.DEVIS, par=par)
    assert lues(une) == [("C-PREUVE", False), ("C-IBAN", False)]


def test_le_meme_rib_sert_a_toutes_les_demandes(agent):
    deux = [demande(StatutAide.DEPOSEE, prenom=prenom) for prenom in ("Ana", "Zoé")]
    lue = PieceLue("rib.pdf", "application/pdf", b"%PDF-1.4 rib")
    for chacune in deux:
        joindre(chacune, lue, categorie=CategoriePiece.RIB, par=chacune.demandeur)
    assert lues(deux[1]) == []
