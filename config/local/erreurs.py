"""What goes wrong with the embedded servers, in sentences fit for a terminal."""


class ServeursIndisponibles(Exception):
    """The embedded servers cannot be had; the message says what to do."""
