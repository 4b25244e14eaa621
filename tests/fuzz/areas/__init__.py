"""What programs are made of beyond plain expressions and loops: an area of Python each, all with one signature.

A production writes some lines at an indent through the `Pen`, and tells the scope of what it has bound. A program has
a few areas only, so that what the compiler refuses in one leaves the others tried.
"""

from tests.fuzz.areas import family, keyed, objects
from tests.fuzz.areas.edges import EDGES
from tests.fuzz.areas.effects import EFFECTS
from tests.fuzz.areas.family import FAMILY
from tests.fuzz.areas.flow import FLOW
from tests.fuzz.areas.functions import FUNCTIONS
from tests.fuzz.areas.gathered import GATHERED
from tests.fuzz.areas.keyed import KEYED
from tests.fuzz.areas.leaving import LEAVING
from tests.fuzz.areas.mutation import MUTATION
from tests.fuzz.areas.objects import OBJECTS
from tests.fuzz.areas.ordered import ORDERED
from tests.fuzz.areas.pen import Pen, Production
from tests.fuzz.areas.printed import PRINTED
from tests.fuzz.areas.sets import SETS
from tests.fuzz.areas.texts import TEXTS

AREAS: dict[str, tuple[Production, ...]] = {
    "edges": EDGES,
    "effects": EFFECTS,
    "family": FAMILY,
    "flow": FLOW,
    "functions": FUNCTIONS,
    "gathered": GATHERED,
    "keyed": KEYED,
    "leaving": LEAVING,
    "mutation": MUTATION,
    "objects": OBJECTS,
    "ordered": ORDERED,
    "printed": PRINTED,
    "sets": SETS,
    "texts": TEXTS,
}
DECLARATIONS = objects.DECLARATIONS + "\n" + family.DECLARATIONS + "\n" + keyed.DECLARATIONS

__all__ = ["AREAS", "DECLARATIONS", "Pen", "Production"]
