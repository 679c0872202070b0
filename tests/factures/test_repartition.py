"""Hours taken at their prices: the composante's own first, never more than ordered, given back at what they cost."""

from datetime import date
from decimal import Decimal

from factures.regles.montants import montant_de_ligne
from factures.regles.projets import Compte, projeter
from factures.regles.repartition import Cellule, Deja, Part, Tarif, lignes_de, repartir

JANVIER, FEVRIER = date(2027, 1, 1), date(2027, 2, 1)
PROPRE, AVENANT = Decimal("9.50"), Decimal("10.00")


def h(heures: object) -> Decimal:
    return Decimal(str(heures))


def test_les_heures_prennent_le_prix_de_la_composante_puis_celui_des_avenants():
    parts, excedent = repartir(
        [Cellule(1, JANVIER, h(60)), Cellule(2, JANVIER, h(60))],
        [Tarif(PROPRE, h(100)), Tarif(AVENANT, h(50))],
        {},
    )

    assert parts == [
        Part(PROPRE, 1, JANVIER, h(60)),
        Part(PROPRE, 2, JANVIER, h(40)),
        Part(AVENANT, 2, JANVIER, h(20)),
    ]
    assert excedent == 0


def test_ce_qui_depasse_la_commande_est_laisse_de_cote_les_derniers_mois_d_abord():
    parts, excedent = repartir([Cellule(1, FEVRIER, h(60)), Cellule(1, JANVIER, h(60))], [Tarif(PROPRE, h(100))], {})

    assert parts == [Part(PROPRE, 1, JANVIER, h(60)), Part(PROPRE, 1, FEVRIER, h(40))]
    assert excedent == 20


def test_une_correction_rend_les_heures_au_prix_pris_en_dernier():
    parts, excedent = repartir(
        [Cellule(1, JANVIER, h(-25))],
        [Tarif(PROPRE, h(0)), Tarif(AVENANT, h(30))],
        {(1, JANVIER): {PROPRE: h(100), AVENANT: h(20)}},
    )

    assert parts == [Part(AVENANT, 1, JANVIER, h(-20)), Part(PROPRE, 1, JANVIER, h(-5))]
    assert excedent == 0


def test_les_heures_rendues_servent_aux_autres():
    parts, _ = repartir(
        [Cellule(1, JANVIER, h(-10)), Cellule(2, FEVRIER, h(10))],
        [Tarif(PROPRE, h(0)), Tarif(AVENANT, h(30))],
        {(1, JANVIER): {PROPRE: h(100)}},
    )

    assert [part.prix for part in parts] == [PROPRE, PROPRE]
    assert lignes_de(7, parts, [Tarif(PROPRE, h(0))]) == []


def test_ce_qui_est_facture_en_trop_a_un_prix_se_reprend_sur_les_autres():
    parts, excedent = repartir([Cellule(1, FEVRIER, h(40))], [Tarif(PROPRE, h(-10)), Tarif(AVENANT, h(30))], {})

    assert parts == [Part(AVENANT, 1, FEVRIER, h(20))]
    assert excedent == 20


def test_ce_qui_manque_se_reprend_sur_le_dernier_prix_d_abord():
    dernier = Decimal("11.00")
    parts, excedent = repartir(
        [Cellule(1, FEVRIER, h(60))], [Tarif(PROPRE, h(-10)), Tarif(AVENANT, h(30)), Tarif(dernier, h(30))], {}
    )

    assert parts == [Part(AVENANT, 1, FEVRIER, h(30)), Part(dernier, 1, FEVRIER, h(20))]
    assert excedent == 10


def test_des_heures_se_rendent_meme_a_un_prix_qu_on_ne_commande_plus():
    parts, _ = repartir([Cellule(1, JANVIER, h(-5))], [Tarif(PROPRE, h(9))], {(1, JANVIER): {AVENANT: h(20)}})

    assert parts == [Part(AVENANT, 1, JANVIER, h(-5))]


def test_un_demi_centime_s_arrondit_au_dessus():
    # 0,03 h × 9,50 € = 0,285 €.
    assert montant_de_ligne(PROPRE, h("0.03"), heures_avant=h(0), montant_avant=h(0)) == Decimal("0.29")


def test_le_montant_d_une_ligne_ramene_la_somme_au_juste_prix():
    deja = Deja()
    for _ in range(3):
        montant = montant_de_ligne(Decimal("9.55"), h("0.33"), heures_avant=deja.heures, montant_avant=deja.montant)
        deja = Deja(deja.heures + h("0.33"), deja.montant + montant)

    assert deja == Deja(h("0.99"), Decimal("9.45"))


def test_des_centimes_perdus_ne_font_jamais_une_ligne_absurde():
    assert montant_de_ligne(Decimal(10), h(1), heures_avant=h(10), montant_avant=Decimal("99.80")) == Decimal("10.04")
    assert montant_de_ligne(Decimal(10), h(1), heures_avant=h(10), montant_avant=Decimal("100.20")) == Decimal("9.96")


def compte(*dues: Cellule, reste: int = 1000, deja: Deja | None = None, prises=None) -> Compte:
    return Compte({7: list(dues)}, {7: [Tarif(PROPRE, h(reste), deja or Deja())]}, prises or {})


def test_chaque_mois_prend_ce_que_les_projets_d_avant_n_ont_pas():
    projection = projeter(
        compte(Cellule(1, JANVIER, h(100)), Cellule(1, FEVRIER, h(50)), reste=120), [FEVRIER, JANVIER]
    )

    assert {mois: projet.montant for mois, projet in projection.projets.items()} == {
        JANVIER: Decimal("950.00"),
        FEVRIER: Decimal("190.00"),
    }
    assert projection.excedents == {7: h(30)}


def test_un_mois_deja_facture_laisse_ses_heures_au_suivant():
    projection = projeter(compte(Cellule(1, JANVIER, h(7))), [JANVIER, FEVRIER], factures={JANVIER})

    assert list(projection.projets) == [FEVRIER]


def test_ce_qui_est_negatif_attend_une_facture_a_corriger():
    corrige = {"deja": Deja(h(100), Decimal("950.00")), "prises": {(1, JANVIER): {PROPRE: h(100)}}}

    sans = projeter(compte(Cellule(1, JANVIER, h(-10)), **corrige), [FEVRIER], avoir_possible=False)
    avec = projeter(compte(Cellule(1, JANVIER, h(-10)), **corrige), [FEVRIER])

    assert sans.projets == {}
    assert avec.projets[FEVRIER].montant == Decimal("-95.00")


def test_un_seul_avoir_a_la_fois_et_rien_de_nul():
    rendues = [Cellule(1, JANVIER, h(-10)), Cellule(1, FEVRIER, h(-10))]
    prises = {(1, JANVIER): {PROPRE: h(50)}, (1, FEVRIER): {PROPRE: h(50)}}
    deux = projeter(compte(*rendues, deja=Deja(h(100), Decimal("950.00")), prises=prises), [JANVIER, FEVRIER])
    assert [(projet.mois, projet.montant) for projet in deux.projets.values()] == [(JANVIER, Decimal("-95.00"))]

    echange = Compte(
        {7: [Cellule(1, JANVIER, h(10))], 8: [Cellule(2, JANVIER, h(-10))]},
        {7: [Tarif(PROPRE, h(90))], 8: [Tarif(PROPRE, h(0), Deja(h(100), Decimal("950.00")))]},
        {(2, JANVIER): {PROPRE: h(100)}},
    )
    assert projeter(echange, [JANVIER]).projets == {}


def test_ce_qu_un_projet_a_rendu_a_un_prix_ne_s_y_rend_plus():
    """January's avoir gives back all that was taken at the amendment's price; what is left is at the first one."""
    prises = {(1, JANVIER): {PROPRE: h(100), AVENANT: h(20)}}
    une = Compte(
        {7: [Cellule(1, JANVIER, h(-25)), Cellule(2, JANVIER, h(5)), Cellule(3, FEVRIER, h(10))]},
        {7: [Tarif(PROPRE, h(0), Deja(h(100), Decimal("950.00"))), Tarif(AVENANT, h(30), Deja(h(20), Decimal(200)))]},
        prises,
    )

    projets = projeter(une, [JANVIER, FEVRIER]).projets

    assert [[part for ligne in projets[mois].lignes for part in ligne.parts] for mois in (JANVIER, FEVRIER)] == [
        [Part(AVENANT, 1, JANVIER, h(-20))],
        [Part(AVENANT, 3, FEVRIER, h(10))],
    ]
