"""The reference tables that reading an intention needs, each read once at most: no query per row of a list.

Made for one reading (a request, a file), then thrown away: the tables may change between two of them.
"""

import re
from collections import defaultdict
from functools import cached_property

from referentiels.models import Commune, CommuneDeleguee, Departement, Metier, OrganismeFormation, Secteur
from referentiels.queries.communes import ARTICLES
from referentiels.queries.metiers import texte_de
from referentiels.regles.textes import normaliser

_CODE_POSTAL = re.compile(r"\b\d{5}\b")


class Referentiel:
    """Look-ups in memory, by code first and by words next. Each table is read when it is first asked for."""

    @cached_property
    def departements(self) -> dict[str, Departement]:
        """By code."""
        return {departement.code: departement for departement in Departement.objects.order_by("code")}

    def secteur(self, texte: str) -> Secteur | None:
        """Give the sector of a code or of a label."""
        return self._secteurs.get(texte.lower()) or self._secteurs.get(normaliser(texte))

    def metier(self, texte: str) -> Metier | None:
        """Give the job of a ROME code, of a label, or of both as the suggestions write them."""
        return self._metiers.get(texte.upper()) or self._metiers.get(normaliser(texte))

    @cached_property
    def _secteurs(self) -> dict[str, Secteur]:
        secteurs = list(Secteur.objects.order_by("ordre", "code"))
        return {normaliser(s.libelle): s for s in secteurs} | {s.code: s for s in secteurs}

    @cached_property
    def _metiers(self) -> dict[str, Metier]:
        metiers = list(Metier.objects.order_by("code_rome"))
        textes = {normaliser(texte_de(metier)): metier for metier in metiers}
        return textes | {m.libelle_normalise: m for m in metiers} | {m.code_rome: m for m in metiers}

    @cached_property
    def organismes(self) -> dict[str, OrganismeFormation]:
        """By SIRET."""
        return {organisme.siret: organisme for organisme in OrganismeFormation.objects.order_by("pk")}

    def secteur_du_metier(self, metier: Metier) -> Secteur | None:
        """Give the sector of a job that has only one, as the employer's form does."""
        codes = self._secteurs_des_metiers.get(metier.code_rome, [])
        return self._secteurs[codes[0]] if len(codes) == 1 else None

    @cached_property
    def _secteurs_des_metiers(self) -> dict[str, list[str]]:
        secteurs: dict[str, list[str]] = defaultdict(list)
        for metier, secteur in Metier.secteurs.through.objects.order_by("pk").values_list("metier_id", "secteur_id"):
            secteurs[metier].append(secteur)
        return dict(secteurs)

    def commune_insee(self, code: str) -> Commune | None:
        """Give the commune of an Insee code."""
        return self._communes.get(code)

    def communes_ecrites(self, texte: str) -> list[Commune]:
        """Give the communes a whole text can mean: « Pouzauges », « Pouzauges (85700) », « 85700 Pouzauges »."""
        code = _CODE_POSTAL.search(texte)
        return self.communes_nommees(_CODE_POSTAL.sub(" ", texte).strip(" ()"), code[0] if code else "")

    def communes_nommees(self, nom: str, code_postal: str = "") -> list[Commune]:
        """Give the communes that a name, a postal code or both can mean, as ``communes_saisies`` understands them."""
        if not nom:
            return self._par_code_postal.get(code_postal, [])
        normalise = normaliser(nom)
        exactes = self._par_nom.get(normalise, []) or [
            commune for article in ARTICLES[1:] for commune in self._par_nom.get(f"{article}{normalise}", [])
        ]
        for candidates in (exactes, self._par_ancien_nom.get(normalise, [])):
            if trouvees := [c for c in candidates if not code_postal or code_postal in c.codes_postaux.split("|")]:
                return trouvees
        return []

    def departement_du_code_postal(self, code_postal: str) -> Departement | None:
        """Give the département of a postal code: that of its communes when we know them, else of its first digits."""
        codes = {commune.departement_id for commune in self._par_code_postal.get(code_postal, [])}
        if len(codes) == 1:
            return self.departements.get(codes.pop())
        debut = code_postal[:3] if code_postal.startswith(("97", "98")) else code_postal[:2]
        if debut == "20":
            debut = "2A" if code_postal < "20200" else "2B"
        return self.departements.get(debut)

    @cached_property
    def _communes(self) -> dict[str, Commune]:
        communes = list(Commune.objects.order_by("code_insee"))
        for commune in communes:
            # One object per département: a commune then knows its own without a query.
            commune.departement = self.departements[commune.departement_id]
        return {commune.code_insee: commune for commune in communes}

    @cached_property
    def _par_nom(self) -> dict[str, list[Commune]]:
        noms: dict[str, list[Commune]] = defaultdict(list)
        for commune in self._communes.values():
            noms[commune.nom_normalise].append(commune)
        return dict(noms)

    @cached_property
    def _par_ancien_nom(self) -> dict[str, list[Commune]]:
        noms: dict[str, list[Commune]] = defaultdict(list)
        deleguees = CommuneDeleguee.objects.order_by("code_insee").values_list("nom_normalise", "commune_id")
        for nom, code in deleguees:
            if self._communes[code] not in noms[nom]:
                noms[nom].append(self._communes[code])
        return dict(noms)

    @cached_property
    def _par_code_postal(self) -> dict[str, list[Commune]]:
        codes: dict[str, list[Commune]] = defaultdict(list)
        for commune in self._communes.values():
            for code in commune.codes_postaux.split("|"):
                codes[code].append(commune)
        return dict(codes)
