"""Pooling: what is gathered, in which order, what is missing; and what always holds, whatever the needs."""

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_formation.regles.fenetres import Besoin, Reglage
from sessions_formation.regles.regroupement import Groupe, Portee, regrouper
from sessions_formation.regles.voisinage import Ecart

REGLAGE = Reglage(postes_min=5)
JANVIER = date(2027, 1, 11)


def besoin(rang: int, *, postes: int = 1, dans: int | None = 0, **champs) -> Besoin:
    """A welder wanted near Cholet; ``dans``: days after 11 January 2027, None when no date is wished."""
    lieu = {"commune": "49099", "epci": "CHOLET", "arrondissement": "492", "departement": "49"}
    return Besoin(
        **{
            "id": rang,
            "employeur": rang,
            "metier": "H2913",
            "domaine": "H29",
            "secteur": "inter-industrie",
            "postes": postes,
            "deposee_le": date(2026, 11, 1) + timedelta(days=rang),
            "embauche_souhaitee": None if dans is None else JANVIER + timedelta(days=dans),
            **lieu,
            **champs,
        }
    )


def ids(groupes: list[Groupe]) -> list[list[int]]:
    return [[membre.id for membre in groupe.besoins] for groupe in groupes]


def test_trois_employeurs_quatre_postes_il_en_manque_un():
    [groupe] = regrouper([besoin(1, postes=2), besoin(2), besoin(3)], reglage=REGLAGE)

    assert (groupe.employeurs, groupe.postes, groupe.manque) == (3, 4, 1)
    assert groupe.manques == ("il manque 1\N{NO-BREAK SPACE}poste",)
    assert groupe.raisons == ("même métier", "dans la même intercommunalité", "embauches le même jour")


def test_le_minimum_est_celui_du_reglement():
    besoins = [besoin(1, postes=2), besoin(2)]

    assert [groupe.manque for minimum in (3, 4) for groupe in regrouper(besoins, reglage=Reglage(minimum))] == [0, 1]


def test_un_employeur_compte_une_fois():
    [groupe] = regrouper([besoin(1, employeur=7), besoin(2, employeur=7)], reglage=REGLAGE)

    assert (groupe.employeurs, groupe.postes) == (1, 2)


def test_une_intention_seule_n_est_pas_un_groupe_sauf_si_ses_postes_suffisent():
    assert regrouper([besoin(1, postes=4)], reglage=REGLAGE) == []
    assert ids(regrouper([besoin(1, postes=5)], reglage=REGLAGE)) == [[1]]
    assert ids(regrouper([besoin(1, postes=30), besoin(2, postes=30)], reglage=REGLAGE)) == [[1], [2]]


@pytest.mark.parametrize(
    ("autre", "portee", "meme_metier"),
    [
        pytest.param({}, Portee.EPCI, True, id="meme-epci"),
        pytest.param({"epci": "MAUGES"}, Portee.ARRONDISSEMENT, True, id="meme-arrondissement"),
        pytest.param({"epci": "SAUMUR", "arrondissement": "493"}, Portee.DEPARTEMENT, True, id="meme-departement"),
        pytest.param({"epci": "", "arrondissement": ""}, Portee.DEPARTEMENT, True, id="commune-inconnue"),
        pytest.param({"metier": "H2902"}, Portee.EPCI, False, id="metier-proche"),
    ],
)
def test_ce_qui_se_reunit(autre, portee, meme_metier):
    [groupe] = regrouper([besoin(1), besoin(2, **autre)], reglage=REGLAGE)

    assert (groupe.portee, groupe.meme_metier) == (portee, meme_metier)


@pytest.mark.parametrize(
    "autre",
    [
        pytest.param({"secteur": "construction"}, id="autre-secteur"),
        pytest.param({"metier": "I1304", "domaine": "I13"}, id="autre-domaine"),
        pytest.param({"metier": "", "domaine": ""}, id="metier-inconnu"),
        pytest.param({"epci": "NANTES", "arrondissement": "442", "departement": "44"}, id="autre-departement"),
        pytest.param({"dans": 61}, id="dates-trop-loin"),
    ],
)
def test_ce_qui_ne_se_reunit_pas(autre):
    assert regrouper([besoin(1), besoin(2, **autre)], reglage=REGLAGE) == []


def test_une_intercommunalite_a_cheval_sur_deux_departements_reunit_ce_qui_suffit():
    [groupe] = regrouper([besoin(1, postes=3), besoin(2, postes=2, departement="85")], reglage=REGLAGE)

    assert (groupe.portee, groupe.manque) == (Portee.EPCI, 0)


def test_a_soixante_jours_les_dates_se_rencontrent():
    [groupe] = regrouper([besoin(1), besoin(2, dans=60)], reglage=REGLAGE)

    assert groupe.raisons[-1] == "embauches à 60\N{NO-BREAK SPACE}jours d’écart"


def test_une_date_inconnue_rencontre_toutes_les_autres_et_se_demande():
    [groupe] = regrouper([besoin(1, postes=3), besoin(2, postes=2, dans=None)], reglage=REGLAGE)

    assert (groupe.manque, groupe.manques) == (0, ("1\N{NO-BREAK SPACE}date d’embauche à demander",))


def test_la_fenetre_glisse_jusqu_aux_dates_qui_se_rencontrent():
    """The earliest need meets only the second; the three others make a session without it."""
    besoins = [besoin(1), besoin(2, postes=2, dans=59), besoin(3, postes=2, dans=61), besoin(4, dans=70)]

    assert ids(regrouper(besoins, reglage=REGLAGE)) == [[2, 3, 4]]


def test_treize_postes_font_deux_groupes_et_personne_ne_reste_seul():
    groupes = regrouper([besoin(rang) for rang in range(13)], reglage=REGLAGE)

    assert sorted(groupe.postes for groupe in groupes) == [6, 7]


def test_le_meilleur_d_abord():
    """Complete first; then same job, nearer places; then who has waited longest."""
    proche = [besoin(1, postes=3, metier="H2902"), besoin(2, postes=2, metier="H2901")]
    loin = [besoin(n, postes=5, secteur="construction", metier="F1601", domaine="F16") for n in (3,)]
    ancien = [besoin(n, epci=f"E{n}", postes=3, secteur="agriculture", domaine="A11", metier="A1101") for n in (4, 5)]
    presque = [besoin(n, postes=2, secteur="numerique", domaine="M18", metier="M1805") for n in (6, 7)]

    groupes = regrouper([*presque, *proche, *ancien, *loin], reglage=REGLAGE)

    assert ids(groupes) == [[3], [4, 5], [1, 2], [6, 7]]


def test_un_groupe_complet_se_fait_dans_le_plus_petit_cercle():
    """Five welders in one EPCI do not wait for the one farther away, who stays for another group."""
    groupes = regrouper(
        [besoin(1, postes=3), besoin(2, postes=2), besoin(3, epci="MAUGES"), besoin(4, metier="H2902")],
        reglage=REGLAGE,
    )

    assert ids(groupes) == [[1, 2], [3, 4]]


def test_un_groupe_incomplet_dit_ce_qui_est_juste_a_cote():
    loin = besoin(3, epci="NANTES", arrondissement="442", departement="44")
    tard = besoin(4, metier="H2902", dans=83)
    autre_domaine = besoin(5, metier="I1304", domaine="I13")

    [groupe] = regrouper([besoin(1, postes=2), besoin(2, postes=2), loin, tard, autre_domaine], reglage=REGLAGE)

    assert [(p.besoin.id, p.ecart, p.meme_metier, p.jours) for p in groupe.proches] == [
        (3, Ecart.LIEU, True, 0),
        (4, Ecart.DATE, False, 23),
    ]
    assert groupe.manques == ("il manque 1\N{NO-BREAK SPACE}poste", "dates à rapprocher")


def test_un_groupe_complet_ne_prend_pas_a_un_autre():
    complet = [besoin(n, postes=5, epci="NANTES", arrondissement="442", departement="44") for n in (3,)]

    groupes = regrouper([besoin(1, postes=2), besoin(2, postes=2), *complet], reglage=REGLAGE)

    assert [groupe.proches for groupe in groupes] == [(), ()]


def test_un_reglage_impossible_ne_se_construit_pas():
    with pytest.raises(ValueError, match="un poste au moins"):
        Reglage(postes_min=0)


CODES = st.sampled_from(["", "a", "b"])


@st.composite
def _besoins(draw):
    combien = draw(st.integers(0, 40))
    return [
        besoin(
            rang,
            postes=draw(st.integers(1, 15)),
            dans=draw(st.none() | st.integers(-200, 200)),
            employeur=draw(st.integers(1, 5)),
            secteur=draw(st.sampled_from(["s", "t"])),
            metier=draw(st.sampled_from(["", "A1101", "A1102"])),
            domaine=draw(st.sampled_from(["", "A11"])),
            epci=draw(CODES),
            arrondissement=draw(CODES),
            departement=draw(st.sampled_from(["44", "49"])),
            deposee_le=date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 5))),
        )
        for rang in range(combien)
    ]


REGLAGES = st.builds(
    Reglage, postes_min=st.integers(1, 9), postes_max=st.integers(5, 14), ecart_jours=st.integers(0, 90)
)


@given(_besoins(), REGLAGES)
def test_proprietes_des_groupes(besoins, reglage):
    groupes = regrouper(besoins, reglage=reglage)

    places = [membre.id for groupe in groupes for membre in groupe.besoins]
    assert len(places) == len(set(places))
    for groupe in groupes:
        jours = [membre.embauche_souhaitee for membre in groupe.besoins if membre.embauche_souhaitee]
        assert len({membre.secteur for membre in groupe.besoins}) == 1
        assert len({membre.domaine for membre in groupe.besoins}) == 1 or groupe.meme_metier
        assert not jours or (max(jours) - min(jours)).days <= reglage.ecart_jours
        assert groupe.postes <= reglage.plafond or len(groupe.besoins) == 1
        assert groupe.manque == max(reglage.postes_min - groupe.postes, 0)
        assert not {proche.besoin.id for proche in groupe.proches} & {membre.id for membre in groupe.besoins}
    assert [groupe.rang for groupe in groupes] == sorted(groupe.rang for groupe in groupes)


@given(_besoins(), REGLAGES, st.randoms())
def test_l_ordre_des_besoins_ne_change_rien(besoins, reglage, hasard):
    melanges = list(besoins)
    hasard.shuffle(melanges)

    assert regrouper(melanges, reglage=reglage) == regrouper(besoins, reglage=reglage)


@given(_besoins(), REGLAGES)
def test_ce_qui_pourrait_encore_faire_une_session_n_est_jamais_laisse(besoins, reglage):
    """Among what no complete group took, no date opens a window that reaches the minimum in one circle."""
    complets = {b.id for groupe in regrouper(besoins, reglage=reglage) if not groupe.manque for b in groupe.besoins}
    cercles: dict[tuple, list[Besoin]] = {}
    for reste in besoins:
        if reste.id not in complets and reste.domaine and reste.departement:
            cercles.setdefault((reste.secteur, reste.domaine, reste.departement), []).append(reste)
    for cercle in cercles.values():
        for premier in cercle:
            le = premier.embauche_souhaitee
            fenetre = [
                b.postes
                for b in cercle
                if None in (le, b.embauche_souhaitee) or 0 <= (b.embauche_souhaitee - le).days <= reglage.ecart_jours
            ]
            assert le is None or sum(fenetre) < reglage.postes_min


@pytest.mark.parametrize(
    "etale",
    [
        pytest.param(lambda rang: {}, id="un-seul-cercle"),
        pytest.param(lambda rang: {"dans": 61 * rang % 300_000}, id="dates-etalees"),
        pytest.param(lambda rang: {"dans": rang // 2 * 61 % 300_000}, id="deux-par-deux"),
        pytest.param(lambda rang: {"epci": f"E{rang % 70}", "metier": f"H29{rang % 90:02}"}, id="eparpilles"),
    ],
)
def test_cinq_mille_besoins_sont_regroupes_sans_attendre(etale):
    """Near-linear: ten times as many needs cost about ten times as much; a quadratic one would cost a hundred."""

    def duree(combien: int) -> float:
        besoins = [besoin(rang, **etale(rang)) for rang in range(combien)]
        # Of this process alone: another one that takes the processor must not fail a neighbour's test.
        depart = process_time()
        regrouper(besoins, reglage=REGLAGE)
        return process_time() - depart

    petit = min(duree(500) for _ in range(3))

    assert min(duree(5_000) for _ in range(2)) < max(35 * petit, 0.2)
