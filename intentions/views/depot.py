"""Written next."""


def deposer(request, **kwargs):
    raise NotImplementedError


def retirer(request, **kwargs):
    raise NotImplementedError


def verifier(request, **kwargs):
    raise NotImplementedError


def supprimer(request, **kwargs):
    raise NotImplementedError
