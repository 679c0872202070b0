"""The way of each person through its session: proposed, validated, admitted, entered, gone, and what came between."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from comptes.models import Utilisateur
from config.demo.agenda import Acte
from config.demo.gens import ADMIS, COMMUNES, ENTRE, GENS, PROPOSE, VAGUES, Personne, Vague
from config.demo.organismes import commune
from config.demo.sessions import Sessions
from intentions.actions.retirer import retirer_intention
from noyau import horloge
from parcours.actions.admettre import admettre, ne_pas_retenir
from parcours.actions.amenagement import enregistrer_amenagement
from parcours.actions.avis_employeur import donner_avis
from parcours.actions.entrer import Venue, declarer_entrees
from parcours.actions.interrompre import interrompre
from parcours.actions.noter import ecrire_note
from parcours.actions.positionner import Candidature, positionner
from parcours.actions.programme import Module, Programme, enregistrer_le_programme
from parcours.actions.remplacer import remplacer
from parcours.actions.sortir import declarer_sortie
from parcours.actions.valider import valider_profil
from parcours.enums import Avis, MotifInterruption, TypeAmenagement
from parcours.models import Amenagement
from sessions_formation.enums import MotifParcours, Projet, Situation, TransitionParcours
from sessions_formation.models import Parcours, Session
from stagiaires.actions.fiche import creer_stagiaire
from stagiaires.models import Stagiaire

# Who left, how, why, days ago, and how many days before that the last one was.
SORTIES = (
    ("paul", TransitionParcours.ABANDONNER, MotifParcours.MOBILITE, 268),
    ("alban", TransitionParcours.SORTIR_POUR_EMPLOI, "", 212),
    ("ludovic", TransitionParcours.ABANDONNER, MotifParcours.CHANGE_AVIS, 37),
    ("elise", TransitionParcours.EXCLURE, MotifParcours.ABSENCES, 16),
    ("omar", TransitionParcours.SORTIR_POUR_EMPLOI, "", 9),
)
# Who takes a place over: admitted, then entered, days ago.
REMPLACANTS = (("lina", 265, 263), ("theo", 29, 27))
REFUS = ("jordan", MotifParcours.PREREQUIS, 5, 11)
AVIS = (
    ("oceane", Avis.FAVORABLE, "Rencontrée à l’information collective : motivée, à l’aise avec les plans.", 3),
    ("franck", Avis.RESERVE, "Le poste demande de tenir debout toute la journée : en parler avec lui.", 2),
)
RETRAIT = ("cablage-2", 6, "Une commande importante est annulée : nous ne pouvons plus embaucher cette année.")
MODULES = (Module("Lire un schéma électrique", 60), Module("Câbler une armoire", 140), Module("Contrôler", 50))
NOTE = "Habite loin de la ligne 4 : arrive à 9 h le lundi, vu avec l’équipe."


@dataclass(slots=True)
class Parcourus:
    """The parcours of the demonstration, by the first name of the person."""

    sessions: Sessions
    par_cle: dict[str, Parcours] = field(default_factory=dict)

    def prevoir(self) -> None:
        """Plan all of it."""
        for cle, vague in VAGUES.items():
            self._prevoir_la_vague(vague, [personne for personne in GENS.values() if personne.vague == cle])
        prevoir = self.sessions.agenda.prevoir
        prevoir(REFUS[2], REFUS[3], self._refuser)
        for qui, issue, raison, jours in SORTIES:
            prevoir(jours, 10, self._sortir(qui, issue, raison))
        for qui, admis, entre in REMPLACANTS:
            prevoir(admis, 11, self._admettre([qui], en_cours=True))
            prevoir(entre, 12, self._faire_entrer([qui]))
        prevoir(32, 9, self._remplacer)
        for qui, avis, texte, jours in AVIS:
            prevoir(jours, 17, self._donner_avis(qui, avis, texte))
        prevoir(38, 10, self._amenager)
        prevoir(37, 11, self._programmer)
        prevoir(7, 9, self._interrompre)
        prevoir(RETRAIT[1], 10, self._retirer)

    def actuel(self, cle: str) -> Parcours:
        """Give the parcours as it is now."""
        return Parcours.objects.select_related("stagiaire", "session", "intention__deposant").get(
            pk=self.par_cle[cle].pk
        )

    def organisme(self, session: Session) -> Utilisateur:
        """Give who acts for the training body of a session."""
        return session.organisme.rattachements.order_by("pk")[0].utilisateur

    def _prevoir_la_vague(self, vague: Vague, gens: list[Personne]) -> None:
        prevoir = self.sessions.agenda.prevoir
        prevoir(vague.propose, vague.heure, self._proposer(vague, gens))
        if vague.valide:
            valides = [personne.cle for personne in gens if personne.jusque != PROPOSE]
            prevoir(vague.valide, 10, self._valider(vague, valides))
        if vague.admet:
            admis = [personne.cle for personne in gens if personne.jusque in {ADMIS, ENTRE}]
            prevoir(vague.admet, 12, self._admettre(admis))
        if vague.entre:
            entres = [personne.cle for personne in gens if personne.jusque == ENTRE]
            prevoir(vague.entre, 9, self._faire_entrer(entres, au_debut=True))

    def _proposer(self, vague: Vague, gens: Iterable[Personne]) -> Acte:
        def proposer(le: date) -> None:
            par = self.sessions.comptes[vague.par]
            for rang, personne in enumerate(gens):
                stagiaire = self.ouvrir(personne, par=par, ville=COMMUNES[vague.departement][rang % 3], vague=vague)
                projet = Projet.CREATION if personne.cle == "mehdi" else Projet.SALARIAT
                parcours = positionner(
                    session_id=self.sessions.par_cle[vague.session].pk,
                    stagiaire_id=stagiaire.pk,
                    saisie=Candidature(Situation.DEMANDEUR_EMPLOI, projet),
                    par=par,
                    le=le,
                )
                Parcours.objects.filter(pk=parcours.pk).update(cree_le=horloge.maintenant())
                self.par_cle[personne.cle] = parcours

        return proposer

    def ouvrir(self, personne: Personne, *, par: Utilisateur, ville: str, vague: Vague) -> Stagiaire:
        """Open the file of a person, dated of that day: the database's own clock writes it."""
        rang = list(GENS).index(personne.cle) if personne.cle in GENS else len(GENS)
        identite = {
            "prenom": personne.prenom,
            "nom": personne.nom,
            "date_naissance": date(personne.naissance, 1 + rang % 12, 1 + rang % 28),
            "courriel": personne.courriel,
            # Numbers no operator gives to anyone.
            "telephone": f"06399800{rang:02d}",
            "commune": commune(ville, vague.departement),
            "identifiant_ft": f"{4_900_000 + rang * 37:07d}{'ABCDEFGH'[rang % 8]}",
        }
        stagiaire = creer_stagiaire(identite=identite, par=par)
        instant = horloge.maintenant()
        Stagiaire.objects.filter(pk=stagiaire.pk).update(cree_le=instant, modifie_le=instant)
        return stagiaire

    def _valider(self, vague: Vague, cles: Iterable[str]) -> Acte:
        def valider(le: date) -> None:
            for cle in cles:
                valider_profil(parcours_id=self.par_cle[cle].pk, par=self.sessions.comptes[vague.par], le=le)

        return valider

    def _admettre(self, cles: Iterable[str], *, en_cours: bool = False) -> Acte:
        def accepter(le: date) -> None:
            for cle in cles:
                parcours = self.par_cle[cle]
                admettre(
                    parcours_id=parcours.pk,
                    par=self.organisme(parcours.session),
                    le=le,
                    progression_compatible=True if en_cours else None,
                )

        return accepter

    def _faire_entrer(self, cles: list[str], *, au_debut: bool = False) -> Acte:
        def entrer(le: date) -> None:
            parcours = [self.actuel(cle) for cle in cles]
            session = parcours[0].session
            declarer_entrees(
                session_id=session.pk,
                venues={venu.pk: Venue.VENUE for venu in parcours},
                jour=session.debut if au_debut and session.debut else le,
                par=self.organisme(session),
                le=le,
            )

        return entrer

    def _refuser(self, le: date) -> None:
        parcours = self.actuel(REFUS[0])
        ne_pas_retenir(parcours_id=parcours.pk, raison=REFUS[1], par=self.organisme(parcours.session), le=le)

    def _sortir(self, cle: str, issue: str, raison: str) -> Acte:
        def sortir(le: date) -> None:
            parcours = self.actuel(cle)
            par = self.organisme(parcours.session)
            declarer_sortie(parcours_id=parcours.pk, issue=issue, jour=le, raison=raison, par=par, le=le)

        return sortir

    def _remplacer(self, _: date) -> None:
        """A candidate takes over the place of who gave up; a waiting list does it by itself."""
        parti, remplacant = self.actuel("ludovic"), self.actuel("theo")
        par = self.organisme(parti.session)
        remplacer(parcours_id=parti.pk, remplacant_id=remplacant.pk, par=par)

    def _donner_avis(self, cle: str, avis: Avis, texte: str) -> Acte:
        def donner(_: date) -> None:
            parcours = self.actuel(cle)
            par = parcours.intention.deposant if parcours.intention else None
            donner_avis(parcours_id=parcours.pk, avis=avis, commentaire=texte, par=par)

        return donner

    def _amenager(self, le: date) -> None:
        """For one person, read on its own page by who must."""
        parcours = self.actuel("amina")
        reponses = {"mesures": [TypeAmenagement.RYTHME, TypeAmenagement.SUPPORTS], "boe": True, "preuve_vue_le": le}
        par = self.organisme(parcours.session)
        amenagement = enregistrer_amenagement(parcours_id=parcours.pk, reponses=reponses, par=par)
        Amenagement.objects.filter(pk=amenagement.pk).update(saisi_le=horloge.maintenant())
        ecrire_note(parcours_id=parcours.pk, texte=NOTE, par=par)

    def _programmer(self, _: date) -> None:
        parcours = self.actuel("kevin")
        programme = Programme(250, temps_partiel=True, heures_hebdo=Decimal(24), modules=MODULES)
        enregistrer_le_programme(parcours_id=parcours.pk, programme=programme, par=self.organisme(parcours.session))

    def _interrompre(self, le: date) -> None:
        parcours = self.actuel("manon")
        interrompre(
            parcours_id=parcours.pk,
            debut=le - timedelta(days=2),
            raison=MotifInterruption.FAMILLE,
            par=self.organisme(parcours.session),
            le=le,
        )

    def _retirer(self, le: date) -> None:
        """An employer withdraws from a session that has begun: who is on its posts is to be moved."""
        intention = self.sessions.besoins.intentions[RETRAIT[0]]
        retirer_intention(intention_id=intention.pk, motif=RETRAIT[2], par=intention.deposant, le=le)
