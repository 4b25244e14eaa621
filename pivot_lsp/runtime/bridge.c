/* The bridge: one C file between CPython 3.11 to 3.13 and every vessel, whatever its language.
 *
 * It binds an exported function once (shapes become a tree of nodes) as a callable that walks its arguments in place
 * into flat slots, calls the vessel and builds the result. `abi.py` defines shapes, slots and return values.
 *
 * It is compiled without Python.h (bridge_python.h declares what is used). PyObject's two fields are part of the
 * stable ABI: an object's type is compared by address, so that a subclass, a bool for an int or an int for a float is
 * never taken for the real one.
 *
 * Invariants:
 *  - The walk runs no code of the user and changes nothing, so legacy can answer with the very same arguments.
 *  - No exception is left behind by a refused walk or build.
 *  - While a vessel holds views into Python strings, no Python code runs: signal handlers wait (see vessel_poll), the
 *    collector is held while the result is built, and where building itself runs Python code (records) or the
 *    function is known to poll, the strings are copied first.
 */
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "bridge_linked.h"
#include "bridge_printed.h"

static Type *bound_type;
static uint32_t python_version;
static int64_t process;
static uint64_t serial; /* of calls */

/* ---- the call ---- */
static Object *legacy(Bound *bound, int64_t reason, Object *const *args, size_t count, Object *names) {
    bound->reasons[reason > OK && reason < REASONS ? reason : INTERNAL]++;
    return PyObject_Vectorcall(bound->legacy, args, count, names);
}

/* What is given beyond the positional parameters, as a new tuple. */
static Object *packed(Bound *bound, Object *const *args, Size count) {
    Object *tuple = PyTuple_New(count - bound->positional);
    for (Size i = bound->positional; tuple && i < count; i++)
        PyTuple_SetItem(tuple, i - bound->positional, same(args[i]));
    if (!tuple) PyErr_Clear();
    return tuple;
}

/* Puts every argument at its parameter's place, defaults where none is given. 0: legacy must say what is wrong. */
static int arrange(Bound *bound, Object *const *args, Size count, Object *names, Object *more, Object **out) {
    if (count > bound->positional && !more) return 0;
    for (int i = 0; i < bound->count; i++) out[i] = i < count && i < bound->positional ? args[i] : NULL;
    if (more) out[bound->positional] = more;
    Size given = names ? PyTuple_Size(names) : 0;
    for (Size k = 0; k < given; k++) {
        Object *name = PyTuple_GetItem(names, k);
        int i = bound->positional_only;
        while (i < bound->count && bound->name[i] != name) i++;
        if (i == bound->count) { /* names are interned as a rule, but need not be */
            i = bound->positional_only;
            while (i < bound->count && PyUnicode_Compare(bound->name[i], name)) i++;
        }
        if (i == bound->count || out[i] || (bound->star && i == bound->positional)) return 0;
        out[i] = args[count + k];
    }
    for (int i = 0; i < bound->count; i++) {
        if (!out[i]) out[i] = bound->preset[i];
        if (!out[i]) return 0;
    }
    return 1;
}

static int64_t clock_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The vessel's own code between two looks at the clock: benchmarks tell it from the crossing. */
static int32_t clocked_entry(Bound *bound, const uint64_t *in, uint64_t *out, Ctx *ctx) {
    int64_t began = clock_ns();
    int32_t status = bound->entry(in, out, ctx);
    bound->kernel_ns += clock_ns() - began;
    bound->kernel_calls++;
    return status;
}

/* The answer or the exception, with *reason 0; or NULL without exception and a reason for which legacy must answer. */
static Object *native(Bound *bound, Object *const *values, int *reason) {
    Call call;
    call.ctx = (Ctx){ABI, python_version, vessel_alloc, vessel_poll, 0, -1, NULL, 0, bound->memory, vessel_print};
    call.bound = bound;
    call.serial = ++serial;
    call.top = (char *)call.first;
    call.end = call.top + FIRST;
    call.chunks = NULL;
    call.next_size = 16384;
    call.left = bound->memory;
    call.copied = bound->copies;
    call.polled = call.raised = call.depth = 0;
    call.links = (Links){0};
    call.lent = NULL;
    call.given = NULL;
    call.printed = (Printed){0};
    call.refused = OK;

    Object *result = NULL;
    uint64_t *in = take(&call, (size_t)bound->in_slots * 8), *out = take(&call, (size_t)bound->out_slots * 8);
    uint64_t *slot = in + 2 * bound->linked;
    *reason = in && out ? OK : MEMORY;
    for (int i = 0; i < bound->count && !*reason; slot += bound->params[i++]->slots)
        *reason = walk(&call, bound->params[i], values[i], slot);
    if (!*reason && bound->linked) *reason = walk_links(&call, in);
    if (!*reason && call.lent && writes_are_missed(&call)) *reason = VALUE;
    if (*reason) goto done;

    if (bound->arrays) clear_underflow();
    int32_t status =
        bound->clocked ? clocked_entry(bound, in, out, &call.ctx) : bound->entry(in, out, &call.ctx);
    if (call.raised) { /* a signal handler's exception is the call's */
        bound->reasons[INTERRUPT]++;
        goto done;
    }
    if (call.polled) {
        *reason = INTERRUPT;
    } else if ((status == RESULT || status == RAISED) && bound->arrays && underflow_is_told()) {
        *reason = VALUE;
    } else if (status == RESULT || status == RAISED) {
        Call *outer = answering;
        answering = &call;
        int collected = bound->holds || status == RAISED ? PyGC_Disable() : 0;
        Commit commit = {&call.links, NULL, 0, NULL, 0, 0};
        Object *built = status == RAISED ? build_exception(bound, &call.ctx)
                        : bound->linked  ? prepare(&commit, bound->result, out)
                                         : build(bound->result, out);
        if (bound->linked && built && status == RAISED) {
            Object *nothing = prepare(&commit, NULL, out);
            if (!nothing) Py_DecRef(built);
            built = nothing ? built : NULL;
        }
        answering = outer;
        if (built && !can_be_printed(&call.printed)) {
            Py_DecRef(built);
            built = NULL;
            *reason = VALUE;
        }
        int half = built && !(commit_changes(&commit) && print_all(&call.printed));
        forget_changes(&commit);
        if (collected) PyGC_Enable();
        if (half) {
            Py_DecRef(built);
        } else if (built && status == RESULT) {
            result = built;
        } else if (built) {
            PyErr_SetObject((Object *)built->type, built);
            Py_DecRef(built);
        } else if (!*reason && is_defect()) {
            *reason = failed(call.refused ? call.refused : INTERNAL);
        }
        if (!*reason) bound->native++;
    } else {
        int64_t said = call.ctx.reason;
        *reason = said > OK && said < REASONS ? (int)said : INTERNAL;
    }
done:
    if (*reason) restore_arrays(&call);
    give_back_arrays(&call);
    if (bound->linked) forget_links(&call.links);
    release(&call);
    return result;
}

static Object *bound_call(Object *self, Object *const *args, size_t flagged, Object *names) {
    Bound *bound = (Bound *)self;
    Object *arranged[MAX_PARAMS], *const *values = args, *result, *more = NULL;
    size_t count = flagged & ~OFFSET_FLAG;
    int reason = OK;
    if (bound->home && bound->home != process) return legacy(bound, FORK, args, count, names);
    if (names || (Size)count != bound->count || bound->count > bound->positional) { /* a star is beyond them */
        if (bound->star && (Size)count > bound->positional) more = packed(bound, args, (Size)count);
        if (!arrange(bound, args, (Size)count, names, more, arranged)) {
            if (more) Py_DecRef(more);
            return legacy(bound, TYPE, args, count, names);
        }
        values = arranged;
    }
    result = native(bound, values, &reason);
    if (more) Py_DecRef(more);
    return reason ? legacy(bound, reason, args, count, names) : result;
}

static Object *bind(Object *module, Object *args) {
    unsigned long long address, memory;
    long long home;
    Object *shapes, *names, *defaults, *records, *exceptions, *answer;
    const char *result;
    int positional, positional_only, star, links;
    (void)module;
    if (!PyArg_ParseTuple(args, "KOsOOiipOOOLKi", &address, &shapes, &result, &names, &defaults, &positional,
                          &positional_only, &star, &records, &exceptions, &answer, &home, &memory,
                          &links))
        return NULL;
    Bound *bound = (Bound *)PyType_GenericAlloc(bound_type, 0);
    if (!bound) return NULL;
    bound->vectorcall = bound_call;
    bound->entry = (Entry)(uintptr_t)address;
    bound->legacy = same(answer);
    bound->names = same(names);
    bound->defaults = same(defaults);
    bound->records = same(records);
    bound->exceptions = same(exceptions);
    bound->positional = positional;
    bound->positional_only = positional_only;
    bound->star = star;
    bound->home = home;
    bound->memory = memory;
    bound->linked = links;
    if (parse_bound(bound, shapes, result)) return &bound->head;
    Py_DecRef(&bound->head);
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "a shape that the bridge cannot read");
    return NULL;
}

/* ---- the callable's type ---- */
static Object *counts(Object *self, Object *unused) {
    Bound *b = (Bound *)self;
    int64_t *r = b->reasons;
    (void)unused;
    return Py_BuildValue("LLLLLLLLLL", b->native, r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9]);
}

/* The first look makes every later call look at the clock, which costs two looks a call. */
static Object *kernel(Object *self, Object *unused) {
    Bound *b = (Bound *)self;
    int64_t look = INT64_MAX;
    for (int i = 0; i < 1000; i++) {
        int64_t began = clock_ns(), took = clock_ns() - began;
        if (took < look) look = took;
    }
    (void)unused;
    Object *told = Py_BuildValue("LLL", b->kernel_ns, b->kernel_calls, look);
    b->clocked = 1;
    b->kernel_ns = b->kernel_calls = 0;
    return told;
}

static Object **references(Bound *bound, int i) {
    Object **all[] = {&bound->dict,     &bound->legacy,  &bound->names,
                      &bound->defaults, &bound->records, &bound->exceptions};
    return i < 6 ? all[i] : NULL;
}

static int bound_traverse(Object *self, Visit visit, void *arg) {
    int stop = visit((Object *)self->type, arg);
    for (int i = 0; !stop && references((Bound *)self, i); i++)
        if (*references((Bound *)self, i)) stop = visit(*references((Bound *)self, i), arg);
    return stop;
}

/* Only what can close a cycle is let go; a call cannot come after, for the caller would hold the callable. */
static int bound_clear(Object *self) {
    Object **dict = references((Bound *)self, 0), *old = *dict;
    *dict = NULL;
    if (old) Py_DecRef(old);
    return 0;
}

static void bound_dealloc(Object *self) {
    Bound *bound = (Bound *)self;
    Type *type = self->type;
    PyObject_GC_UnTrack(self);
    for (int i = 0; references(bound, i); i++)
        if (*references(bound, i)) Py_DecRef(*references(bound, i));
    for (int i = 0; bound->table && i < bound->table_count; i++) {
        free(bound->table[i].items);
        free(bound->table[i].places);
        free(bound->table[i].keys);
    }
    while (bound->nodes) {
        Node *node = bound->nodes;
        bound->nodes = node->next;
        free(node->items);
        free(node);
    }
    free(bound->table);
    free(bound->params);
    free(bound->name);
    ((void (*)(void *))PyType_GetSlot(type, TP_FREE))(self);
    Py_DecRef((Object *)type);
}

static MethodDef bound_methods[] = {
    {"_counts", counts, METH_NOARGS, "(native, fallbacks by reason 1 to 9)"},
    {"_kernel", kernel, METH_NOARGS,
     "(nanoseconds in the vessel's own code, entries, nanoseconds of a look at the clock) since it was last asked"},
    {0}};
static MemberDef bound_members[] = {
    {"__vectorcalloffset__", MEMBER_SIZE, offsetof(Bound, vectorcall), MEMBER_READONLY, NULL},
    {"__dictoffset__", MEMBER_SIZE, offsetof(Bound, dict), MEMBER_READONLY, NULL},
    {0}};
static GetSetDef bound_getset[] = {{"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL}, {0}};
static TypeSlot bound_slots[] = {{TP_CALL, (void *)PyVectorcall_Call},
                                 {TP_TRAVERSE, (void *)bound_traverse},
                                 {TP_CLEAR, (void *)bound_clear},
                                 {TP_DEALLOC, (void *)bound_dealloc},
                                 {TP_DOC, (void *)"A vessel's function, callable in place of legacy."},
                                 {TP_METHODS, bound_methods},
                                 {TP_MEMBERS, bound_members},
                                 {TP_GETSET, bound_getset},
                                 {0, NULL}};
static TypeSpec bound_spec = {"pivot_lsp.runtime.NativeFunction", sizeof(Bound), 0,
                              FLAG_DISALLOW_INSTANTIATION | FLAG_IMMUTABLE | FLAG_VECTORCALL | FLAG_GC, bound_slots};
static MethodDef bind_method = {"bind", bind, METH_VARARGS, "Binds one exported function."};

static void forked(void) { process = (int64_t)getpid(); }

/* ---- what cffi calls ---- */
#ifndef PIVOT_SOURCE
#define PIVOT_SOURCE ""
#endif
/* sha256 of this file, told by the compiler's command line. */
__attribute__((visibility("default"))) const char *pivot_bridge_source(void) { return PIVOT_SOURCE; }

/* Appends the builtin `bind` to the list at `address`; `none` is None's address. 0: done; else an exception's trace is
 * printed by nobody, the list stays empty and the caller refuses. cffi let the GIL go, so it is taken here. */
__attribute__((visibility("default"))) int pivot_bridge_open(uintptr_t address, uintptr_t none, uint32_t python) {
    int gil = PyGILState_Ensure(), status = -1;
    if (!bound_type) {
        None_ = (Object *)none;
        True_ = PyBool_FromLong(1);
        False_ = PyBool_FromLong(0);
        python_version = python;
        prove_layout(python);
        forked();
        built_in_print = built_in("print");
        if (pthread_atfork(NULL, NULL, forked) == 0) bound_type = (Type *)PyType_FromSpec(&bound_spec);
    }
    Object *function = bound_type ? PyCFunction_NewEx(&bind_method, NULL, NULL) : NULL;
    if (function) {
        status = PyList_Append((Object *)address, function);
        Py_DecRef(function);
    }
    PyErr_Clear();
    PyGILState_Release(gil);
    return status;
}
