from intentions.models.intention import IntentionEmbauche

__all__ = ["IntentionEmbauche"]
