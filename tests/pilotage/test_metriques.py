"""What Prometheus is given: read by its own parser, closed to who has no token, and naming nobody."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from noyau.courriers import Courrier, StatutCourrier
from noyau.courtier import DUREES, ECHOUEES, FINIES, SUCCES, noter_la_fin
from tests.factories import comptes

pytestmark = pytest.mark.django_db

JETON = "un-jeton-d-essai"


@pytest.fixture
def lire(client, settings):
    """Scrape, and give {(name, labels): value}."""
    settings.METRIQUES_JETON = JETON
    cache.clear()
    with Redis.from_url(settings.REDIS_URL) as file:
        file.delete(FINIES, ECHOUEES, DUREES, SUCCES)

    def scrute() -> dict[tuple, float]:
        reponse = client.get("/metriques/", headers={"Authorization": f"Bearer {JETON}"})
        assert reponse.status_code == 200
        familles = text_string_to_metric_families(reponse.content.decode())
        return {
            (releve.name.removeprefix("emploi_formation_"), *sorted(releve.labels.values())): releve.value
            for famille in familles
            for releve in famille.samples
        }

    yield scrute
    cache.clear()


@pytest.mark.parametrize(
    ("jeton", "dit"),
    [("", ""), ("", "Bearer "), (JETON, ""), (JETON, "Bearer autre"), (JETON, f"Basic {JETON}"), (JETON, JETON)],
)
def test_sans_le_jeton_la_page_n_existe_pas(client, settings, jeton, dit):
    settings.METRIQUES_JETON = jeton

    assert client.get("/metriques/", headers={"Authorization": dit}).status_code == 404


def test_les_requetes_se_comptent_par_page_et_par_code(client, lire):
    client.force_login(comptes.employeur())
    avant = lire()
    for _ in range(3):
        client.get("/compte/")
    client.get("/compte/inexistante/")

    apres = lire()

    cles = [("requetes_total", "200", "GET", "comptes:compte"), ("requetes_total", "404", "GET", "inconnue"),
            ("requetes_duree_secondes_count", "comptes:compte")]  # fmt: skip
    assert [apres[cle] - avant.get(cle, 0) for cle in cles] == [3, 1, 3]


def test_ce_qui_attend_et_ce_que_les_taches_deviennent_se_lisent(lire):
    le = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    noter_la_fin("config.purger", reussie=True, duree=1.5, le=le)
    noter_la_fin("config.purger", reussie=False, duree=0.5, le=le)
    maintenant = timezone.now()
    for rang, statut in enumerate((StatutCourrier.A_EXPEDIER, StatutCourrier.QUARANTAINE)):
        Courrier.objects.create(
            cle=f"essai:{rang}", message_id=f"<{rang}@essai>", modele="essai", destinataire="claire@maison.example",
            statut=statut, prochain_essai_le=maintenant, depose_le=maintenant,
        )  # fmt: skip

    lus = lire()

    attendus = {
        ("taches_total", "config.purger", "reussie"): 1,
        ("taches_total", "config.purger", "echouee"): 1,
        ("taches_duree_secondes_total", "config.purger"): 2.0,
        ("tache_derniere_reussite", "config.purger"): le.timestamp(),
        ("courriers", "dus"): 1,
        ("courriers", "quarantaine"): 1,
        ("documents_a_dessiner",): 0,
        ("donnees_impossibles",): 0,
        ("part_en_marche", "base"): 1,
        ("part_en_marche", "worker"): 0,
    }
    assert {cle: lus[cle] for cle in attendus} == attendus
    assert lus[("base_octets",)] > 1_000_000


def test_rien_ne_nomme_quelqu_un_ni_un_chemin(client, lire):
    personne = comptes.employeur(prenom="Zébulonne")
    client.force_login(personne)
    client.get(f"/r/courriels/{personne.email}/")

    cles = " ".join(trait for cle in lire() for trait in cle)
    assert [mot for mot in ("Zébulonne", personne.email, "/r/") if mot in cles] == []
