"""What the demonstration shows of people in training, and of what comes after: mixed into the class that loads it."""

from comptes.models import Utilisateur
from config.demo.comptes import DOMAINE
from config.demo.gens import GENS
from insertion.models import Embauche, Relance, Reponse, Suivi
from insertion.queries.resultats import bornes_de, lisibles_par, resultats
from insertion.regles.resultats import Etat, tableau
from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from parcours.models import Amenagement, AvisEmployeur, Interruption, Remuneration
from parcours.queries.places import places_de
from referentiels.queries.reglement import reglement_au
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours, Session
from stagiaires.models import Appel, Stagiaire


class MontreLesParcours:
    """Read only."""

    def test_demo_montre_chaque_etat_d_un_parcours(self):
        etats = set(Parcours.objects.order_by("statut").values_list("statut", flat=True))

        assert etats == set(StatutParcours.values)
        assert Parcours.objects.en_attente().exists()
        assert Interruption.objects.filter(fin=None).exists()
        assert sorted(Parcours.objects.exclude(remplace=None).values_list("stagiaire__prenom", flat=True)) == [
            "Lina",
            "Théo",
        ]

    def test_demo_n_invente_que_des_noms_de_plantes_et_des_boites_a_elle(self):
        presents = Stagiaire.objects.presents()

        assert presents.count() == len(GENS)
        assert presents.exclude(courriel__endswith=DOMAINE).count() == 0
        assert presents.exclude(telephone__startswith="063998").count() == 0

    def test_demo_laisse_des_stagiaires_sans_employeur_et_des_postes_pour_eux(self):
        session = Session.objects.get(intitule="Câbleur d’armoires électriques")
        a_replacer = session.parcours.filter(statut="entre", intention__statut=StatutIntention.DESISTEE)

        assert session.statut == "demarree"
        assert a_replacer.count() == 2

    def test_demo_presse_une_session_proche_qui_a_des_places_libres(self):
        session = Session.objects.get(intitule="Opérateur en fabrication mécanique")
        en_vain = Appel.objects.filter(stagiaire__prenom="Steven", resultat="injoignable")

        assert places_de([session.pk])[session.pk].libres >= 2
        assert Courrier.objects.filter(modele="places_libres").exists()
        assert en_vain.count() == 3

    def test_demo_suit_a_un_trois_et_six_mois_par_une_deux_ou_trois_sources(self):
        sources = {}
        for suivi, mois in Reponse.objects.order_by("pk").values_list("suivi", "suivi__echeance"):
            sources.setdefault(mois, {}).setdefault(suivi, 0)
            sources[mois][suivi] += 1

        assert set(sources) == {0, 1, 3, 6}
        assert set(sources[3].values()) == {1, 2, 3}
        assert Suivi.objects.filter(clos_le=None, relances__rang__gte=1).exists()
        assert set(Relance.objects.order_by("source").values_list("source", flat=True)) == {
            "employeur",
            "referent",
            "stagiaire",
        }

    def test_demo_confirme_des_embauches_dont_une_autre_que_promise_et_un_non(self):
        assert Embauche.objects.filter(embauche=False).count() == 1
        [autre] = Embauche.objects.exclude(ecarts=[])
        assert autre.parcours.stagiaire.prenom == "Nour"
        claire = Utilisateur.objects.get(email=f"employeur{DOMAINE}")
        siennes = Parcours.objects.filter(intention__employeur__rattachements__utilisateur=claire)
        assert siennes.filter(statut="termine", embauche=None).exists()
        assert siennes.filter(statut="profil_valide", avis_employeurs=None).exists() or AvisEmployeur.objects.exists()

    def test_demo_garde_pour_qui_doit_le_lire_un_amenagement_et_des_remunerations(self):
        assert Amenagement.objects.count() == 1
        dites = Remuneration.objects.order_by("pk").values_list("exportee_le", flat=True)
        assert len(dites) == 6
        assert {jour is None for jour in dites} == {True, False}

    def test_demo_oublie_une_personne_a_son_terme(self):
        [effacee] = Stagiaire.objects.exclude(efface_le=None)

        assert (effacee.nom_complet, effacee.courriel) == ("", "")
        assert not LigneJournal.objects.filter(motif__icontains="Pommier").exists()

    def test_demo_montre_des_taux_et_en_cache(self):
        chef = Utilisateur.objects.get(email=f"chef{DOMAINE}")
        trouves = resultats(lisibles_par(chef), axe="secteur", selon="entree")
        comptes = {cle: ligne for cle, (_, ligne) in trouves.lignes.items()}
        rendu = tableau(comptes, bornes_de(reglement_au(self.LE)))

        etats = {lignes["emploi_3"].etat for lignes in rendu.values()}
        assert {Etat.MONTRE, Etat.PEU_DE_PERSONNES} <= etats
