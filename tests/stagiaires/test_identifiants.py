"""The numbers that name a person: read, or refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir

from stagiaires.forms.nir import SANS_NIR, refuser_nir
from stagiaires.regles.identifiants import contient_un_nir, identifiant_ft_valide

MOIS = [*range(1, 13), 20, *range(30, 43), *range(50, 100)]
NIR = st.builds(
    "{}{:02d}{:02d}{}{:03d}{:03d}".format,
    st.integers(1, 2),
    st.integers(0, 99),
    st.sampled_from(MOIS),
    st.one_of(st.sampled_from(["2A", "2B"]), st.integers(1, 99).map("{:02d}".format)),
    st.integers(1, 999),
    st.integers(1, 999),
)
AUTOUR = st.sampled_from(["", "son numéro est ", "né le 12/03/1985 : ", "NIR\N{NO-BREAK SPACE}"])
ENTRE = st.sampled_from(["", " ", ".", "-", "\N{NARROW NO-BREAK SPACE}"])


@given(NIR, AUTOUR, ENTRE)
def test_nir_est_reconnu_sans_sa_cle(numero, avant, entre):
    groupes = (numero[0], numero[1:3], numero[3:5], numero[5:7], numero[7:10], numero[10:])
    assert contient_un_nir(f"{avant}{entre.join(groupes)} merci")


@given(NIR, AUTOUR, st.lists(ENTRE, min_size=15, max_size=15))
def test_nir_est_reconnu_avec_sa_cle_ou_que_soient_les_espaces(numero, avant, entre):
    complet = numero + nir.calc_check_digits(numero)
    assert nir.is_valid(complet)
    ecrit = "".join(caractere + espace for caractere, espace in zip(complet, entre, strict=True))
    assert contient_un_nir(f"{avant}{ecrit}")


@given(NIR, st.integers(1, 96))
def test_nir_de_quinze_chiffres_a_la_mauvaise_cle_n_en_est_pas_un(numero, ecart):
    cle = (int(nir.calc_check_digits(numero)) + ecart - 1) % 97 + 1
    assert not contient_un_nir(f"{numero}{cle:02d}")


@given(st.lists(st.integers(0, 99_999_999).map("{:08d}".format), min_size=1, max_size=3), st.sampled_from(" .-"))
def test_numeros_de_telephone_ne_sont_pas_un_nir(numeros, entre):
    ecrits = [entre.join(["06", *(numero[i : i + 2] for i in range(0, 8, 2))]) for numero in numeros]
    assert not contient_un_nir(f"Joindre au {', '.join(ecrits)}")


@given(st.integers(0, 99_999_999_999_999).map("{:014d}".format))
def test_siret_n_est_pas_un_nir(siret):
    assert not contient_un_nir(siret)
    assert not contient_un_nir(f"SIRET {siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}")


@given(st.lists(st.dates(date(1940, 1, 1), date(2040, 1, 1)), min_size=1, max_size=3), st.sampled_from(["%d/%m/%Y"]))
def test_dates_ne_sont_pas_un_nir(jours, forme):
    assert not contient_un_nir(" et ".join(jour.strftime(forme) for jour in jours))


@pytest.mark.parametrize("texte", ["", "1234567A", "12345678901", "1 850 544 109 123 €", "12.03.2026 15.04.2026"])
def test_autres_nombres_ne_sont_pas_un_nir(texte):
    assert not contient_un_nir(texte)


def test_champ_refuse_un_nir_et_dit_pourquoi():
    with pytest.raises(ValidationError) as refus:
        refuser_nir("Son numéro : 1 85 05 44 109 123.")
    assert refus.value.messages == [SANS_NIR]


@pytest.mark.parametrize(
    ("saisi", "garde"),
    [("1234567a", "1234567A"), (" 1234567 8", "12345678"), ("123.456.789.01", "12345678901")],
)
def test_identifiant_france_travail_est_garde_sans_espaces_en_capitales(saisi, garde):
    assert identifiant_ft_valide(saisi) == garde


@pytest.mark.parametrize("saisi", ["", "123456A", "12345678A", "A1234567", "1234567890", "1234567É", "1850544109123"])
def test_identifiant_france_travail_d_une_autre_forme_est_refuse(saisi):
    with pytest.raises(ValueError, match="7 chiffres suivis"):
        identifiant_ft_valide(saisi)
