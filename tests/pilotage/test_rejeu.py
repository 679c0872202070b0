"""A past period replayed: what is found equals what one gets by really changing the values, and nothing is written."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from aides.enums import StatutAide
from intentions.models import IntentionEmbauche
from intentions.queries.dossier import dossier_de
from intentions.regles.intention import examiner
from noyau.lecture_seule import lecture_seule
from pilotage.models import Rejeu
from pilotage.queries.rejeu_dossiers import Periode
from pilotage.queries.rejeu_figures import figures_du_rejeu
from referentiels.models import Parametre
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import verdict_de
from sessions_formation.actions.decider import refuser_session
from sessions_formation.queries.regroupements import regroupements_de
from tests.factories.aides import demande
from tests.factories.scenario import LE, Monde, autoriser, intention_deposee, session_demandee
from tests.pilotage.rejeux import rejouer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]


def quatre_qui_attendent(monde: Monde) -> list[IntentionEmbauche]:
    return [intention_deposee(monde, nom=f"Atelier {rang}") for rang in range(4)]


def ordonnee(monde: Monde, **champs):
    return autoriser(session_demandee(monde, **champs), monde.agent, hors_tour="Essai.")


def sommes(rejeu: Rejeu, *noms: str) -> tuple:
    lignes = rejeu.resultat["nouvelles"]
    return tuple(sum(Decimal(ligne[nom]) for ligne in lignes) for nom in noms)


def changer_vraiment(code: str, valeur: int) -> None:
    Parametre.objects.create(code=code, depuis=date(2026, 1, 1), valeur=valeur, texte="Pour de bon")


def test_cinq_a_quatre_ouvre_ce_que_le_vrai_changement_regrouperait(le_monde):
    quatre_qui_attendent(le_monde)
    ordonnee(le_monde)

    quatre, six = rejouer(le_monde, effectif_min=4), rejouer(le_monde, effectif_min=6)

    # Four posts at the hours (420) and the price (9.50) of the lot's only session: nothing to hesitate about.
    assert sommes(quatre, "bas", "haut", "parcours_haut", "hors", "sans_lot") == (1, 1, 4, 0, 0)
    assert sommes(quatre, "euros_bas", "euros_haut") == (Decimal("15960.00"), Decimal("15960.00"))
    assert quatre.resultat["demandes"] == []
    # Six: the session of five that was ordered could not have been.
    assert sommes(six, "haut") == (0,)
    assert [ligne[0] for ligne in six.resultat["demandes"]] == ["perdue"]
    assert Decimal(six.resultat["lots"][0]["perdu"]) == Decimal("19950.00")
    libres = IntentionEmbauche.objects.libres()
    assert [groupe.manque for groupe in regroupements_de(libres, le=LE).groupes] == [1]
    changer_vraiment("effectif_min", 4)
    assert [(g.manque, g.postes) for g in regroupements_de(libres, le=LE).groupes] == [(0, 4)]


def test_vingt_quatre_a_vingt_heures_juge_comme_le_vrai_changement(le_monde):
    for rang, heures in enumerate((18, 20, 22, 24, 35)):
        intention_deposee(le_monde, nom=f"Atelier {rang}", heures_hebdo=Decimal(heures), nombre_postes=2)
    intention_deposee(le_monde, heures_hebdo=Decimal(20), adaptation_boe=True, motif_derogation="Oui.")

    rejeu = rejouer(le_monde, heures_hebdo_min=20)

    trouves = [(avant, apres, n, postes) for *_, avant, apres, n, postes in rejeu.resultat["intentions"]]
    assert sorted(trouves) == [
        ("derogation", "eligible", 1, 1),
        ("eligible", "eligible", 2, 4),
        ("non_eligible", "eligible", 2, 4),
        ("non_eligible", "non_eligible", 1, 2),
    ]
    changer_vraiment("heures_hebdo_min", 20)
    loi = reglement_au(LE)
    lues = IntentionEmbauche.objects.select_related("employeur").order_by("pk")
    vrais = [verdict_de(examiner(dossier_de(intention), reglement=loi, le=LE)).value for intention in lues]
    assert sorted(vrais) == sorted(apres for _, apres, n, _ in trouves for _ in range(n))


def test_un_autre_prix_et_d_autres_heures_se_comptent_au_centime(le_monde):
    ordonnee(le_monde)

    for question, attendu in (
        ({"prix_pour_cent": Decimal(10)}, "21945.00"),  # 5 × 420 × 10.45
        ({"prix_lots": {le_monde.lot.pk: Decimal("9.87")}}, "20727.00"),
        ({"heures_pour_cent": Decimal("-2.5")}, "19475.00"),  # 409.5 hours are 410
        ({"prix_pour_cent": Decimal(10), "heures_pour_cent": Decimal(-50)}, "10972.50"),
    ):
        [lot] = rejouer(le_monde, **question).resultat["lots"]
        assert (Decimal(lot["reel"]), Decimal(lot["rejoue"])) == (Decimal("19950.00"), Decimal(attendu))


def test_ce_que_le_maximum_du_lot_ne_laisse_pas_entrer_est_dit(le_monde):
    quatre_qui_attendent(le_monde)
    ordonnee(le_monde)
    type(le_monde.lot).objects.update(montant_max=Decimal("35909.99"))

    a_un_centime = rejouer(le_monde, effectif_min=4)
    type(le_monde.lot).objects.update(montant_max=Decimal("35910.00"))
    assert (sommes(a_un_centime, "haut", "hors", "euros_hors")) == (0, 1, Decimal("15960.00"))
    Rejeu.objects.all().delete()
    assert sommes(rejouer(le_monde, effectif_min=4), "haut", "hors") == (1, 0)


def test_rejouer_n_ecrit_rien_d_autre_que_sa_ligne(le_monde):
    quatre_qui_attendent(le_monde)
    ordonnee(le_monde)
    avant = combien_partout()

    assert rejouer(le_monde, effectif_min=4, heures_hebdo_min=20, prix_pour_cent=Decimal(5)).statut == "termine"

    apres = combien_partout()
    assert {nom: apres[nom] - avant[nom] for nom in apres if apres[nom] != avant[nom]} == {"pilotage_rejeu": 1}


def combien_partout() -> dict[str, int]:
    """How many rows every table holds, that of the journal included."""
    with connection.cursor() as curseur:
        tables = connection.introspection.table_names(curseur)
        curseur.execute(" union all ".join(f"select '{table}', count(*) from \"{table}\"" for table in tables))
        return dict(curseur.fetchall())


def test_la_lecture_refuse_d_ecrire_puis_rend_la_connexion(le_monde):
    lots = type(le_monde.lot).objects

    with pytest.raises(DatabaseError, match="read-only"), transaction.atomic(), lecture_seule():
        lots.update(intitule="Écrit")
    with lecture_seule() as base:
        assert lots.using(base).get().intitule == le_monde.lot.intitule
    assert lots.update(intitule="Écrit") == 1


def test_une_demande_refusee_qui_devient_possible_ne_compte_pas_deux_fois(le_monde):
    """Its posts are free again since the refusal: they are counted with the request, not pooled into another group."""
    ordonnee(le_monde)
    refusee = session_demandee(le_monde)
    type(refusee).objects.filter(pk=refusee.pk).update(effectif=4)
    refuser_session(
        session_id=refusee.pk, par=le_monde.agent, motif="postes_insuffisants", precisions="Il en manque un.", le=LE
    )

    rejeu = rejouer(le_monde, effectif_min=4)

    assert [(ligne["genre"], ligne["haut"], ligne["parcours_haut"]) for ligne in rejeu.resultat["nouvelles"]] == [
        ("regagnee", 1, 4)
    ]
    assert sommes(rejeu, "bas", "euros_haut") == (1, Decimal("15960.00"))
    assert rejeu.resultat["postes_deja_possibles"] == 0


def test_les_demandes_d_aide_se_rejouent_quand_une_valeur_les_decide(le_monde):
    """Drafts are not read; each is judged by the law of its day, then with the value changed."""
    demande(StatutAide.BROUILLON, effectif=40)
    demande(StatutAide.DEPOSEE, effectif=60, prenom="Ana")
    demande(StatutAide.DEPOSEE, effectif=12, prenom="Eva")
    periode = Periode(date(2026, 1, 1), date(2026, 12, 14))

    rejeu = rejouer(le_monde, periode, aide_effectif_max=50)

    assert rejeu.resultat["aides"] == [["eligible", "eligible", 1], ["eligible", "non_eligible", 1]]
    assert (rejeu.total, rejeu.fait) == (2, 2)
    [figure] = figures_du_rejeu(rejeu, voit_adaptation=False)[1:]
    lues = {ligne.cle: tuple(case.valeur for case in ligne.cases) for ligne in figure.lignes}
    assert lues == {"eligible": (2, 1), "non_eligible": (0, 1)}
    # Another value reads none of them.
    assert rejouer(le_monde, periode, effectif_min=4).resultat["aides"] == []
