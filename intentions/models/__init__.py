from intentions.models.imports import ImportIntentions, StatutImport
from intentions.models.intention import IntentionEmbauche
from intentions.models.partenaires import CleApi, Partenaire, RequeteIdempotente
from intentions.models.suites import ChampDemande, Derogation, Interet
from intentions.models.webhooks import Abonnement, EnvoiWebhook, StatutEnvoi

__all__ = [
    "Abonnement",
    "ChampDemande",
    "CleApi",
    "Derogation",
    "EnvoiWebhook",
    "ImportIntentions",
    "IntentionEmbauche",
    "Interet",
    "Partenaire",
    "RequeteIdempotente",
    "StatutEnvoi",
    "StatutImport",
]
