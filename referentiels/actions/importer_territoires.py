"""The territoires EFOP, from the Région's open data: one row per commune, or one per EPCI."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from referentiels.actions.fichiers import Colonne, Fichier, FichierInutilisable, LigneRefusee
from referentiels.actions.imports import Rapport, Suivi
from referentiels.models import Commune, TerritoireEfop
from referentiels.regles.typographie import compter

# The Région's own headings could not be read when this was written: --colonne names any other.
COLONNES = (
    Colonne(
        "commune",
        (
            "code insee( commune)?",
            "insee( com(mune)?)?",
            "code com(mune)?",
            "com(mune)? (code|insee)",
            "codgeo",
            "commune",
        ),
        exigee=False,
    ),
    Colonne("epci", ("(code )?siren( epci)?", "(code|siren) epci", "epci (code|siren)", "epci"), exigee=False),
    Colonne(
        "territoire",
        (
            "(nom|libelle) (territoire|efop|territoire efop|clpe)",
            "(territoire|efop|territoire efop|clpe) (nom|libelle)",
            "territoire efop|efop|territoire|clpe",
        ),
    ),
    Colonne(
        "code",
        (
            "(code|id|numero) (territoire|efop|territoire efop|clpe)",
            "(territoire|efop|territoire efop|clpe) (code|id|numero)",
        ),
        exigee=False,
    ),
)


@dataclass(slots=True)
class _Perimetres:
    """What the rows say: commune → territory, and the name of each territory."""

    communes: dict[str, Commune]
    par_epci: dict[str, list[str]] = field(default_factory=dict)
    noms: dict[str, str] = field(default_factory=dict)
    choix: dict[str, str] = field(default_factory=dict)

    def retenir(self, valeurs: dict[str, str]) -> None:
        """Take a row, or raise `LigneRefusee`."""
        nom = valeurs["territoire"]
        if not nom:
            raise LigneRefusee("sans nom de territoire.")
        code = valeurs.get("code") or slugify(nom)[:40]
        if self.noms.setdefault(code, nom) != nom:
            raise LigneRefusee(f"le code {code} est déjà celui de « {self.noms[code]} ».")
        communes = self._communes(valeurs)
        if ailleurs := next((c for c in communes if self.choix.get(c, code) != code), None):
            autre = self.noms[self.choix[ailleurs]]
            raise LigneRefusee(f"{self.communes[ailleurs].nom} est déjà du territoire « {autre} ».")
        self.choix.update(dict.fromkeys(communes, code))

    def _communes(self, valeurs: dict[str, str]) -> list[str]:
        if insee := valeurs.get("commune"):
            if insee not in self.communes:
                raise LigneRefusee(f"la commune {insee} n’est pas de la région.")
            return [insee]
        epci = valeurs.get("epci", "")
        if epci not in self.par_epci:
            raise LigneRefusee(
                f"l’EPCI {epci} n’a pas de commune dans la région." if epci else "sans commune ni EPCI."
            )
        return self.par_epci[epci]


@transaction.atomic
def importer_territoires(fichier: Fichier, *, suivre: Suivi = iter) -> Rapport:
    """Create or rename the territories and give each commune its own; counts are of communes.

    A commune the file does not speak of keeps its territory. Raises `FichierInutilisable` for a file without a
    column of communes (Insee codes) nor of EPCI (SIREN).
    """
    if not fichier.rangs.keys() & {"commune", "epci"}:
        raise FichierInutilisable(
            "Ce fichier n’a ni code Insee de commune ni SIREN d’EPCI : désignez la colonne avec --colonne commune=… "
            "ou --colonne epci=…"
        )
    rapport, perimetres = Rapport(), _perimetres()
    for numero, cellules in suivre(fichier):
        try:
            perimetres.retenir(fichier.valeurs(cellules))
        except LigneRefusee as refus:
            rapport.refus[numero] = str(refus)
    _ecrire_territoires(perimetres)
    _ecrire_communes(perimetres, rapport)
    return rapport


def _perimetres() -> _Perimetres:
    communes = {commune.code_insee: commune for commune in Commune.objects.all()}
    perimetres = _Perimetres(communes)
    for commune in communes.values():
        if commune.epci_id:
            perimetres.par_epci.setdefault(commune.epci_id, []).append(commune.code_insee)
    return perimetres


def _ecrire_territoires(perimetres: _Perimetres) -> None:
    """A territory is of a département when all its communes are."""
    departements: dict[str, set[str]] = {}
    for insee, code in perimetres.choix.items():
        departements.setdefault(code, set()).add(perimetres.communes[insee].departement_id)
    TerritoireEfop.objects.bulk_create(
        [
            TerritoireEfop(
                code=code,
                nom=perimetres.noms[code],
                departement_id=next(iter(ensemble)) if len(ensemble) == 1 else None,
            )
            for code, ensemble in departements.items()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["nom", "departement"],
    )


def _ecrire_communes(perimetres: _Perimetres, rapport: Rapport) -> None:
    changees = []
    for insee, code in perimetres.choix.items():
        commune = perimetres.communes[insee]
        if commune.territoire_id == code:
            rapport.inchangees += 1
            continue
        if commune.territoire_id:
            rapport.modifiees += 1
        else:
            rapport.nouvelles += 1
        commune.territoire_id = code
        changees.append(commune)
    Commune.objects.bulk_update(changees, ["territoire"], batch_size=500)
    if sans := Commune.objects.filter(territoire=None).count():
        rapport.remarques.append(f"{compter(sans, 'commune')} de la région sans territoire pour l’instant.")
