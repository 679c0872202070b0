"""What comes after, and around: calls, reminders, hires, follow-ups, pay, a person forgotten at its term."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from config.demo.agenda import PARIS, Acte
from config.demo.demandes_passees import PASSEES
from config.demo.gens import GENS, VAGUES, Personne
from config.demo.parcours import Parcourus
from insertion.actions.effacer import effacer_echus
from insertion.actions.embaucher import declarer_embauche, declarer_non_embauche
from insertion.actions.relancer import relancer_suivis
from insertion.actions.repondre import Dit, Qui, repondre
from insertion.enums import RaisonSansEmbauche, SituationSuivi, Source, Voie
from insertion.models import Suivi
from insertion.regles.ecarts import Contrat
from intentions.enums import TypeContrat
from noyau import horloge
from parcours.actions.relancer import relancer_sourcing
from parcours.actions.remuneration import declarer_remuneration, proposer, transmettre
from parcours.enums import RegimeRemuneration
from parcours.models import Remuneration
from parcours.queries.remuneration import mois_de
from referentiels.queries.reglement import reglement_au
from referentiels.regles.mois import ajouter_mois
from sessions_formation.models import Parcours
from stagiaires.actions.appeler import noter_appel
from stagiaires.enums import ResultatAppel
from stagiaires.models import Appel, Stagiaire

# When hires were declared, days ago, of the people of each ended session.
FINIES = {"assemblage": 181, "proprete": 127, "accueil": 119, "usinage": 12}
HISTOIRES = {demande.cle: demande for demande in PASSEES}
# How long after a question it is answered.
JOURS_DE_REPONSE = 7
# Never hired by who had promised it, and those of whom their employer has said nothing yet.
PAS_EMBAUCHE, EN_ATTENTE = "joel", ("dimitri", "paul", "rayan", "carole", "idriss", "tom")
AUTRE_CONTRAT = "nour"
S, R, E = Source.STAGIAIRE, Source.REFERENT, Source.EMPLOYEUR
CDI, CDD, CHERCHE = SituationSuivi.CDI, SituationSuivi.CDD_LONG, SituationSuivi.RECHERCHE
# What was answered at each date, one person after the other.
PAROLES: tuple[dict[Source, SituationSuivi], ...] = (
    {S: CDI, R: CDI, E: CDI},
    {S: CDD, E: CDD},
    {R: CDI},
    {S: CHERCHE, R: CHERCHE},
    {S: CDI, E: CDI},
    {},
)
# One person and its référent do not say the same.
DESACCORD = {"gael": {S: CHERCHE, R: CDI, E: CDI}}
# Who, days ago, what came of the call, and what was written.
APPELS = (
    ("steven", 20, ResultatAppel.INJOIGNABLE, ""),
    ("steven", 12, ResultatAppel.INJOIGNABLE, "Messagerie pleine."),
    ("steven", 4, ResultatAppel.INJOIGNABLE, "Numéro peut-être changé."),
    ("clara", 15, ResultatAppel.JOINT, "Très intéressée, vient à la visite de l’atelier."),
    ("hugo", 6, ResultatAppel.A_RAPPELER, "Attend une réponse pour la garde de sa fille."),
    ("leila", 3, ResultatAppel.A_RAPPELER, "En rendez-vous : préfère le matin."),
    ("bintou", 9, ResultatAppel.JOINT, ""),
)
OUBLIE = Personne("fabrication", "Sylvain", "Pommier", 1978, "")
PAYES = ("amina", "kevin", "elise", "manon", "sarah", "didier")


def prevoir_suites(parcourus: Parcourus) -> None:
    """Plan all of it."""
    agenda = parcourus.sessions.agenda
    _prevoir_l_oubli(parcourus)
    for qui, jours, resultat, note in APPELS:
        agenda.prevoir(jours, 16, _appeler(parcourus, qui, resultat, note))
    for jours in (8, 5, 1):
        agenda.prevoir(jours, 8, _relancer_le_sourcing)
    for vague, jours in FINIES.items():
        agenda.prevoir(jours + 4, 8, _relancer_les_suivis)
        agenda.prevoir(jours, 10, _embaucher(parcourus, vague))
        agenda.prevoir(jours - 2, 14, _repondre(parcourus, vague, 0))
        fin = agenda.semaine(HISTOIRES[vague].fin) - timedelta(days=3)
        for mois in (1, 3, 6):
            depuis = (agenda.le - ajouter_mois(fin, mois)).days
            # A few days later: the day it falls may be a bank holiday.
            if depuis > JOURS_DE_REPONSE:
                agenda.prevoir(depuis - 3, 8, _relancer_les_suivis)
                agenda.prevoir(depuis - JOURS_DE_REPONSE, 14, _repondre(parcourus, vague, mois))
    for jours in (4, 1):
        agenda.prevoir(jours, 8, _relancer_les_suivis)
    agenda.prevoir(13, 15, _dire_la_remuneration(parcourus))
    agenda.prevoir(8, 15, _transmettre_la_remuneration(parcourus))


def _relancer_le_sourcing(le: date) -> None:
    relancer_sourcing(reglement=reglement_au(le), le=le)


def _relancer_les_suivis(le: date) -> None:
    relancer_suivis(reglement=reglement_au(le), le=le)


def _prevoir_l_oubli(parcourus: Parcourus) -> None:
    """Somebody who never joined a session, called once, then forgotten a year later."""
    agenda, comptes = parcourus.sessions.agenda, parcourus.sessions.comptes

    def ouvrir(le: date) -> None:
        stagiaire = parcourus.ouvrir(OUBLIE, par=comptes["referente"], ville="Cholet", vague=VAGUES[OUBLIE.vague])
        _noter(stagiaire, ResultatAppel.JOINT, "", le=le)

    def oublier(le: date) -> None:
        effacer_echus(datetime.combine(ajouter_mois(le, -12), time(3), PARIS))

    agenda.prevoir(420, 11, ouvrir)
    agenda.prevoir(40, 8, oublier)


def _appeler(parcourus: Parcourus, cle: str, resultat: ResultatAppel, note: str) -> Acte:
    return lambda le: _noter(parcourus.par_cle[cle].stagiaire, resultat, note, le=le)


def _noter(stagiaire: Stagiaire, resultat: ResultatAppel, note: str, *, le: date) -> Appel:
    if stagiaire.referent is None:
        raise LookupError(f"Le stagiaire {stagiaire.pk} n’a pas de référent.")
    rappeler_le = le + timedelta(days=7) if resultat == ResultatAppel.A_RAPPELER else None
    envoi = uuid5(NAMESPACE_URL, f"appel {stagiaire.pk} {le}")
    appel, _ = noter_appel(
        stagiaire, resultat=resultat, rappeler_le=rappeler_le, note=note, envoi=envoi, par=stagiaire.referent, le=le
    )
    return appel


def _de_la_vague(parcourus: Parcourus, vague: str) -> list[tuple[int, str, Parcours]]:
    gens = [personne for personne in GENS.values() if personne.vague == vague]
    return [(rang, personne.cle, parcourus.actuel(personne.cle)) for rang, personne in enumerate(gens)]


def _embaucher(parcourus: Parcourus, vague: str) -> Acte:
    """Employers confirm their hires: one differs from what was promised, one is a « non », some are not said yet."""

    def embaucher(le: date) -> None:
        for _, cle, parcours in _de_la_vague(parcourus, vague):
            intention = parcours.intention
            if cle in EN_ATTENTE or intention is None:
                continue
            par = intention.deposant
            if cle == PAS_EMBAUCHE:
                declarer_non_embauche(parcours_id=parcours.pk, raison=RaisonSansEmbauche.ACTIVITE, par=par, le=le)
                continue
            debut = le + timedelta(days=3)
            contrat = Contrat(intention.contrat_type, debut, intention.duree_mois, intention.heures_hebdo)
            if cle == AUTRE_CONTRAT:
                contrat = Contrat(TypeContrat.CDD, debut, 4, Decimal(30))
            declarer_embauche(parcours_id=parcours.pk, contrat=contrat, par=par, le=le)

    return embaucher


def _repondre(parcourus: Parcourus, vague: str, mois: int) -> Acte:
    def repondre_tous(le: date) -> None:
        for rang, cle, parcours in _de_la_vague(parcourus, vague):
            suivi = Suivi.objects.filter(parcours=parcours, echeance=mois, prevu_le__lte=le).first()
            if suivi is None:
                continue
            for source, situation in DESACCORD.get(cle, PAROLES[rang % len(PAROLES)]).items():
                # At the end, the employer says it by confirming the hire.
                if source == E and (mois == 0 or cle in {PAS_EMBAUCHE, *EN_ATTENTE}):
                    continue
                dit = Dit(situation, chez_l_employeur=situation != CHERCHE)
                repondre(suivi_id=suivi.pk, qui=_qui(source, parcours), dit=dit, le=le)

    return repondre_tous


def _qui(source: Source, parcours: Parcours) -> Qui:
    if source == R:
        return Qui(R, Voie.COMPTE, parcours.stagiaire.referent)
    if source == E and parcours.intention:
        return Qui(E, Voie.COMPTE, parcours.intention.deposant)
    return Qui(source, Voie.LIEN)


def _dire_la_remuneration(parcourus: Parcourus) -> Acte:
    def dire(_: date) -> None:
        for cle in PAYES:
            parcours = parcourus.actuel(cle)
            dite = declarer_remuneration(
                parcours_id=parcours.pk,
                regime=proposer(parcours) or RegimeRemuneration.ARE,
                salaire=None,
                par=parcourus.organisme(parcours.session),
                lue="",
            )
            Remuneration.objects.filter(pk=dite.pk).update(saisie_le=horloge.maintenant())

    return dire


def _transmettre_la_remuneration(parcourus: Parcourus) -> Acte:
    """What the paying agency is given for the month before; what is said since waits for the next one."""

    def donner(le: date) -> None:
        transmettre(mois_de(ajouter_mois(le, -1)), par=parcourus.sessions.comptes["agent"])

    return donner
