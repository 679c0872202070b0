"""The business refusals an edge may catch; anything else rises to the error tracker."""


class RegleViolee(Exception):
    """An act refused by a rule of the domain.

    ``motifs`` are French sentences, shown as they are to the person who acted.
    """

    def __init__(self, *motifs: str) -> None:
        super().__init__(*motifs)
        self.motifs: tuple[str, ...] = motifs

    def __str__(self) -> str:
        """All of them, for who has one line to say it."""
        return " ".join(self.motifs)


class TransitionImpossible(RegleViolee):
    """The act does not exist from the state the object is in (often: somebody else acted first)."""


class DossierModifie(RegleViolee):
    """The file is no longer as it was read: who decides is asked to read it again."""
