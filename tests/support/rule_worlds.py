"""A handful of rules of every shape, and facts for them, drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st
from rdflib import OWL, RDF, Namespace, Variable

from kg.reasoning.rules import EQUALITY, Atom, Rule

EX = Namespace("https://example.org/")
A, B, C, D = EX.a, EX.b, EX.c, EX.d
X, Y, Z = (Variable(name) for name in "xyz")
CHAIN = Rule("chain", "user", Atom(X, EX.q, Z), (Atom(X, EX.p, Y), Atom(Y, EX.p, Z)))
CLOSED = Rule("transitive", "user", Atom(X, EX.q, Z), (Atom(X, EX.q, Y), Atom(Y, EX.q, Z)))
TYPED = Rule("typed", "user", Atom(X, RDF.type, EX.C), (Atom(X, EX.q, Y), Atom(Y, RDF.type, EX.C)))
LOOP = Rule("loop", "user", Atom(X, EX.r, X), (Atom(X, EX.q, X),))
CONSTANT = Rule("constant", "user", Atom(EX.a, EX.r, X), (Atom(EX.b, EX.q, X),))
ONE = Rule("one", "user", Atom(Y, OWL.sameAs, Z), (Atom(X, EX.one, Y), Atom(X, EX.one, Z)))
CROSS = Rule("cross", "user", Atom(X, EX.s, Y), (Atom(X, RDF.type, EX.D), Atom(Y, EX.r, Y)))
RULES = (*EQUALITY, CHAIN, CLOSED, TYPED, LOOP, CONSTANT, ONE, CROSS)

things = st.sampled_from([A, B, C, D])
facts = st.one_of(
    st.tuples(things, st.sampled_from([EX.p, EX.p, EX.q, EX.one]), things),
    st.tuples(things, st.just(RDF.type), st.sampled_from([EX.C, EX.D])),
)
