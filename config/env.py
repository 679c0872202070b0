"""The only reader of the environment: everything the service can be told from outside, typed.

Without ``DATABASE_URL`` and ``REDIS_URL`` the embedded servers of ``config.local`` are used; their addresses
are computed here so that settings need not know which kind of server answers.
"""

from pathlib import Path

from environs import Env

RACINE = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(RACINE / ".env"), recurse=False)
