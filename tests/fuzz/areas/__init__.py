"""What programs are made of beyond plain expressions and loops: an area of Python each, all with one signature.

A production writes some lines at an indent through the `Pen`, and tells the scope of what it has bound. A program has
a few areas only, so that what the compiler refuses in one leaves the others tried.
"""

from tests.fuzz.areas.flow import FLOW
from tests.fuzz.areas.functions import FUNCTIONS
from tests.fuzz.areas.gathered import GATHERED
from tests.fuzz.areas.mutation import MUTATION
from tests.fuzz.areas.objects import DECLARATIONS, OBJECTS
from tests.fuzz.areas.pen import Pen, Production
from tests.fuzz.areas.sets import SETS

AREAS: dict[str, tuple[Production, ...]] = {
    "flow": FLOW,
    "functions": FUNCTIONS,
    "gathered": GATHERED,
    "mutation": MUTATION,
    "objects": OBJECTS,
    "sets": SETS,
}

__all__ = ["AREAS", "DECLARATIONS", "Pen", "Production"]
