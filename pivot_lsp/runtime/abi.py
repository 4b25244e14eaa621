"""The one calling convention between the bridge and every vessel, in words and constants.

A vessel exports, for each function of its manifest, `int32_t symbol(const uint64_t *args, uint64_t *out, Ctx *ctx)`.
`args` holds the parameters' slots one after another, `out` takes the result's slots. A slot is 8 bytes.

Shape grammar (prefix notation) and slots:
  i  int     1: int64                       f  float  1: IEEE double
  b  bool    1: 0 or 1                      n  None   1: 0
  s  str     2: const char* to UTF-8; bytes in the low 32 bits, code points in the high 32 bits
  ?T Optional   1 + T: tag 0 (None, the rest unspecified) or 1
  [T list    2: pointer to contiguous elements; int64 count
  *T tuple of any length: as a list
  Yi bytes   2: as a tuple of any length of ints
  {KV dict   2: pointer to contiguous K V pairs in insertion order; int64 count
  c{KV Counter, d{KV defaultdict whose factory is the built-in type that makes an empty V: as a dict
  <T set     2: pointer to contiguous elements, in any order; int64 count      >T frozenset: as a set
  (T...) tuple  the elements' slots      Rn;  record n of the manifest: its fields' slots
  |T...) union  1 + T for each: tag 1 at the one that the value has, 0 at the others
  En; member 1: its place among the members of Enum n of the manifest, aliases apart
  F  numpy.float64  1: IEEE double   I  numpy.int64  1: int64   B  numpy.bool_  1: 0 or 1
  A1F array of float64, A1I of int64  2: pointer to its elements, which lie one after another; their count
  A2F array in two dimensions  3: pointer; rows; columns          W..  the same, which the vessel may write in place
  D  date    1: ordinal                     T  datetime without zone  1: microseconds since 0001-01-01
  L  timedelta  1: microseconds
  _  a field the unit never reads: no slot
A record that the manifest calls `keyed` is a dict with the fields as keys; whatever their order, its slots are in the
manifest's.

Return value: RESULT, FALLBACK (legacy answers; `ctx->reason` says why), or RAISED (`ctx->exc_kind` is an index into
the manifest's exceptions; `ctx->exc_args` points to `ctx->exc_count` values of 3 slots: tag, a, b; the tags are
TAG_*: None; int in a; float in a; bool in a; str in a, b as above). The last of them are the attributes that the
manifest's `exception_fields` names for that class, if it does; the others are its args.

    typedef struct Ctx {
      uint32_t abi;      // ABI
      uint32_t python;   // 311, 312, 313: float sums and some messages differ
      void *(*alloc)(struct Ctx *, size_t bytes);  // 8-aligned; lives until the result is built; NULL: no memory
      int32_t (*poll)(struct Ctx *);               // not 0: stop and return FALLBACK with reason INTERRUPT
      int64_t reason; int64_t exc_kind; const uint64_t *exc_args; int64_t exc_count;
      uint64_t memory;   // bytes the vessel may allocate for itself in this call before it must fall back
      int32_t (*print)(struct Ctx *, const char *utf8, size_t bytes);  // not 0: no memory
    } Ctx;

What is given to `print` is written to sys.stdout when the call has ended with RESULT or RAISED, and never otherwise;
NULL asks that sys.stdout be flushed then.

Call `poll` in loops that may run over 50 ms, and not for each element: a function that was seen to poll has its strings
copied from its next call on, so that signal handlers may run while the vessel looks at them.

Linked functions (`linked` in the manifest): a list, dict, set, tuple of any length, bytes or record (a NamedTuple
apart) is 1 slot, its number in a table of objects: one object that is met twice has one number (a tuple, bytes or
frozenset may have several). args[0] points to the table the bridge walked, args[1] is its length, the parameters
follow; out[0] and out[1] are the table as the vessel leaves it, the result follows. An entry of a table is 2 slots: a
pointer to the contents, and their count (of a record: 1). Contents are the elements, the pairs or the fields, as above.
The vessel's table begins with the bridge's objects, in their order, as they are now (an entry may point to the bridge's
own contents when nothing has changed); what the vessel made follows. After RAISED the table is written too: what was
done before stays done.

An array of the result may point to elements of an argument's array: it is that array if it has its shape, else
legacy answers. Linked or not, arrays cross by their memory.

Invariant: the vessel never writes to `args` or to what they point to, but for the elements of an array `W`, and keeps
no pointer after it returns.
"""

ABI = 2
RESULT, FALLBACK, RAISED = 0, 1, 2
TAG_NONE, TAG_INT, TAG_FLOAT, TAG_BOOL, TAG_STR = range(5)

REASONS = {
    1: "overflow",  # an int left 64 bits
    2: "value",  # a value whose exact treatment the vessel leaves to legacy (NaN in a sort, non-ASCII upper ...)
    3: "memory",  # the call's own memory limit
    4: "depth",  # recursion close to where CPython would stop
    5: "interrupt",  # a signal handler wants to run
    6: "internal",  # a defect caught at the boundary
    7: "type",  # an argument is not exactly of the declared type (said by the bridge)
    8: "fork",  # Go after fork
    9: "load",  # the vessel could not be loaded
}
