"""What a referent has to do, and in which order: the rules alone, without a database."""

from datetime import date, timedelta

import pytest

from insertion.regles.a_faire import (
    Appels,
    Genre,
    Personne,
    SessionAPourvoir,
    SuiviDu,
    Urgence,
    appel_a_faire,
    dans,
    depuis,
    lignes_du_jour,
)

LE = date(2026, 11, 23)
LOIN = LE + timedelta(days=60)


def il_y_a(jours: int) -> date:
    return LE - timedelta(days=jours)


def personne(**champs) -> Personne:
    return Personne(
        **{"parcours": 1, "stagiaire": 1, "statut": "profil_valide", "positionne_le": LE, "debut": LOIN, **champs}
    )


def phrases(lignes) -> list[str]:
    return [ligne.motifs[0].phrase.replace("\N{NO-BREAK SPACE}", " ") for ligne in lignes]


@pytest.mark.parametrize(
    ("cas", "phrase", "urgence"),
    [
        ({"positionne_le": LE}, "Premier appel à passer aujourd’hui", Urgence.NORMALE),
        ({"positionne_le": il_y_a(3)}, "Premier appel à passer depuis 3 jours", Urgence.ATTENTE),
        ({"positionne_le": il_y_a(7)}, "Premier appel à passer depuis 7 jours", Urgence.URGENTE),
        (
            {"appels": Appels("a_rappeler", il_y_a(4), LE, None)},
            "À rappeler aujourd’hui",
            Urgence.ATTENTE,
        ),
        (
            {"appels": Appels("a_rappeler", il_y_a(4), il_y_a(1), il_y_a(9))},
            "À rappeler depuis hier",
            Urgence.URGENTE,
        ),
        (
            {"appels": Appels("injoignable", il_y_a(2), None, None, 2)},
            "Sans réponse à 2 appels, depuis 2 jours",
            Urgence.NORMALE,
        ),
        (
            {"appels": Appels("injoignable", il_y_a(2), None, None, 3)},
            "Sans réponse à 3 appels, depuis 2 jours",
            Urgence.ATTENTE,
        ),
        (
            {
                "statut": "admis",
                "debut": LE + timedelta(days=7),
                "appels": Appels("joint", il_y_a(9), None, il_y_a(9)),
            },
            "Commence dans 7 jours, sans nouvelles cette semaine",
            Urgence.ATTENTE,
        ),
        (
            {"statut": "admis", "debut": LE + timedelta(days=1)},
            "Commence demain, sans nouvelles cette semaine",
            Urgence.URGENTE,
        ),
    ],
)
def test_qui_appeler_et_pourquoi(cas, phrase, urgence):
    motif = appel_a_faire(personne(**cas), le=LE)

    assert (motif.phrase.replace("\N{NO-BREAK SPACE}", " "), motif.urgence) == (phrase, urgence)


@pytest.mark.parametrize(
    "cas",
    [
        {"appels": Appels("joint", il_y_a(2), None, il_y_a(2))},
        {"appels": Appels("injoignable", LE, None, None, 1)},
        {"appels": Appels("a_rappeler", il_y_a(1), LE + timedelta(days=1), None)},
        # Somebody asked to call again after the start: what the person said comes first.
        {"debut": LE + timedelta(days=2), "appels": Appels("a_rappeler", il_y_a(1), LE + timedelta(days=1), None)},
        {"statut": "admis", "debut": LOIN},
        {"debut": LE + timedelta(days=5), "appels": Appels("joint", il_y_a(1), None, il_y_a(1))},
    ],
)
def test_qui_n_est_pas_a_appeler(cas):
    assert appel_a_faire(personne(**cas), le=LE) is None


def test_une_personne_sur_deux_sessions_est_appelee_une_fois():
    lignes = lignes_du_jour(
        [personne(parcours=1, positionne_le=il_y_a(1)), personne(parcours=2, positionne_le=il_y_a(4))], [], [], le=LE
    )

    assert [(ligne.cle, ligne.genres) for ligne in lignes] == [("p2", {Genre.APPELER})]


def test_un_profil_presse_quand_la_session_est_proche():
    lignes = lignes_du_jour(
        [
            personne(statut="positionne", appels=Appels("joint", LE, None, LE)),
            personne(
                parcours=2,
                stagiaire=2,
                statut="positionne",
                debut=LE + timedelta(days=6),
                appels=Appels("joint", LE, None, LE),
            ),
        ],
        [],
        [],
        le=LE,
    )

    assert [(ligne.cle, ligne.motifs[0].urgence) for ligne in lignes] == [
        ("p2", Urgence.URGENTE),
        ("p1", Urgence.NORMALE),
    ]


def test_l_entree_se_dit_le_lendemain_du_debut_seulement():
    admis = personne(statut="admis", debut=LE, appels=Appels("joint", LE, None, LE))

    assert lignes_du_jour([admis], [], [], le=LE) == []
    assert phrases(lignes_du_jour([admis], [], [], le=LE + timedelta(days=3))) == ["Entrée à déclarer depuis 3 jours"]


def test_les_places_pressent_a_mesure_et_une_session_pleine_n_est_pas_dite():
    def session(pk, jours, libres):
        return SessionAPourvoir(pk, LE + timedelta(days=jours), libres, 21, 14, 7)

    lignes = lignes_du_jour([], [], [session(1, 21, 2), session(2, 14, 1), session(3, 7, 4), session(4, 22, 3)], le=LE)

    assert phrases(lignes) == [
        "4 places libres, début dans 7 jours",
        "1 place libre, début dans 14 jours",
        "2 places libres, début dans 21 jours",
    ]
    assert lignes_du_jour([], [], [session(1, 7, 0)], le=LE) == []


def test_le_plus_urgent_puis_le_plus_ancien_d_abord():
    lignes = lignes_du_jour(
        [personne(positionne_le=il_y_a(8)), personne(parcours=2, stagiaire=2, positionne_le=LE)],
        [SuiviDu(5, 9, il_y_a(15), 3, 7, 14), SuiviDu(6, 9, il_y_a(2), 0, 7, 14)],
        [SessionAPourvoir(7, LE + timedelta(days=12), 3, 21, 14, 7)],
        le=LE,
    )

    assert phrases(lignes) == [
        "Nouvelles à 3 mois, attendues depuis 15 jours",
        "Premier appel à passer depuis 8 jours",
        "3 places libres, début dans 12 jours",
        "Nouvelles à la fin de la formation, attendues depuis 2 jours",
        "Premier appel à passer aujourd’hui",
    ]


def test_les_jours_se_disent_en_mots():
    assert [depuis(il_y_a(n), LE) for n in (0, 1)] == ["aujourd’hui", "depuis hier"]
    assert [dans(LE + timedelta(days=n), LE) for n in (0, 1)] == ["aujourd’hui", "demain"]
