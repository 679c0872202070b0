"""What is said at the head of a page is said once."""

from django.contrib.messages import INFO, SUCCESS
from django.contrib.messages.storage.base import Message

from noyau.templatetags.maison import une_fois


def test_deux_clics_rapides_ne_disent_pas_deux_fois_la_meme_chose():
    dits = [Message(SUCCESS, "C’est noté."), Message(INFO, "Rien n’a changé."), Message(SUCCESS, "C’est noté.")]

    assert [(dit.level, dit.message) for dit in une_fois(dits)] == [
        (SUCCESS, "C’est noté."),
        (INFO, "Rien n’a changé."),
    ]
