"""What a list or a search reads of a session: one thin row each, which the database keeps by itself.

A search by words, places and employers looks at ten tables. Their answers are written here by triggers
(``migrations/0018_vitrine.py``, docs/decisions/0050): no action sets them, and none can set them wrong.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from referentiels.models import Commune, Departement, Epci, Metier, OrganismeFormation, Secteur
from sessions_formation.enums import TypeSession
from sessions_formation.models.sessions import Session

OUVERTE = Q(ouverte_jusqu_au__isnull=False)


def _copie(modele: type[models.Model], **options) -> models.ForeignKey:
    """A code the session or its lot already holds, with its constraint there and the indexes of the lists here."""
    return models.ForeignKey(
        modele, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, null=True, **options
    )


def _par(nom: str, *champs: str) -> models.Index:
    """An index of an order of the public list, or of one of its filters in its usual order."""
    return models.Index(fields=[*champs, "debut", "session"], condition=OUVERTE, name=f"vitrine_par_{nom}")


class Vitrine(models.Model):
    """One session as it is looked for. Read only: rewritten whole when anything it says changes.

    The names of employers are those who agreed to be read by everybody; kept as long as the agreement and the session.
    """

    session = models.OneToOneField(
        Session, models.DO_NOTHING, primary_key=True, related_name="vitrine", db_constraint=False
    )
    # The last day one may enter; none: it is not published, or is closed.
    ouverte_jusqu_au = models.DateField(null=True)
    debut = models.DateField(null=True)
    type = models.CharField(max_length=12, choices=TypeSession)
    # Without accents nor capitals: PostgreSQL's C order puts É after Z. Of any length: « … » becomes three letters.
    titre = models.TextField()
    lieu = models.CharField(max_length=120)
    secteur = _copie(Secteur)
    departement = _copie(Departement)
    epci = _copie(Epci)
    commune = _copie(Commune)
    metier = _copie(Metier)
    organisme = _copie(OrganismeFormation)
    certifiante = models.BooleanField()
    # Ordered, movements of amendments included, less those who hold a place; never below zero.
    libres = models.IntegerField("places libres")
    # Posts that wait at its end.
    postes = models.IntegerField()
    # Who recruits at its end, of those who agree to be named, in the order of names.
    employeurs = ArrayField(models.CharField(max_length=160))
    mots = SearchVectorField()
    recruteurs = SearchVectorField()

    class Meta:
        verbose_name = "session telle qu’on la cherche"
        indexes = [
            models.Index(fields=["debut", "session"], condition=OUVERTE, name="vitrine_par_date"),
            _par("titre", "titre"),
            _par("lieu", "lieu"),
            _par("places", "libres"),
            _par("secteur", "secteur"),
            _par("departement", "departement", "secteur"),
            _par("epci", "epci"),
            _par("commune", "commune"),
            _par("metier", "metier"),
            _par("organisme", "organisme"),
            GinIndex(fields=["mots"], condition=OUVERTE, name="vitrine_par_mots", fastupdate=False),
            GinIndex(fields=["recruteurs"], condition=OUVERTE, name="vitrine_par_employeur", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.titre
