"""The arithmetic of a replay, done again by hand: groups month after month, hours lent, what a lot can still pay."""

from datetime import date
from decimal import Decimal

from pilotage.regles.rejeu import Question, jours_de_regroupement
from pilotage.regles.rejeu_bilan import Chiffrage, Commandes, Demande, Genre, LigneCommande
from pilotage.regles.rejeu_groupes import Attente, Groupes, Possible, regrouper_au_fil_des_mois
from pilotage.regles.rejeu_lots import Ajout, Faite, LotRejoue, Moyennes, SourceHeures, placer
from sessions_formation.regles.fenetres import Besoin, Reglage

D = Decimal
DEBUT, JANVIER, FEVRIER, FIN = date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28), date(2026, 12, 31)


def attente(rang, *, depuis=DEBUT, jusqu_au=FIN, avant=True, apres=True):
    besoin = Besoin(
        id=rang, employeur=rang, metier="F1703", domaine="F17", secteur="btp", commune="49007", epci="200", postes=1,
        arrondissement="491", departement="49", deposee_le=depuis,
    )  # fmt: skip
    return Attente(besoin, depuis, jusqu_au, avant, apres)


def regrouper(attentes, reel, rejoue, jours=(JANVIER, FEVRIER)) -> Groupes:
    return regrouper_au_fil_des_mois(attentes, jours, lambda _jour: (Reglage(reel), Reglage(rejoue)))


def membres(groupes):
    return [(groupe.jour, sorted(besoin.id for besoin in groupe.besoins)) for groupe in groupes]


def test_un_groupe_que_la_loi_du_jour_permettait_n_est_pas_nouveau():
    groupes = regrouper([attente(rang) for rang in range(5)], 5, 4)

    assert membres(groupes.deja) == [(JANVIER, [0, 1, 2, 3, 4])]
    assert (groupes.perdus, groupes.nouveaux, groupes.postes_deja_possibles) == ([], [], 5)


def test_un_groupe_nouveau_n_est_compte_qu_une_fois():
    groupes = regrouper([attente(rang) for rang in range(4)], 5, 4)

    assert (groupes.deja, membres(groupes.nouveaux)) == ([], [(JANVIER, [0, 1, 2, 3])])
    # Nor once more under the law of the day, when a fifth comes.
    rejoints = regrouper([attente(rang, depuis=DEBUT if rang < 4 else FEVRIER) for rang in range(5)], 5, 4)
    assert (rejoints.deja, membres(rejoints.nouveaux)) == ([], [(JANVIER, [0, 1, 2, 3])])
    # What only the replay accepts makes no group under the law of the day.
    acceptees = regrouper([attente(rang, avant=False) for rang in range(5)], 5, 5)
    assert (acceptees.deja, membres(acceptees.nouveaux)) == ([], [(JANVIER, [0, 1, 2, 3, 4])])


def test_un_groupe_perdu_l_est_une_fois_et_rend_ses_postes():
    perdu = regrouper([attente(rang) for rang in range(4)], 4, 6)
    assert (membres(perdu.perdus), perdu.nouveaux) == ([(JANVIER, [0, 1, 2, 3])], [])

    # The replay refuses one of the five; a sixth comes in February.
    attentes = [attente(rang, apres=rang > 0) for rang in range(5)]
    groupes = regrouper([*attentes, attente(5, depuis=date(2026, 2, 28), avant=False)], 5, 5)
    assert membres(groupes.perdus) == [(JANVIER, [0, 1, 2, 3, 4])]
    assert membres(groupes.nouveaux) == [(FEVRIER, [1, 2, 3, 4, 5])]


def test_qui_n_attend_plus_ce_jour_la_n_est_d_aucun_groupe():
    quatre = [attente(rang) for rang in range(4)]

    for depuis, jusqu_au, trouves in (
        (JANVIER, FIN, 1),
        (DEBUT, JANVIER, 1),
        (FEVRIER, FIN, 0),
        (DEBUT, date(2026, 1, 30), 0),
    ):
        groupes = regrouper([*quatre, attente(4, depuis=depuis, jusqu_au=jusqu_au)], 5, 5, [JANVIER])
        assert len(groupes.deja) == trouves, (depuis, jusqu_au)


def test_les_jours_ou_l_on_regroupe():
    jours = jours_de_regroupement(date(2026, 1, 15), date(2026, 3, 10))

    assert jours == [JANVIER, FEVRIER, date(2026, 3, 10)]


def lot(pk=1, **champs) -> LotRejoue:
    tout = {
        "nom": f"Lot {pk}", "secteur": "btp", "departements": frozenset({"49"}), "debut": DEBUT, "fin": FIN,
        "maximum": D(10_000), "commande": D(0), "prix": ((DEBUT, D(10)), (FEVRIER, D(12))),
    }  # fmt: skip
    return LotRejoue(pk=pk, **{**tout, **champs})


def test_un_lot_ne_porte_que_ses_jours_son_secteur_et_ses_departements():
    porte = {
        (secteur, departement, jour): lot().couvre(secteur, departement, jour)
        for secteur, departement, jour in (
            ("btp", "49", DEBUT),
            ("btp", "49", FIN),
            ("btp", "49", date(2025, 12, 31)),
            ("btp", "49", date(2027, 1, 1)),
            ("btp", "44", DEBUT),
            ("sante", "49", DEBUT),
        )
    }

    assert list(porte.values()) == [True, True, False, False, False, False]
    prix = [lot().prix_au(jour) for jour in (date(2025, 12, 31), DEBUT, date(2026, 2, 27), FEVRIER, FIN)]
    assert prix == [None, D(10), D(10), D(12), D(12)]


def test_les_heures_pretees_sont_celles_du_lot_puis_du_secteur_puis_de_toutes():
    moyennes = Moyennes([Faite(1, "btp", 100, 1), Faite(1, "btp", 200, 3), Faite(9, "sante", 300, 4)])

    # Each parcours counts once: 100, 200, 200, 200.
    assert moyennes.de(lot(1)) == (SourceHeures.LOT, (175, 200))
    assert moyennes.de(lot(2)) == (SourceHeures.SECTEUR, (175, 200))
    assert moyennes.de(lot(3, secteur="commerce")) == (SourceHeures.TOUTES, (200, 300))
    assert Moyennes([Faite(1, "btp", 420, 1)]).de(lot(1)) == (SourceHeures.LOT, (420, 420))
    assert Moyennes([]).de(lot(1)) is None


def test_ce_qui_s_ajoute_prend_la_place_qui_reste_jour_apres_jour():
    lots = {1: lot(1, maximum=D(100), commande=D(40)), 2: lot(2, maximum=D(30))}
    avril = date(2026, 4, 1)
    ajouts = [
        Ajout(FEVRIER, 0, {1: D(50)}),
        Ajout(JANVIER, 1, {1: D(20), 2: D(25)}),
        Ajout(avril, 2, {1: D("30.01"), 2: D(30)}),
        Ajout(avril, 3, {}),
        Ajout(avril, 4, {1: D(-5)}),
        Ajout(avril, 5, {1: D(35)}),
    ]

    place = placer(ajouts, lots, en_plus=lambda pk: D(10) if pk == 1 else D(0))

    # Fifty are left on the first: January takes twenty of them, February finds thirty.
    assert place.prises == {1: (1, D(20)), 2: (2, D(30)), 4: (1, D(-5)), 5: (1, D(35))}
    assert place.refusees == {0: (1, D(50))}


def commandes(question, perdues=()):
    lignes = (
        LigneCommande(1, 1, 5, 420, D("9.50"), D("19950.00")),
        # An amendment: a hundred hours less, all the parcours together.
        LigneCommande(1, 1, 0, -100, D("9.50"), D("-950.00")),
        LigneCommande(2, 1, 2, 50, D(10), D("1000.00")),
    )
    return Commandes(lignes, question, perdues)


def test_une_commande_et_son_avenant_se_rejouent_celle_qui_est_perdue_ne_coute_plus():
    lues = commandes(Question(prix_pour_cent=D(10)), perdues=[2])

    assert (lues.reel[1], lues.perdu[1]) == (D("20000.00"), D("1000.00"))
    # 5 × 420 × 10.45, less 100 × 10.45.
    assert (lues.rejoue[1], lues.en_plus(1)) == (D("20900.00"), D("900.00"))


def chiffrer(maximum, departement="49"):
    groupe = Possible(JANVIER, tuple(attente(rang).besoin for rang in range(4)))
    demande = Demande(1, Genre.REGAGNEE_DEROGATION, JANVIER, 1, "btp", departement, 2, 50, D(10))
    moyennes = Moyennes([Faite(1, "btp", 100, 1), Faite(1, "btp", 300, 1)])
    lots = {1: lot(maximum=maximum, departements=frozenset({departement}))}
    sans = Commandes((), Question(), ())
    return {
        ligne["genre"]: ligne for ligne in Chiffrage(Question(), lots, moyennes, sans).chiffrer([groupe], [demande])
    }


def test_le_bas_et_le_haut_d_un_chiffrage():
    # 4 posts × 150 or 250 hours × 10 €; the request, which needed a derogation, is in the high alone.
    lues = chiffrer(D(11_000))
    noms = ("bas", "haut", "parcours_bas", "euros_bas", "euros_haut", "hors", "sans_lot")
    assert [lues["groupe"][nom] for nom in noms] == [1, 1, 4, D(6000), D(10_000), 0, 0]
    assert [lues["regagnee_derogation"][nom] for nom in noms] == [0, 1, 0, D(0), D(1000), 0, 0]

    # What fits at the low only is not promised.
    lues = chiffrer(D(9999))
    assert [lues["groupe"][nom] for nom in (*noms, "euros_hors")] == [0, 0, 0, D(0), D(0), 1, 0, D(10_000)]

    lues = chiffrer(D(11_000), departement="44")
    assert (lues["groupe"]["lot"], lues["groupe"]["sans_lot"], lues["groupe"]["haut"]) == (0, 1, 0)
