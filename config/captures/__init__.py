"""The screenshots of the guides, taken again by one command on a demonstration of its own, on a day that never moves.

``table`` says which; ``service`` gives a database, its demonstration and a server for the time of the command;
``appareil`` drives the browser.
"""
