/* NumPy's arrays, zero-copy through the buffer protocol, and its scalars.
 *
 *   A1F  array of float64 in one dimension   A2I  of int64 in two   W..  one that the vessel may write
 *   F  numpy.float64     I  numpy.int64     B  numpy.bool_
 *
 * NumPy is asked for when the first such shape is bound, and needs not be there: then every such call is legacy's. Only
 * the exact classes cross, and of arrays only what is native, aligned and contiguous in C order.
 *
 * Invariants:
 *  - Every buffer that was taken is given back when the call ends, however it ends.
 *  - A vessel writes in place, so that aliases see it; what stood there before is kept, and put back when legacy is to
 *    answer.
 *  - A result that is an argument is that very object; one that only shares memory with an argument, or with another
 *    result, is legacy's.
 */
#ifndef PIVOT_BRIDGE_ARRAYS_H
#define PIVOT_BRIDGE_ARRAYS_H
#include "bridge_call.h"

/* ---- what NumPy has; never given back ---- */
static struct {
    int asked;
    Object *array, *float64, *int64, *true_, *false_, *empty, *float_dtype, *int_dtype, *geterr;
} numpy;

/* Finds NumPy. What is missing stays NULL; no exception is left behind. */
static void open_numpy(void) {
    if (numpy.asked) return;
    numpy.asked = 1;
    Object *module = PyImport_ImportModule("numpy");
    if (module) {
        Object **const into[] = {&numpy.array, &numpy.float64, &numpy.int64, &numpy.true_,
                                 &numpy.false_, &numpy.empty, &numpy.geterr};
        static const char *const NAMES[] = {"ndarray", "float64", "int64", "True_", "False_", "empty", "geterr"};
        for (size_t i = 0; i < sizeof into / sizeof *into; i++) *into[i] = PyObject_GetAttrString(module, NAMES[i]);
        Object *dtype = PyObject_GetAttrString(module, "dtype");
        numpy.float_dtype = dtype ? PyObject_CallFunction(dtype, "s", "float64") : NULL;
        numpy.int_dtype = dtype ? PyObject_CallFunction(dtype, "s", "int64") : NULL;
        if (dtype) Py_DecRef(dtype);
        Py_DecRef(module);
        if (!numpy.float64 || !numpy.int64 || !numpy.true_ || !numpy.false_ || !numpy.empty || !numpy.geterr ||
            !numpy.float_dtype || !numpy.int_dtype)
            numpy.array = numpy.float64 = numpy.int64 = NULL;
    }
    PyErr_Clear();
}

/* ---- the arrays of a call ---- */
static int parse_array(Node *node, const char **text) {
    open_numpy();
    node->ndim = **text - '0';
    if (node->ndim != 1 && node->ndim != 2) return 0;
    node->element = *++*text;
    if (node->element != 'F' && node->element != 'I') return 0;
    ++*text;
    return 1;
}

/* Its elements lie one after another, in C order. */
static int is_contiguous(const Buffer *view) {
    Size step = 8;
    for (int i = view->ndim - 1; i >= 0; i--) {
        if (view->shape[i] == 0) return 1;
        if (view->shape[i] != 1 && view->strides[i] != step) return 0;
        step *= view->shape[i];
    }
    return 1;
}

/* The elements of a strided array of one dimension, one after another; NULL without memory. */
static void *gathered(Call *call, const Buffer *view) {
    double *into = take(call, (size_t)view->shape[0] * 8);
    const char *from = view->data;
    for (Size i = 0; into && i < view->shape[0]; i++, from += view->strides[0]) memcpy(into + i, from, 8);
    return into;
}

/* The memory in which the elements of an array lie. */
static void extent_of(const Buffer *view, const char **first, size_t *bytes) {
    Size low = 0, high = 8;
    for (int i = 0; i < view->ndim; i++) {
        if (view->shape[i] == 0) high = low;
        if (view->shape[i] == 0) break;
        Size reach = (view->shape[i] - 1) * view->strides[i];
        if (reach < 0) low += reach;
        else high += reach;
    }
    *first = (const char *)view->data + low;
    *bytes = (size_t)(high - low);
}

static int overlap(const char *a, size_t a_bytes, const char *b, size_t b_bytes) {
    return a_bytes && b_bytes && a < b + b_bytes && b < a + a_bytes;
}

/* Whether what was gathered from one array would miss what the vessel writes to another. */
static int writes_are_missed(const Call *call) {
    for (const Lent *copy = call->lent; copy; copy = copy->next) {
        const char *first;
        size_t bytes;
        if (copy->data == copy->view.data) continue;
        extent_of(&copy->view, &first, &bytes);
        for (const Lent *other = call->lent; other; other = other->next)
            if (other->before && overlap(first, bytes, other->view.data, other->bytes)) return 1;
    }
    return 0;
}

static int walk_array(Call *call, const Node *node, Object *value, uint64_t *out) {
    if (!numpy.array || (Object *)value->type != numpy.array) return TYPE;
    Lent *lent = take(call, sizeof(Lent));
    if (!lent) return MEMORY;
    if (PyObject_GetBuffer(value, &lent->view, BUFFER_RECORDS_RO) < 0) return failed(TYPE);
    lent->next = call->lent; /* from here on it is given back with the call */
    lent->node = node;
    lent->object = value;
    lent->before = NULL;
    lent->bytes = 0;
    call->lent = lent;
    const Buffer *view = &lent->view;
    const char wanted = node->element == 'F' ? 'd' : 'l';
    if (view->ndim != node->ndim || view->itemsize != 8 || !view->format || view->format[0] != wanted ||
        view->format[1] || !view->strides || !view->shape || (uintptr_t)view->data % 8)
        return TYPE;
    lent->data = view->data;
    if (!is_contiguous(view)) {
        if (node->kind == 'W' || view->ndim != 1 || view->strides[0] % 8) return TYPE;
        lent->data = gathered(call, view);
        if (!lent->data) return MEMORY;
    }
    lent->bytes = 8;
    for (int i = 0; i < view->ndim; i++) lent->bytes *= (size_t)view->shape[i];
    if (node->kind == 'W') {
        if (view->readonly) return TYPE;
        lent->before = take(call, lent->bytes);
        if (!lent->before) return MEMORY;
        memcpy(lent->before, view->data, lent->bytes);
    }
    out[0] = (uint64_t)(uintptr_t)lent->data;
    for (int i = 0; i < view->ndim; i++) out[1 + i] = (uint64_t)view->shape[i];
    return OK;
}

/* Puts back what stood in the arrays before the vessel wrote: legacy answers. */
static void restore_arrays(const Call *call) {
    for (const Lent *lent = call->lent; lent; lent = lent->next)
        if (lent->before) memcpy(lent->view.data, lent->before, lent->bytes);
}

static void give_back_arrays(Call *call) {
    for (Lent *lent = call->lent; lent; lent = lent->next) PyBuffer_Release(&lent->view);
    call->lent = NULL;
}

/* ---- results ---- */
static Call *answering; /* the call whose result is being built */

static Object *not_ours(void) {
    answering->refused = VALUE;
    PyErr_SetString(PyExc_SystemError, "a result shares memory");
    return NULL;
}

/* The argument that lies there in this very shape. NULL without exception: none; NULL with one: legacy's to answer. */
static Object *argument_at(const Node *node, const char *data, const uint64_t *shape, size_t bytes) {
    Object *found = NULL;
    for (const Lent *lent = answering->lent; lent; lent = lent->next) {
        int same_shape = lent->node->ndim == node->ndim && lent->node->element == node->element;
        for (int i = 0; same_shape && i < node->ndim; i++) same_shape = (uint64_t)lent->view.shape[i] == shape[i];
        if (same_shape && (const char *)lent->data == data) {
            if (found && found != lent->object) return not_ours();
            found = lent->object;
        } else if (overlap(data, bytes, lent->data, lent->bytes)) {
            return not_ours();
        }
    }
    return found;
}

static Object *build_array(const Node *node, const uint64_t *in) {
    const char *data = (const char *)(uintptr_t)in[0];
    size_t bytes = 8;
    for (int i = 0; i < node->ndim; i++) bytes *= (size_t)in[1 + i];
    Object *made = argument_at(node, data, in + 1, bytes);
    if (made) Py_IncRef(made);
    if (made || PyErr_Occurred()) return made;
    for (const Given *given = answering->given; given; given = given->next)
        if (overlap(data, bytes, given->data, given->bytes)) return not_ours();
    Given *given = take(answering, sizeof(Given));
    if (!given) return PyErr_NoMemory();
    *given = (Given){answering->given, data, bytes};
    answering->given = given;
    if (!numpy.array) return PyErr_SetString(PyExc_SystemError, "NumPy is not there"), NULL;
    Object *dtype = node->element == 'F' ? numpy.float_dtype : numpy.int_dtype;
    made = node->ndim == 1 ? PyObject_CallFunction(numpy.empty, "LO", (long long)in[1], dtype)
                           : PyObject_CallFunction(numpy.empty, "(LL)O", (long long)in[1], (long long)in[2], dtype);
    Buffer view;
    if (!made || PyObject_GetBuffer(made, &view, BUFFER_WRITABLE) < 0) {
        if (made) Py_DecRef(made);
        return NULL;
    }
    if ((size_t)view.bytes == bytes && bytes) memcpy(view.data, data, bytes);
    PyBuffer_Release(&view);
    return made;
}

/* ---- scalars ---- */
static int walk_numpy_scalar(const Node *node, Object *value, uint64_t *out) {
    if (!numpy.array) return TYPE;
    if (node->kind == 'F') {
        if ((Object *)value->type != numpy.float64) return TYPE;
        double number = PyFloat_AsDouble(value);
        memcpy(out, &number, 8);
    } else if (node->kind == 'I') {
        int overflow;
        if ((Object *)value->type != numpy.int64) return TYPE;
        out[0] = (uint64_t)PyLong_AsLongLongAndOverflow(value, &overflow);
        if (overflow || PyErr_Occurred()) return failed(TYPE);
    } else {
        if (value != numpy.true_ && value != numpy.false_) return TYPE;
        out[0] = value == numpy.true_;
    }
    return OK;
}

static Object *build_numpy_scalar(const Node *node, uint64_t slot) {
    if (!numpy.array) return PyErr_SetString(PyExc_SystemError, "NumPy is not there"), NULL;
    if (node->kind == 'I') return PyObject_CallFunction(numpy.int64, "L", (long long)slot);
    if (node->kind == 'F') {
        double number;
        memcpy(&number, &slot, 8);
        return PyObject_CallFunction(numpy.float64, "d", number);
    }
    Object *truth = slot ? numpy.true_ : numpy.false_;
    Py_IncRef(truth);
    return truth;
}

/* ---- the processor's flags ---- */
/* Runtimes fall back by themselves where NumPy would warn with its defaults. An underflow is silent unless the program
 * has asked for it (numpy.errstate), which is looked up when there was one. */
#ifdef __x86_64__
static void clear_underflow(void) { __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() & ~0x10u); }
static int underflowed(void) { return (__builtin_ia32_stmxcsr() & 0x10u) != 0; }
#else /* not known here, so the program is asked each time */
static void clear_underflow(void) {}
static int underflowed(void) { return 1; }
#endif

static int underflow_is_told(void) {
    if (!numpy.array || !underflowed()) return 0;
    int told = 1;
    Object *state = PyObject_CallFunction(numpy.geterr, NULL);
    Object *ways = state && state->type == &PyDict_Type ? PyDict_GetItemString(state, "under") : NULL;
    Object *ignored = ways ? PyUnicode_InternFromString("ignore") : NULL;
    if (ignored) told = PyUnicode_Compare(ways, ignored) != 0;
    if (ignored) Py_DecRef(ignored);
    if (state) Py_DecRef(state);
    PyErr_Clear();
    return told;
}
#endif
