"""One person through the whole chain, each step on its day and by its own action: what an erasure must undo."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import time_machine
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from config.relances import relancer
from insertion.actions.repondre import Dit, Qui, repondre
from insertion.enums import Source, Voie
from insertion.models import DIMENSIONS, AvisStagiaire, Suivi
from noyau import courriers
from noyau.courriers import Document
from noyau.documents import octets_du_document
from noyau.expedition import expedier_les_dus
from noyau.preferences import Rythme
from noyau.recapitulatif import choisir_rythme, rediger
from noyau.textos import deposer_texto
from parcours.actions.admettre import admettre
from parcours.actions.avis_employeur import donner_avis
from parcours.actions.entrer import declarer_entrees
from parcours.actions.interrompre import interrompre
from parcours.actions.noter import ecrire_note
from parcours.actions.positionner import Candidature, positionner
from parcours.actions.sortir import declarer_sortie
from parcours.actions.valider import valider_profil
from parcours.models import Amenagement, Remuneration
from referentiels.regles.mois import ajouter_mois
from sessions_formation.models import Parcours, Session
from stagiaires.actions.appeler import noter_appel
from stagiaires.actions.consulter import noter_consultation
from stagiaires.actions.fiche import creer_stagiaire
from stagiaires.enums import Lecture
from stagiaires.models import Stagiaire
from tests.courriers.exemples import INTENTION
from tests.factories import comptes
from tests.factories.parcours import session_publiee
from tests.factories.scenario import DEBUT, FIN, LE, Monde


@dataclass(frozen=True)
class Personne:
    """A person nobody else can be mistaken for, by what is searched for once it is erased."""

    prenom: str
    nom: str
    courriel: str
    telephone: str
    identifiant_ft: str
    mot: str

    def aiguilles(self) -> tuple[str, ...]:
        """What names the person, and a word only texts about it hold."""
        espace = " ".join(self.telephone[rang : rang + 2] for rang in range(0, 10, 2))
        return (self.prenom, self.nom, self.courriel, self.telephone, espace, self.identifiant_ft, self.mot)

    def identite(self) -> dict[str, object]:
        """What a référent types."""
        return {
            "prenom": self.prenom,
            "nom": self.nom,
            "date_naissance": date(1991, 2, 3),
            "courriel": self.courriel,
            "telephone": self.telephone,
            "commune": None,
            "identifiant_ft": self.identifiant_ft,
        }


ECHUE = Personne("Zéphyrine", "Vauquelineau", "zephy.v@boite.example", "0698712345", "7654321Z", "oryctérope")
SUIVIE = Personne("Ophélie", "Kerbrazhec", "ophelie.k@boite.example", "0687319846", "1928374K", "xylophage")


def au(jour: date) -> AbstractContextManager:
    """Live in the morning of that day."""
    return time_machine.travel(datetime(jour.year, jour.month, jour.day, 9, tzinfo=UTC), tick=True)


def parcourir(monde: Monde, personne: Personne, *, duree_jours: int = 0) -> tuple[Parcours, Utilisateur]:
    """Take a person from its first call to its answer at six months; give its parcours and its référent.

    ``duree_jours`` makes its session longer, for a person whose term comes after another's.
    """
    with au(LE):
        referente = comptes.referent(monde.reseau, nom="Roussel", prenom="Nadia")
        plus = {"debut": DEBUT, "fin": FIN + timedelta(days=duree_jours)} if duree_jours else {}
        session = session_publiee(monde, 1, structure=monde.reseau, **plus)
        parcours = _candidater(session, personne, referente)
        _noter(parcours, personne, referente)
        _journal_de_l_administration(parcours.stagiaire, monde.agent)
        admettre(parcours_id=parcours.pk, par=session.demandeur, le=LE)
    _se_former(parcours)
    with au(session.fin):
        _documents_et_lettres(parcours, personne)
        notes = dict.fromkeys(DIMENSIONS, 4)
        texte = _dire(personne)
        AvisStagiaire.objects.create(parcours=parcours, le=timezone.now(), commentaire=texte, reponse=texte, **notes)
    _suivre(parcours, personne, referente, session.fin)
    parcours.refresh_from_db()
    return parcours, referente


def _candidater(session: Session, personne: Personne, referente: Utilisateur) -> Parcours:
    stagiaire = creer_stagiaire(identite=personne.identite(), par=referente, structure=session.structure_referente)
    _appeler(stagiaire, personne, referente, LE)
    parcours = positionner(
        session_id=session.pk,
        stagiaire_id=stagiaire.pk,
        saisie=Candidature(situation="demandeur_emploi", projet="salariat"),
        par=referente,
        le=LE,
    )
    valider_profil(parcours_id=parcours.pk, par=referente, le=LE)
    return parcours


def _noter(parcours: Parcours, personne: Personne, referente: Utilisateur) -> None:
    chef = comptes.employeur(parcours.intention.employeur)
    donner_avis(parcours_id=parcours.pk, avis="favorable", commentaire=_dire(personne), par=chef)
    ecrire_note(parcours_id=parcours.pk, texte=_dire(personne), par=referente)
    noter_consultation(parcours.stagiaire, par=referente, page=Lecture.FICHE)
    Amenagement.objects.create(parcours=parcours, mesures=["rythme"], boe=True, preuve_vue_le=LE, saisi_par=referente)


def _se_former(parcours: Parcours) -> None:
    session = parcours.session
    debut, fin, organisme = session.debut, session.fin, session.demandeur
    with au(debut):
        declarer_entrees(session_id=session.pk, venues={parcours.pk: "venue"}, jour=debut, par=organisme, le=debut)
        Remuneration.objects.create(parcours=parcours, regime="des_26", bareme_au=debut)
    le = debut + timedelta(days=20)
    with au(le):
        interrompre(parcours_id=parcours.pk, debut=le, fin=le, raison="famille", par=organisme, le=le)
    with au(fin):
        declarer_sortie(parcours_id=parcours.pk, issue="terminer", jour=fin, par=organisme, le=fin)


def _suivre(parcours: Parcours, personne: Personne, referente: Utilisateur, fin: date) -> None:
    for mois in (0, 1, 3, 6):
        jour = ajouter_mois(fin, mois)
        while jour.weekday() > 3:
            jour += timedelta(days=1)
        with au(jour):
            relancer(le=jour)
            suivi = Suivi.objects.get(parcours=parcours, echeance=mois)
            repondre(
                suivi_id=suivi.pk,
                qui=Qui(Source.REFERENT, Voie.TELEPHONE, referente),
                dit=Dit("cdi", chez_l_employeur=True, debut=fin),
                le=jour,
            )
            _appeler(parcours.stagiaire, personne, referente, jour)
            expedier_les_dus(maintenant=timezone.now)


def _dire(personne: Personne) -> str:
    return f"{personne.prenom} {personne.nom} aime l’{personne.mot}."


def _appeler(stagiaire: Stagiaire, personne: Personne, par: Utilisateur, le: date) -> None:
    noter_appel(stagiaire, resultat="joint", rappeler_le=None, note=_dire(personne), envoi=uuid4(), par=par, le=le)


def _journal_de_l_administration(stagiaire: Stagiaire, agent: Utilisateur) -> None:
    LogEntry.objects.create(
        user=agent,
        content_type=ContentType.objects.get_for_model(Stagiaire),
        object_id=str(stagiaire.pk),
        object_repr=str(stagiaire),
        action_flag=CHANGE,
        change_message=f"Nom : {stagiaire.nom}",
    )


@transaction.atomic
def _deposer(parcours: Parcours, personne: Personne) -> Document:
    """A letter of each way that may name somebody: sent, gathered in a digest, by phone, with a document."""
    contexte = {**INTENTION, "stagiaires": [parcours.stagiaire_id], "contact": _dire(personne)}
    document = courriers.deposer_document(
        modele="accuse_intention",
        cle=f"essai:{parcours.pk}",
        objet=parcours,
        titre="Attestation",
        reference=f"A-{parcours.pk}",
        contexte=contexte,
    )
    courriers.deposer(
        modele="intention_adressee",
        cle=f"piece:{parcours.pk}",
        destinataire=personne.courriel,
        contexte=contexte,
        documents=[document],
    )
    courriers.deposer(
        modele="intention_adressee", cle=f"sans:{parcours.pk}", destinataire=personne.courriel, contexte=INTENTION
    )
    for adresse in (personne.courriel, "lecteur@exemple.test"):
        choisir_rythme(courriel=adresse, rythme=Rythme.QUOTIDIEN, maintenant=timezone.now())
        courriers.deposer(
            modele="intention_adressee",
            cle=f"nouvelle:{adresse == personne.courriel}:{parcours.pk}",
            destinataire=adresse,
            contexte=contexte,
            groupable=True,
        )
    deposer_texto(
        modele="suivi_stagiaire",
        cle=f"texto:{parcours.pk}",
        destinataire=personne.telephone,
        contexte={"stagiaires": [parcours.stagiaire_id], "prenom": personne.prenom},
    )
    return document


def _documents_et_lettres(parcours: Parcours, personne: Personne) -> None:
    document = _deposer(parcours, personne)
    for adresse in (personne.courriel, "lecteur@exemple.test"):
        rediger(adresse, le=timezone.localdate(), avant=timezone.now())
    octets_du_document(document.pk)
    expedier_les_dus(maintenant=timezone.now)
