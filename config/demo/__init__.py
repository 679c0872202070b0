"""The demonstration: invented people and employers, real communes, jobs and sectors, every role and every state.

Everything that has a history is reached through the acts themselves, each at its own past instant
(``noyau.horloge``), so that states, findings, journals, orders and letters are true.
"""
