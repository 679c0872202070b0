"""Three committees: a comité local that brought needs up, the groupe technique that examines them next week, and
one of another département that was held, a decision carried out from it.

The territories come from the Région’s own file: without it the demonstration makes two, named as examples.
"""

from datetime import date, datetime, time, timedelta

from comites.actions.convoquer import convoquer
from comites.actions.executer import executer_decisions
from comites.actions.noter import Note, noter_point
from comites.actions.ordre import ajouter_point, arreter_ordre, preparer_ordre
from comites.actions.tenir import Rencontre, clore_comite, ouvrir_seance, prevoir_comite
from comites.enums import Issue, NatureComite, NaturePoint
from comites.models import Comite, PointComite
from comites.queries.execution import points_a_executer
from comptes.models import Utilisateur
from config.demo.agenda import PARIS, Agenda
from config.demo.demande import BESOIN
from config.demo.sessions import Sessions
from referentiels.models import Commune, Departement, TerritoireEfop

# Code of the example → its name, the arrondissement it covers.
EXEMPLES = {
    "exemple-choletais": ("Choletais et Mauges (exemple)", "492"),
    "exemple-angers": ("Angers et Loire (exemple)", "491"),
}
COMPTE_RENDU = (
    "Les deux métiers les plus demandés sont remontés au groupe technique. France Travail et la Mission locale "
    "préparent une réunion d’information commune."
)
EXAMINEE = "etages"
DES_HOTELS = "Deux établissements de la côte recrutent avant la saison ; des candidats se sont présentés à Guérande."


def prevoir_comites(agenda: Agenda, sessions: Sessions) -> None:
    """Plan the comité local of three weeks ago, a groupe technique of this week, then the one of next week."""
    agent = sessions.comptes["agent"]
    agenda.prevoir(20, 17, lambda le: _tenir_le_comite_local(agent, le))
    agenda.prevoir(4, 17, lambda le: _tenir_le_groupe_technique(sessions, agent, le))
    agenda.prevoir(1, 17, lambda le: _preparer_le_groupe_technique(agent, agenda, le))


def _territoire() -> TerritoireEfop:
    """Give the territory of Cholet: the imported one, else an example."""
    cholet = Commune.objects.select_related("territoire").get(code_insee="49099")
    if cholet.territoire:
        return cholet.territoire
    departement = Departement.objects.get(code="49")
    for code, (nom, arrondissement) in EXEMPLES.items():
        territoire = TerritoireEfop.objects.create(code=code, nom=nom, departement=departement)
        Commune.objects.filter(arrondissement=arrondissement, territoire=None).update(territoire=territoire)
    return TerritoireEfop.objects.get(code="exemple-choletais")


def _rencontre(le: date, lieu: str) -> Rencontre:
    debut = datetime.combine(le, time(9, 30), PARIS)
    return Rencontre(debut, debut + timedelta(hours=2), lieu=lieu)


def _tenir_le_comite_local(agent: Utilisateur, le: date) -> None:
    lieu = "France Travail, Cholet"
    comite = prevoir_comite(par=agent, nature=NatureComite.LOCAL, ici=_territoire().pk, rencontre=_rencontre(le, lieu))
    _arreter(comite, agent, le)
    ouvrir_seance(comite_id=comite.pk, par=agent)
    besoins = PointComite.objects.retenus().filter(comite=comite, nature=NaturePoint.BESOIN)
    for point in besoins[:2]:
        note = Note(Issue.FAVORABLE, precisions="Le Réseau connaît des candidats.")
        noter_point(point_id=point.pk, par=agent, note=note, version=point.version)
    clore_comite(comite_id=comite.pk, par=agent, compte_rendu=COMPTE_RENDU)


def _tenir_le_groupe_technique(sessions: Sessions, agent: Utilisateur, le: date) -> None:
    """A request is found favourable, and authorised from the meeting's own page."""
    rencontre = _rencontre(le, "Hôtel de la Région, Nantes")
    comite = prevoir_comite(par=agent, nature=NatureComite.TECHNIQUE, ici="44", rencontre=rencontre)
    _arreter(comite, agent, le)
    ouvrir_seance(comite_id=comite.pk, par=agent)
    point = PointComite.objects.retenus().get(comite=comite, session=sessions.par_cle[EXAMINEE])
    note = Note(Issue.FAVORABLE, motif=BESOIN, precisions=DES_HOTELS)
    noter_point(point_id=point.pk, par=agent, note=note, version=point.version)
    lus = {ligne.point.pk: ligne.lu for ligne in points_a_executer(comite)}
    executer_decisions(comite_id=comite.pk, par=agent, le=le, lus=lus)
    clore_comite(comite_id=comite.pk, par=agent, compte_rendu="La session d’hôtellerie ouvre avant la saison.")


def _preparer_le_groupe_technique(agent: Utilisateur, agenda: Agenda, le: date) -> None:
    rencontre = _rencontre(agenda.semaine(7) + timedelta(days=1), "Hôtel de la Région, antenne d’Angers")
    comite = prevoir_comite(par=agent, nature=NatureComite.TECHNIQUE, ici="49", rencontre=rencontre)
    _arreter(comite, agent, le)


def _arreter(comite: Comite, agent: Utilisateur, le: date) -> None:
    preparer_ordre(comite_id=comite.pk, par=agent, le=le)
    ajouter_point(comite_id=comite.pk, par=agent, titre="Dates des prochaines rencontres", texte="")
    arreter_ordre(comite_id=comite.pk, par=agent)
    convoquer(comite_id=comite.pk, par=agent)
