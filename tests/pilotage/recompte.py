"""What every post has become, told again one file at a time: no SQL that adds up, days counted by the calendar."""

from collections import defaultdict
from datetime import date

from django.utils import timezone

from insertion.models import Embauche, Reponse
from intentions.models import IntentionEmbauche
from pilotage.models import FaitPoste
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from sessions_formation.automates import SORTI, TIENT_SON_POSTE
from sessions_formation.models import Avenant, Composante, Parcours

ETAPES = ("deposee_le", "demandee_le", "autorisee_le", "entree_le", "fin_le", "emploi_le")
DELAIS = ("j_demande", "j_autorisation", "j_entree", "j_fin", "j_emploi")


def ecrits():
    """The facts of the database: (intention, rank) → what is written."""
    champs = ("statut", "session_id", "lot_id", "organisme_id", "secteur_id", "departement_id", "mois", "arret")
    return {
        (fait.intention_id, fait.rang): {nom: getattr(fait, nom) for nom in (*champs, *ETAPES, *DELAIS)}
        for fait in FaitPoste.objects.order_by("pk")
    }


def recompte(le):
    """The same, from the files."""
    lu = Lu(le)
    intentions = IntentionEmbauche.objects.exclude(deposee_le=None).prefetch_related("retenues__session")
    return {
        (intention.pk, rang): lu.poste(intention, rang)
        for intention in intentions
        if jour(intention.deposee_le) <= le
        for rang in range(1, (intention.nombre_postes or 0) + 1)
    }


def jour(instant):
    return timezone.localtime(instant).date() if instant else None


class Lu:
    """Everything read once, then told post by post."""

    def __init__(self, le: date) -> None:
        self.le = le
        self.parcours = defaultdict(list)
        for parcours in Parcours.objects.select_related("session").exclude(intention=None).exclude(entre_le=None):
            if parcours.entre_le <= le:
                self.parcours[parcours.intention_id, parcours.poste].append(parcours)
        self.embauches = {embauche.parcours_id: embauche for embauche in Embauche.objects.all()}
        self.dits = defaultdict(list)
        for reponse in Reponse.objects.filter(chez_l_employeur=True).select_related("suivi"):
            if reponse.suivi.prevu_le <= le:
                self.dits[reponse.suivi.parcours_id].append(reponse.debut or reponse.suivi.prevu_le)
        self.commandes = {
            composante.session_id: jour(composante.ajoutee_le) for composante in Composante.objects.all()
        }
        self.avenants = {avenant.demande_id: jour(avenant.pris_le) for avenant in Avenant.objects.all()}

    def poste(self, intention, rang):
        retenue = next((r for r in intention.retenues.all() if r.active), None)
        occupants = self.parcours[intention.pk, rang]
        if retenue:
            occupants = [p for p in occupants if p.session_id == retenue.session_id]
        dernier = max(occupants, key=lambda p: (p.statut in TIENT_SON_POSTE, p.entre_le, p.pk), default=None)
        session = retenue.session if retenue and rang <= retenue.postes else dernier and dernier.session
        jours = dict.fromkeys(ETAPES)
        jours["deposee_le"] = jour(intention.deposee_le)
        if session:
            jours |= self._achat(intention, session, jours["deposee_le"])
        if dernier:
            jours |= self._devenir(dernier)
        jours = {nom: valeur if valeur and valeur <= self.le else None for nom, valeur in jours.items()}
        return {
            "statut": intention.statut,
            "session_id": session and session.pk,
            "lot_id": session and session.lot_id,
            "organisme_id": session and session.organisme_id,
            "secteur_id": intention.secteur_id,
            "departement_id": intention.departement_id,
            "mois": jours["deposee_le"].replace(day=1),
            "arret": self._arret(intention, session, dernier, jours),
            **jours,
            **dict(zip(DELAIS, map(attente, ETAPES[:-1], ETAPES[1:], [jours] * len(DELAIS)), strict=True)),
        }

    def _achat(self, intention, session, deposee):
        sienne = next((r for r in intention.retenues.all() if r.session_id == session.pk), None)
        demande = sienne.demande if sienne else None
        if demande is None:
            return {
                "demandee_le": max(jour(session.demandee_le), deposee),
                "autorisee_le": self.commandes.get(session.pk),
            }
        accordee = self.avenants.get(demande.pk) if demande.statut == "accordee" else None
        return {"demandee_le": max(jour(demande.deposee_le), deposee), "autorisee_le": accordee}

    def _devenir(self, parcours):
        fin = parcours.sorti_le if parcours.statut in SORTI else None
        embauche, emploi = self.embauches.get(parcours.pk), None
        if fin:
            emploi = embauche.debut if embauche and embauche.embauche else min(self.dits[parcours.pk], default=None)
        return {"entree_le": parcours.entre_le, "fin_le": fin, "emploi_le": emploi}

    def _arret(self, intention, session, dernier, jours):
        embauche = self.embauches.get(dernier.pk) if dernier else None
        rendue = [r for r in intention.retenues.all() if not r.active and r.session.statut in ("refusee", "annulee")]
        if jours["emploi_le"]:
            return ""
        if dernier and dernier.statut in ("abandon", "exclu") and not jours["fin_le"]:
            return "abandon"
        if intention.statut in ("refusee", "desistee", "expiree", "classee"):
            return intention.statut
        if embauche and not embauche.embauche:
            return "sans_embauche"
        return "rendue" if session is None and rendue else ""


def attente(avant, apres, jours):
    """Working days from one step to the next; none when one is unknown."""
    if jours[avant] is None or jours[apres] is None:
        return None
    return jours_ouvres_ecoules(jours[avant], jours[apres], feries=FERIES)
