"""What is wrong with the hours of a month: each rule alone, and the sentence it gives."""

from datetime import date
from decimal import Decimal

import pytest

from heures.regles.anomalies import (
    Gravite,
    Heures,
    Limites,
    Presence,
    compter_ouvres,
    examiner_heures,
    proposer_prevues,
    refus_d_un_nombre,
)
from heures.regles.mois import de_mois, dernier_du_mois, ecrire_mois, lire_mois, nommer_mois, premier_du_mois

# January 2027 has 20 worked days once the 1st is a holiday: 160 hours at eight a day.
JANVIER = Limites(date(2027, 1, 1), 8, {date(2027, 1, 1)})
LA = Presence(debut=date(2026, 12, 1), heures=400)


def heures(faites, *, prevues=None, justifiees=0, injustifiees=0):
    prevues = faites + justifiees + injustifiees if prevues is None else prevues
    return Heures(*map(Decimal, (prevues, faites, justifiees, injustifiees)))


def codes(lues, presence=LA, limites=JANVIER):
    return [anomalie.code for anomalie in examiner_heures(lues, presence, limites)]


def phrase(lues, presence=LA):
    (anomalie,) = examiner_heures(lues, presence, JANVIER)
    return anomalie.message.replace("\u00a0", " ").replace("\u202f", " "), anomalie.gravite, anomalie.champ


def test_des_heures_ordinaires_ne_disent_rien():
    assert codes(heures(140, justifiees=7, injustifiees=3)) == []
    assert codes(heures(160)) == []


def test_plus_que_le_mois_ne_peut_tenir_bloque():
    assert phrase(heures(161)) == (
        "161 heures en janvier 2027, pour 20 jours ouvrés : 160 au plus (8 par jour).",
        Gravite.BLOQUANTE,
        "faites",
    )
    assert codes(heures(100, justifiees=61)) == ["plus_que_le_mois"]


def test_plus_que_le_parcours_se_verifie_avec_les_autres_mois():
    presence = Presence(debut=LA.debut, heures=400, ailleurs=Decimal(300))

    assert phrase(heures(120), presence) == (
        "420 heures faites en tout avec les 300 des autres mois, pour un parcours de 400.",
        Gravite.A_VERIFIER,
        "faites",
    )
    assert codes(heures(100), presence) == []


def test_avant_l_entree():
    assert codes(heures(1), Presence(heures=400)) == ["avant_entree"]
    assert codes(heures(1), Presence(debut=date(2027, 2, 1), heures=400)) == ["avant_entree"]
    tard = Presence(debut=date(2027, 1, 28), heures=400)
    assert codes(heures(16), tard) == []
    assert phrase(heures(24), tard)[0] == (
        "24 heures en janvier 2027, pour 2 jours ouvrés depuis l’entrée du 28 janvier 2027 : 16 au plus (8 par jour)."
    )


@pytest.mark.parametrize(("abandon", "code"), [(True, "apres_abandon"), (False, "apres_sortie")])
def test_apres_la_sortie(abandon, code):
    parti = Presence(debut=LA.debut, fin=date(2026, 12, 18), abandon=abandon, heures=400)
    assert codes(heures(7), parti) == [code]
    assert codes(heures(0, justifiees=7), parti) == [code]
    en_cours = Presence(debut=LA.debut, fin=date(2027, 1, 5), abandon=abandon, heures=400)
    assert codes(heures(17), en_cours) == [code]
    assert codes(heures(16), en_cours) == []


def test_des_absences_non_plus_ne_sont_pas_d_avant_ni_d_apres():
    assert codes(heures(0, justifiees=7), Presence(heures=400)) == ["avant_entree"]
    partie = Presence(debut=LA.debut, fin=date(2026, 12, 18), abandon=True, heures=400)
    assert phrase(heures(0, justifiees=7), partie) == (
        "La personne a arrêté le 18 décembre 2026 : pas d’heures ensuite.",
        Gravite.BLOQUANTE,
        "absences_justifiees",
    )


def test_le_premier_et_le_dernier_jour_sont_des_jours():
    """Of a presence, whose hours they hold, and of days away, which hold none. March 2027 begins on a Monday."""
    mars = Limites(date(2027, 3, 1), 8, set())
    assert codes(heures(8), Presence(debut=date(2027, 3, 31), heures=400), mars) == []
    assert codes(heures(8), Presence(debut=LA.debut, fin=date(2027, 3, 1), heures=400), mars) == []
    absent = Presence(debut=LA.debut, heures=400, interruptions=((date(2027, 3, 2), date(2027, 3, 30)),))
    assert codes(heures(16), absent, mars) == []
    assert codes(heures(17), absent, mars) == ["interruption"]


def test_pendant_une_interruption():
    def interrompue(*jours):
        return Presence(debut=LA.debut, heures=400, interruptions=(jours,))

    assert phrase(heures(7), interrompue(date(2026, 12, 20), None))[:2] == (
        "Formation interrompue tout le mois : pas d’heures.",
        Gravite.BLOQUANTE,
    )
    assert codes(heures(9), interrompue(date(2027, 1, 5), None)) == ["interruption"]
    assert codes(heures(8), interrompue(date(2027, 1, 5), None)) == []


def test_un_ecart_avec_les_heures_prevues_se_verifie():
    assert phrase(heures(100, prevues=140))[0] == "140 heures prévues, mais 100 faites ou manquées."
    assert phrase(heures(0, prevues=140)) == (
        "Aucune heure de janvier 2027, ni absence.",
        Gravite.A_VERIFIER,
        "faites",
    )


def test_un_nombre_impossible_bloque_en_premier():
    assert codes(heures(745))[0] == "impossible"
    assert codes(heures("0.125", prevues="0.125")) == ["impossible"]
    assert refus_d_un_nombre(Decimal("NaN")) == "Un nombre d’heures va de 0 à 744."


def test_les_heures_prevues_s_additionnent_au_parcours():
    periode = (date(2027, 1, 11), date(2027, 4, 30))

    def ouvres(debut, fin):
        return compter_ouvres(debut, fin, feries={date(2027, 3, 29)})

    mois = [
        proposer_prevues(400, periode, mois=date(2027, rang, 1), sortie=None, ouvres=ouvres) for rang in range(1, 6)
    ]

    assert sum(mois) == 400
    assert mois == [76, 101, 112, 111, 0]
    assert proposer_prevues(400, periode, mois=date(2027, 2, 1), sortie=date(2027, 2, 12), ouvres=ouvres) == 51


def test_un_mois_se_lit_et_s_ecrit():
    novembre = lire_mois("2026-11")

    assert novembre == premier_du_mois(date(2026, 11, 22)) == date(2026, 11, 1)
    assert (ecrire_mois(novembre), nommer_mois(novembre)) == ("2026-11", "novembre 2026")
    assert de_mois(date(2026, 10, 1)) == "d’octobre 2026"
    assert dernier_du_mois(novembre) == date(2026, 11, 30)
    with pytest.raises(ValueError, match="n’est pas un mois"):
        lire_mois("2026-13")
