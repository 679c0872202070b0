"""What the follow-up reads: who is to be followed, what is due, who is written to, how to reach the answer's page."""

from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import int_to_base36

from comptes import liens
from insertion.enums import Echeance, Source
from insertion.models import Embauche, Relance, Reponse, Suivi
from insertion.regles.echeances import Delais
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.reglement import Reglement
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours

# Who left before that is past the last follow-up and its reminders.
MOIS_MAX = 7
JOINTS = (
    "parcours__stagiaire__referent",
    "parcours__stagiaire__structure",
    "parcours__structure",
    "parcours__session__organisme",
    "parcours__session__referent",
    "parcours__session__structure_referente",
    "parcours__intention__employeur",
    "parcours__intention__deposant",
)


@dataclass(frozen=True, slots=True)
class Boite:
    """Where a mail goes: an address, and how its reader is greeted (empty for a structure)."""

    courriel: str
    prenom: str = ""
    nom: str = ""


@dataclass(slots=True)
class Dossier:
    """A follow-up with who has answered it, and what was sent: source → rank → day."""

    suivi: Suivi
    repondues: set[str] = field(default_factory=set)
    envoyees: dict[str, dict[int, date]] = field(default_factory=dict)

    @property
    def parcours(self) -> Parcours:
        return self.suivi.parcours


def delais_de(reglement: Reglement) -> Delais:
    """Give the days of the reminders, from the law of the day."""
    return Delais(reglement.suivi_relance_jours, reglement.suivi_seconde_relance_jours, reglement.suivi_escalade_jours)


def a_preparer(le: date) -> QuerySet[Parcours]:
    """Those who left, whose follow-ups are not written yet or follow another day than the one they left."""
    prets = Suivi.objects.filter(parcours=OuterRef("pk"), echeance=Echeance.FIN, prevu_le=OuterRef("sorti_le"))
    return Parcours.objects.filter(
        ~Exists(prets),
        statut__in=SORTI,
        stagiaire__efface_le=None,
        sorti_le__gt=ajouter_mois(le, -MOIS_MAX),
        sorti_le__lte=le,
    )


def ouverts(le: date) -> QuerySet[Suivi]:
    """Follow-ups whose day has come and that still ask something."""
    return Suivi.objects.filter(
        clos_le=None, prevu_le__lte=le, parcours__statut__in=SORTI, parcours__stagiaire__efface_le=None
    )


def dus(source: Source, *, delais: Delais, le: date) -> QuerySet[Suivi]:
    """Open follow-ups on which ``source`` has not answered, and was not sent what their age calls for (1 query)."""
    lui = {"suivi": OuterRef("pk"), "source": source}
    premier, second = le - timedelta(days=delais.rappel), le - timedelta(days=delais.second_rappel)
    manque = (
        Q(~Exists(Relance.objects.filter(**lui)))
        | Q(~Exists(Relance.objects.filter(**lui, rang__gte=1)), prevu_le__lte=premier)
        | Q(~Exists(Relance.objects.filter(**lui, rang__gte=2)), prevu_le__lte=second)
    )
    suivis = ouverts(le).filter(~Exists(Reponse.objects.filter(**lui)), manque)
    if source == Source.STAGIAIRE:
        sans_contact = {"parcours__stagiaire__courriel": ""}
        if settings.SMS_URL:
            sans_contact["parcours__stagiaire__telephone"] = ""
        suivis = suivis.filter(parcours__stagiaire__sans_relance_le=None).exclude(**sans_contact)
    if source == Source.EMPLOYEUR:
        embauche = Exists(Embauche.objects.filter(parcours=OuterRef("parcours")))
        suivis = suivis.filter(parcours__intention__isnull=False).exclude(embauche, echeance=Echeance.FIN)
    return suivis


def epuises(*, delais: Delais, le: date) -> QuerySet[Suivi]:
    """Open follow-ups for which everything announced has had its time: to send up the line, or to close."""
    return ouverts(le).filter(prevu_le__lte=le - timedelta(days=delais.remontee))


def lire_dossiers(suivis: Collection[int]) -> list[Dossier]:
    """Read follow-ups by id, with all that decides what is sent (4 queries). Lock them first, then read."""
    trouves = Suivi.objects.filter(pk__in=suivis).select_related(*JOINTS).order_by("pk")
    dossiers = {suivi.pk: Dossier(suivi) for suivi in trouves}
    par_parcours = {d.suivi.parcours_id: d for d in dossiers.values() if d.suivi.echeance == Echeance.FIN}
    for pk, source in Reponse.objects.filter(suivi__in=dossiers).order_by("pk").values_list("suivi", "source"):
        dossiers[pk].repondues.add(source)
    # A hire declared, or denied, is the employer's answer at the end.
    for parcours in (
        Embauche.objects.filter(parcours__in=par_parcours).order_by("pk").values_list("parcours", flat=True)
    ):
        par_parcours[parcours].repondues.add(Source.EMPLOYEUR.value)
    lettres = Relance.objects.filter(suivi__in=dossiers).order_by("pk").values_list("suivi", "source", "rang", "le")
    for pk, source, rang, jour in lettres:
        dossiers[pk].envoyees.setdefault(source, {})[rang] = jour
    return list(dossiers.values())


def attendues(parcours: Parcours) -> set[str]:
    """Give the sources that may be asked about a person: those who can be written to, and did not ask to be left."""
    sources = set()
    if boite_du_referent(parcours).courriel:
        sources.add(Source.REFERENT.value)
    if contacts_du_stagiaire(parcours):
        sources.add(Source.STAGIAIRE.value)
    if courriel_employeur(parcours):
        sources.add(Source.EMPLOYEUR.value)
    return sources


def boite_du_referent(parcours: Parcours) -> Boite:
    """Give who follows the person: the session's referent, else the person's own, else a structure's address."""
    for personne in (parcours.session.referent, parcours.stagiaire.referent):
        if personne is not None and personne.is_active:
            return Boite(personne.email, personne.prenom, personne.get_full_name())
    return boite_de_la_structure(parcours)


def boite_de_la_structure(parcours: Parcours) -> Boite:
    """Give the address above the referent: that of the session's structure, else of the person's own."""
    for structure in (parcours.session.structure_referente, parcours.stagiaire.structure, parcours.structure):
        if structure is not None and structure.courriel:
            return Boite(structure.courriel, nom=structure.nom)
    return Boite("")


def boite_de_l_employeur(parcours: Parcours) -> Boite:
    """Give who answers for the employer of the post; no address on the socle."""
    contact = parcours.intention.contact_nom if parcours.intention else ""
    return Boite(courriel_employeur(parcours), nom=contact)


def contacts_du_stagiaire(parcours: Parcours) -> list[str]:
    """Give where the person may be written to: its e-mail, then its phone when text messages leave; or nothing."""
    stagiaire = parcours.stagiaire
    if stagiaire.sans_relance_le or stagiaire.efface_le:
        return []
    return [contact for contact in (stagiaire.courriel, telephone_de(parcours)) if contact]


def telephone_de(parcours: Parcours) -> str:
    """Give the number a text message may go to, empty where none is sent."""
    return parcours.stagiaire.telephone if settings.SMS_URL else ""


def courriel_employeur(parcours: Parcours) -> str:
    """Give where the employer of the post reads us; empty on the socle."""
    return courriel_de_l_employeur(parcours.intention) if parcours.intention else ""


def chemin_du_stagiaire(suivi: Suivi, contact: str) -> str:
    """Give the path of the page where a person answers a follow-up, opened by the link sent to ``contact``."""
    return liens.chemin("insertion:suivi_lien", liens.Usage.SUIVI, contact, objet=suivi.pk)


def chemin_court(suivi: Suivi, numero: str) -> str:
    """Give the short path a text message has room for; it leads to the page of the link."""
    return reverse("insertion:suivi_texto", args=[f"{int_to_base36(suivi.pk)}-{signature_courte(suivi.pk, numero)}"])


def signature_courte(suivi: int, numero: str) -> str:
    """Sign a follow-up for one phone number: another number, or another follow-up, has another signature (72 bits)."""
    empreinte = salted_hmac("suivi-texto", f"{suivi}:{numero}", algorithm="sha256").digest()
    return urlsafe_b64encode(empreinte[:9]).decode()


def chemin_de_l_employeur(suivi: Suivi, courriel: str) -> str:
    """Give the path of the page where an employer says whether the person still works there."""
    return liens.chemin("insertion:suivi_employeur", liens.Usage.SUIVI_EMPLOYEUR, courriel, objet=suivi.pk)


def chemin_stop(parcours: Parcours, contact: str) -> str:
    """Give the path of the page where a person asks not to be written to any more, or takes it back."""
    return liens.chemin("insertion:suivi_stop", liens.Usage.SUIVI_STOP, contact, objet=parcours.stagiaire_id)


def chemin_du_suivi(suivi: Suivi) -> str:
    """Give the path of the page of a follow-up, for those with an account."""
    return reverse("insertion:suivi", args=[suivi.pk])
