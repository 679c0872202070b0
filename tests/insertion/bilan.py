"""What a simulated year left, compared with what its dates alone call for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from insertion.enums import Source
from insertion.models import Relance, Reponse, Suivi
from noyau.courriers import Courrier
from sessions_formation.models import Parcours
from stagiaires.models import Stagiaire
from tests.insertion.annee import DEBUT, Annee, echeances, ouvre

DELAIS = (0, 7, 14, 21)


@dataclass
class Rapport:
    """What the year left: what was written, and each thing that must not be."""

    ecrites: Counter
    lettres: Counter
    doublees: list
    perdues: list
    en_trop: list
    apres_reponse: list
    jours_chomes: list

    def texte(self, annee: Annee) -> str:
        lignes = [
            f"{len(annee.parcours)} parcours, {annee.jours} jours vécus par deux processus en {annee.secondes:.0f} s",
            f"{annee.tues} mises à mort, dont {annee.interrompus} en plein travail",
            f"{len(annee.reponses)} réponses et {len(annee.arrets)} désabonnements au hasard",
            "source      question  rappel  second rappel  remontée",
        ]
        for source in Source.values:
            combien = [self.ecrites[source, rang] for rang in range(4)]
            lignes.append(f"{source:<10}  {combien[0]:>8}  {combien[1]:>6}  {combien[2]:>13}  {combien[3]:>8}")
        lignes.append("en courriels : " + ", ".join(f"{modele} {n}" for modele, n in sorted(self.lettres.items())))
        fautes = {
            "en double": self.doublees,
            "perdues ou à un autre jour": self.perdues,
            "en trop": self.en_trop,
            "après une réponse ou un désabonnement": self.apres_reponse,
            "un jour qui n’est pas ouvré": self.jours_chomes,
        }
        return "\n".join([*lignes, *(f"{nom} : {len(faute)}" for nom, faute in fautes.items())])


def examiner(annee: Annee) -> Rapport:
    """Compare what was written with what the dates alone call for."""
    suivis = {suivi.pk: suivi for suivi in Suivi.objects.order_by("pk")}
    relances = list(Relance.objects.order_by("pk"))
    faites = {(r.suivi_id, r.source, r.rang): r.le for r in relances}
    lettres = _lettres()
    dues, possibles = _attendues(annee, suivis)
    reponses = {(r.suivi_id, r.source): r.le for r in Reponse.objects.order_by("pk")}
    arrets = dict(Stagiaire.objects.exclude(sans_relance_le=None).values_list("pk", "sans_relance_le").order_by("pk"))
    stagiaires = dict(Parcours.objects.order_by("pk").values_list("pk", "stagiaire"))
    apres = [
        cle
        for cle, instants in lettres.items()
        for instant in instants
        if ((dite := reponses.get(cle[:2])) and instant > dite)
        or (
            cle[1] == Source.STAGIAIRE
            and (arret := arrets.get(stagiaires[suivis[cle[0]].parcours_id]))
            and instant > arret
        )
    ]
    return Rapport(
        ecrites=Counter((source, rang) for _, source, rang in faites),
        doublees=[cle for cle, instants in lettres.items() if len(instants) > 1],
        lettres=_par_modele(),
        perdues=[cle for cle, le in dues.items() if faites.get(cle) != le or cle not in lettres],
        en_trop=[cle for cle, le in faites.items() if possibles.get(cle) != le]
        + [c for c in lettres if c not in faites],
        apres_reponse=apres,
        jours_chomes=[r for r in relances if ouvre(r.le) != r.le],
    )


def _lettres() -> dict[tuple[int, str, int], list]:
    """The letters of the outbox, by follow-up, source and rank, with the instants they were written at."""
    trouvees: dict[tuple[int, str, int], list] = {}
    for courrier in Courrier.objects.filter(modele__startswith="suivi_").order_by("pk"):
        if courrier.modele == "suivi_stagiaire":
            _, suivi, source, rang = courrier.cle.split(":")
            trouvees.setdefault((int(suivi), source, int(rang)), []).append(courrier.depose_le)
        elif courrier.modele != "suivi_remonte" or courrier.contexte["region"]:
            source = "employeur" if courrier.modele == "suivi_employeur" else "referent"
            for ligne in courrier.contexte["lignes"]:
                rang = 3 if courrier.modele == "suivi_remonte" else ligne["rang"]
                trouvees.setdefault((ligne["suivi"], source, rang), []).append(courrier.depose_le)
    return trouvees


def _par_modele() -> Counter:
    """How many e-mails: a referent, and an employer, have one a day for all their people."""
    return Counter(
        Courrier.objects.filter(modele__startswith="suivi_").order_by("pk").values_list("modele", flat=True)
    )


def _attendues(annee: Annee, suivis: dict[int, Suivi]) -> tuple[dict, dict]:
    """What must have been written, and what may: a letter of the very day somebody answers may leave just before."""
    par_cle = {(suivi.parcours_id, suivi.echeance): suivi.pk for suivi in suivis.values()}
    fin = DEBUT + timedelta(days=annee.jours - 1)
    dues, possibles = {}, {}
    lus = Parcours.objects.select_related("stagiaire", "session__referent", "structure").order_by("pk")
    for parcours in lus:
        for mois, prevu in echeances(parcours.sorti_le).items():
            for source in Source.values:
                silence = _jusqu_a_quand(annee, parcours, mois, source)
                for rang in _rangs(parcours, source):
                    le = ouvre(prevu + timedelta(days=DELAIS[rang]))
                    cle = (par_cle.get((parcours.pk, mois), 0), source, rang)
                    if le <= fin and le <= silence.au_plus_tard:
                        possibles[cle] = le
                    if le <= fin and le < silence.au_plus_tot:
                        dues[cle] = le
    return dues, possibles


class Silence(NamedTuple):
    """Until when a source is written to: two days where what happens on one day may come in either order."""

    au_plus_tot: date
    au_plus_tard: date


def _jusqu_a_quand(annee: Annee, parcours: Parcours, mois: int, source: str) -> Silence:
    jour = annee.reponses.get((parcours.pk, mois, source), date.max)
    if source == Source.STAGIAIRE:
        jour = min(jour, annee.arrets.get(parcours.stagiaire_id, date.max))
    if source == Source.REFERENT and not _a_un_referent(parcours):
        # Nobody to wait for but the person and its employer: once both have answered there is nothing to send up.
        fermetures = (_ferme(annee, parcours, mois, meme_jour) for meme_jour in (True, False))
        return Silence(*(min(jour, fermeture) for fermeture in fermetures))
    return Silence(jour, jour)


def _ferme(annee: Annee, parcours: Parcours, mois: int, meme_jour: bool) -> date:
    """The day of the answer that finds everybody who can be asked heard: who asked to be left is not waited for, from
    that day (``meme_jour``) or from the next one."""
    dites = {source: annee.reponses.get((parcours.pk, mois, source), date.max) for source in Source.values}
    arret = annee.arrets.get(parcours.stagiaire_id, date.max) if parcours.stagiaire.courriel else date.min
    trouvees = [date.max]
    for dite in dites.values():
        laisse = arret <= dite if meme_jour else arret < dite
        if dites[Source.EMPLOYEUR] <= dite and (laisse or dites[Source.STAGIAIRE] <= dite):
            trouvees.append(dite)
    return min(trouvees)


def _rangs(parcours: Parcours, source: str) -> tuple[int, ...]:
    """The letters a source may get: none without an address; what has no referent at all only goes up."""
    if source == Source.STAGIAIRE:
        return (0, 1, 2) if parcours.stagiaire.courriel else ()
    if source == Source.EMPLOYEUR:
        return (0, 1, 2)
    return (0, 1, 2, 3) if _a_un_referent(parcours) else (3,)


def _a_un_referent(parcours: Parcours) -> bool:
    return bool(parcours.session.referent or parcours.structure)
