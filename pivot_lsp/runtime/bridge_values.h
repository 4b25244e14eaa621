/* A call's values: the walk of the arguments into slots, the build of results and exceptions. */
#ifndef PIVOT_BRIDGE_VALUES_H
#define PIVOT_BRIDGE_VALUES_H
#include "bridge_arrays.h"

/* AHEAD: elements lie wherever they were made, so those of the rounds to come are asked for early. */
enum { MAX_DEPTH = 200, AHEAD = 8 };

/* ---- arguments in: the walk ---- */
static int walk_str(Call *call, Object *value, uint64_t *out) {
    Size bytes;
    const char *text = ascii_text(value, &bytes);
    uint64_t points = (uint64_t)bytes;
    if (!text) {
        text = PyUnicode_AsUTF8AndSize(value, &bytes);
        if (!text) return failed(VALUE); /* a lone surrogate has no UTF-8 */
        points = (uint64_t)(layout.texts ? AT(Size, value, 16) : PyUnicode_GetLength(value));
    }
    if (bytes > (Size)UINT32_MAX) return MEMORY;
    if (call->copied) {
        char *copy = take(call, (size_t)bytes);
        if (!copy) return MEMORY;
        memcpy(copy, text, (size_t)bytes);
        text = copy;
    }
    out[0] = (uint64_t)(uintptr_t)text;
    out[1] = (uint64_t)bytes | points << 32;
    return OK;
}

static inline int walk_int(Object *value, uint64_t *out) {
    int overflow;
    if (value->type != &PyLong_Type) return TYPE;
    if (small_int(value, out)) return OK;
    out[0] = (uint64_t)PyLong_AsLongLongAndOverflow(value, &overflow);
    return overflow ? OVERFLOW : OK;
}

static inline int walk_float(Object *value, uint64_t *out) {
    if (value->type != &PyFloat_Type) return TYPE;
    double number = layout.floats ? AT(double, value, 16) : PyFloat_AsDouble(value);
    memcpy(out, &number, 8);
    return OK;
}

static int walk(Call *call, const Node *node, Object *value, uint64_t *out);

#include "bridge_keyed.h"
#include "bridge_dicts.h"

static inline int is_row(const Object *value, const Node *row) {
    return value->type == &PyTuple_Type && AT(Size, value, 16) == row->count;
}

/* Tuples of one shape in a sequence, read where CPython keeps them. Rows and what they hold lie wherever they were made,
 * so those of the rounds to come are asked for early. */
static int walk_rows(Call *call, const Node *row, Object *const *items, Size count, uint64_t *out) {
    for (Size i = 0; i < count; i++) {
        if (i + AHEAD < count && items[i + AHEAD]) __builtin_prefetch(items[i + AHEAD]);
        if (i + AHEAD / 2 < count && items[i + AHEAD / 2] && is_row(items[i + AHEAD / 2], row)) {
            Object *const *soon = tuple_items(items[i + AHEAD / 2]);
            for (int k = 0; k < row->count && k < AHEAD / 2; k++) __builtin_prefetch(soon[k]);
        }
        if (!items[i] || !is_row(items[i], row)) return TYPE;
        Object *const *fields = tuple_items(items[i]);
        for (int k = 0; k < row->count; out += row->items[k++]->slots) {
            const Node *field = row->items[k];
            int reason = field->linked        ? walk(call, field, fields[k], out)
                         : field->kind == 'i' ? walk_int(fields[k], out)
                         : field->kind == 'f' ? walk_float(fields[k], out)
                                              : walk(call, field, fields[k], out);
            if (reason) return reason;
        }
    }
    return OK;
}

static int walk_sequence(Call *call, const Node *node, Object *value, uint64_t *out, int list) {
    const Node *item = node->items[0];
    Size count = list ? PyList_Size(value) : PyTuple_Size(value);
    uint64_t *slots = take_slots(call, count, item->slots);
    if (!slots) return MEMORY;
    out[0] = (uint64_t)(uintptr_t)slots;
    out[1] = (uint64_t)count;
    Object *const *items = list ? (layout.lists ? list_items(value) : NULL) : layout.tuples ? tuple_items(value) : NULL;
    int reason = OK;
    if (items && item->kind == 'f') {
        for (Size i = 0; i < count && !reason; i++) reason = items[i] ? walk_float(items[i], slots + i) : TYPE;
        return reason;
    }
    if (items && item->kind == 'i') {
        for (Size i = 0; i < count && !reason; i++) reason = items[i] ? walk_int(items[i], slots + i) : TYPE;
        return reason;
    }
    if (items && item->kind == '(' && !item->linked && layout.tuples)
        return walk_rows(call, item, items, count, slots);
    for (Size i = 0; i < count && !reason; i++, slots += item->slots) {
        if (items && i + AHEAD < count) __builtin_prefetch(items[i + AHEAD]);
        Object *element = items ? items[i] : list ? PyList_GetItem(value, i) : PyTuple_GetItem(value, i);
        if (!element) return failed(TYPE);
        reason = walk(call, item, element, slots);
    }
    return reason;
}

/* bytes as the ints that they are. */
static int walk_bytes(Call *call, Object *value, uint64_t *out) {
    Size count = PyBytes_Size(value);
    const unsigned char *from = (const unsigned char *)PyBytes_AsString(value);
    uint64_t *slots = take_slots(call, count, 1);
    if (!slots) return MEMORY;
    out[0] = (uint64_t)(uintptr_t)slots;
    out[1] = (uint64_t)count;
    for (Size i = 0; i < count; i++) slots[i] = from[i];
    return OK;
}

/* The set keeps its elements alive, so what a walk borrows from them outlives the iterator. */
static int walk_set(Call *call, const Node *node, Object *value, uint64_t *out) {
    const Node *item = node->items[0];
    Size count = PySet_Size(value), seen = 0;
    uint64_t *slots = take_slots(call, count, item->slots);
    if (!slots) return MEMORY;
    out[0] = (uint64_t)(uintptr_t)slots;
    out[1] = (uint64_t)count;
    int collected = PyGC_Disable(); /* an iterator is a new object: a collection would run code of the user */
    Object *walker = PyObject_GetIter(value), *element = NULL;
    if (collected) PyGC_Enable();
    if (!walker) return failed(TYPE);
    int reason = OK;
    for (; !reason && (element = PyIter_Next(walker)); slots += item->slots) {
        reason = seen++ < count ? walk(call, item, element, slots) : TYPE;
        Py_DecRef(element);
    }
    Py_DecRef(walker);
    if (!reason && PyErr_Occurred()) return failed(TYPE);
    return reason ? reason : seen == count ? OK : TYPE;
}

/* Narrows down where the field number `i` is kept, by an instance that is known to give `field` for it. */
static void learn_place(Record *record, int i, const Object *value, const Object *field) {
    Object *const *values = record->kept == IN_VALUES ? instance_values(value, record->basic) : NULL;
    if (record->kept == IN_VALUES && !values) {
        record->places[i] = 0;
        return;
    }
    record->places[i] &= values ? places_of(values, value, record->basic, field, record->count)
                                : slots_of(value, record->basic, field);
}

/* After an instance: every field has one place of its own, or none can be told, or others must be looked at. */
static void learned(Record *record, const Object *value) {
    int certain = 1;
    record->last = value;
    for (int i = 0; i < record->count; i++) {
        uint64_t mine = record->places[i];
        if (record->items[i]->kind == '_') continue;
        if (mine & (mine - 1)) { /* what is surely another's is not mine */
            for (int k = 0; k < record->count; k++) {
                uint64_t other = record->places[k];
                if (k != i && record->items[k]->kind != '_' && !(other & (other - 1))) mine &= ~other;
            }
            record->places[i] = mine;
        }
        if (!mine) {
            record->how = BY_ATTRIBUTE;
            return;
        }
        certain &= !(mine & (mine - 1));
    }
    if (++record->met >= 2 && certain) {
        for (int i = 0; i < record->count; i++)
            if (record->items[i]->kind != '_') record->places[i] = (uint64_t)__builtin_ctzll(record->places[i]);
        record->how = record->kept;
    } else if (record->met == 64) {
        record->how = BY_ATTRIBUTE;
    }
}

/* The fields of an instance by place, or NULL when this one must be asked by attribute. */
static inline Object *const *fields_of(const Record *record, const Object *value) {
    if (record->how == IN_VALUES) return instance_values(value, record->basic);
    return record->how == IN_SLOTS ? (Object *const *)value : NULL;
}

static int walk_by_attribute(Call *call, Record *record, Object *value, uint64_t *out) {
    Object *const *fields = fields_of(record, value);
    int learns = record->how == UNKNOWN && value != record->last, reason = OK;
    for (int i = 0; i < record->count && !reason; i++) {
        const Node *item = record->items[i];
        if (item->kind == '_') continue;
        Object *field = PyObject_GetAttr(value, PyTuple_GetItem(record->names, i));
        if (!field) return failed(TYPE); /* a half-initialised instance */
        if (learns) learn_place(record, i, value, field);
        if (fields && fields[record->places[i]] != field) record->how = BY_ATTRIBUTE;
        /* A value that only this call holds was made by a descriptor: the class has changed since bind. */
        reason = field->refs == 1 ? TYPE : walk(call, item, field, out);
        Py_DecRef(field);
        out += item->slots;
    }
    if (!reason && learns) learned(record, value);
    if (!reason && fields) record->checked = call->serial;
    return reason;
}

/* Whether the instance has variables of its class as they were when the function was bound. */
static int has_constants(const Record *record, Object *value) {
    for (Size i = 0, count = PyTuple_Size(record->constants); i < count; i++) {
        Object *pair = PyTuple_GetItem(record->constants, i);
        Object *found = PyObject_GetAttr(value, PyTuple_GetItem(pair, 0));
        if (!found) return PyErr_Clear(), 0;
        int same_one = found == PyTuple_GetItem(pair, 1);
        Py_DecRef(found);
        if (!same_one) return 0;
    }
    return 1;
}

static int walk_record(Call *call, Record *record, Object *value, uint64_t *out) {
    if (record->keyed) return walk_keyed(call, record, value, out);
    if ((Object *)value->type != record->cls || !has_constants(record, value)) return TYPE;
    int reason = OK;
    if (record->tuple) {
        for (int i = 0; i < record->count && !reason; i++) {
            Object *field = PyTuple_GetItem(value, i);
            if (record->items[i]->kind == '_') continue;
            reason = field ? walk(call, record->items[i], field, out) : failed(TYPE);
            out += record->items[i]->slots;
        }
        return reason;
    }
    Object *const *fields = record->checked == call->serial ? fields_of(record, value) : NULL;
    if (!fields) return walk_by_attribute(call, record, value, out);
    uint64_t *start = out;
    for (int i = 0; i < record->count; i++) {
        const Node *item = record->items[i];
        if (item->kind == '_') continue;
        Object *field = fields[record->places[i]];
        if (!field) return walk_by_attribute(call, record, value, start);
        reason = walk(call, item, field, out);
        if (reason) return reason;
        out += item->slots;
    }
    return OK;
}

static int walk_link(Call *call, const Node *node, Object *value, uint64_t *out);

/* The first of the types that the value has, exactly: its tag is 1, those of the others are 0. */
static int walk_union(Call *call, const Node *node, Object *value, uint64_t *out) {
    int found = 0;
    memset(out, 0, (size_t)node->slots * 8);
    for (int i = 0; i < node->count && !found; out += 1 + node->items[i++]->slots) {
        int reason = walk(call, node->items[i], value, out + 1);
        if (reason && reason != TYPE) return reason;
        out[0] = (uint64_t)(found = !reason);
    }
    return found ? OK : TYPE;
}

/* Whether `value` is the very kind of dict that `node` says: a defaultdict with the one factory that is taken, too. */
static int is_dict_of(const Node *node, Object *value) {
    if (!node->cls) return value->type == &PyDict_Type;
    if ((Object *)value->type != node->cls) return 0;
    if (!node->factory) return 1;
    Object *factory = PyObject_GetAttrString(value, "default_factory");
    int same_one = factory == node->factory;
    if (factory) Py_DecRef(factory);
    else PyErr_Clear();
    return same_one;
}

static int walk(Call *call, const Node *node, Object *value, uint64_t *out) {
    if (node->linked) return walk_link(call, node, value, out);
    switch (node->kind) {
    case 'i': return walk_int(value, out);
    case 'f': return walk_float(value, out);
    case 'b':
        if (value != True_ && value != False_) return TYPE;
        out[0] = value == True_;
        return OK;
    case 'n':
        if (value != None_) return TYPE;
        out[0] = 0;
        return OK;
    case 's': return value->type == &PyUnicode_Type ? walk_str(call, value, out) : TYPE;
    case 'Y': return value->type == &PyBytes_Type ? walk_bytes(call, value, out) : TYPE;
    case '_': return OK;
    case '?':
        out[0] = value != None_;
        return out[0] ? walk(call, node->items[0], value, out + 1) : OK;
    case 'E': case 'D': case 'T': case 'L': return walk_mark(node, value, out);
    case 'A': case 'W': return walk_array(call, node, value, out);
    case 'F': case 'I': case 'B': return walk_numpy_scalar(node, value, out);
    case '|': return walk_union(call, node, value, out);
    case '(':
        if (value->type != &PyTuple_Type || PyTuple_Size(value) != node->count) return TYPE;
        for (int i = 0; i < node->count; out += node->items[i++]->slots) {
            Object *item = layout.tuples ? tuple_items(value)[i] : PyTuple_GetItem(value, i);
            int reason = walk(call, node->items[i], item, out);
            if (reason) return reason;
        }
        return OK;
    }
    if (call->depth == MAX_DEPTH) return DEPTH;
    call->depth++;
    int reason;
    switch (node->kind) {
    case '[': reason = value->type == &PyList_Type ? walk_sequence(call, node, value, out, 1) : TYPE; break;
    case '*': reason = value->type == &PyTuple_Type ? walk_sequence(call, node, value, out, 0) : TYPE; break;
    case '<': reason = value->type == &PySet_Type ? walk_set(call, node, value, out) : TYPE; break;
    case '>': reason = value->type == &PyFrozenSet_Type ? walk_set(call, node, value, out) : TYPE; break;
    case '{': reason = is_dict_of(node, value) ? walk_dict(call, node, value, out) : TYPE; break;
    default: reason = walk_record(call, node->record, value, out);
    }
    call->depth--;
    return reason;
}

/* ---- results out: the build. NULL with an exception set when it cannot be done ---- */
static Object *build(const Node *node, const uint64_t *in);

static Object *same(Object *value) {
    Py_IncRef(value);
    return value;
}

static Object *build_float(uint64_t slot) {
    double number;
    memcpy(&number, &slot, 8);
    return PyFloat_FromDouble(number);
}

/* Gives up a reference to an object that others hold, as a rule: no call then. Of an object that never dies the lower
 * half of the count, which is all that Python looks at, is negative. */
static inline void let_go(Object *object) {
    if ((int32_t)object->refs > 1) object->refs--;
    else Py_DecRef(object);
}

static Object *build_str(const uint64_t *in) {
    return PyUnicode_DecodeUTF8((const char *)(uintptr_t)in[0], (Size)(in[1] & UINT32_MAX), NULL);
}

static Object *build_bytes(const uint64_t *in) {
    const uint64_t *slots = (const uint64_t *)(uintptr_t)in[0];
    Size count = (Size)in[1];
    Object *made = PyBytes_FromStringAndSize(NULL, count); /* a negative count is a SystemError */
    char *to = made ? PyBytes_AsString(made) : NULL;
    for (Size i = 0; made && i < count; i++) {
        if (slots[i] > 255) {
            Py_DecRef(made);
            PyErr_SetString(PyExc_ValueError, "the vessel wrote no byte");
            return NULL;
        }
        to[i] = (char)slots[i];
    }
    return made;
}

static Object *build_fields(Node *const *items, int count, const uint64_t *in) {
    Object *result = PyTuple_New(count);
    for (int i = 0; result && i < count; in += items[i++]->slots) {
        Object *item = build(items[i], in);
        if (!item || PyTuple_SetItem(result, i, item) < 0) {
            Py_DecRef(result);
            return NULL;
        }
    }
    return result;
}

static Object *build_sequence(const Node *node, const uint64_t *in, int list) {
    const Node *item_node = node->items[0];
    const uint64_t *slots = (const uint64_t *)(uintptr_t)in[0];
    Size count = (Size)in[1];
    Object *result = list ? PyList_New(count) : PyTuple_New(count); /* a negative count is a SystemError */
    Object **items = NULL;
    if (result && count && list && layout.lists) items = (Object **)list_items(result);
    if (result && count && !list && layout.tuples) items = (Object **)tuple_items(result);
    for (Size i = 0; result && i < count; i++, slots += item_node->slots) {
        Object *item = build(item_node, slots);
        if (item && items) {
            items[i] = item;
        } else if (!item || (list ? PyList_SetItem(result, i, item) : PyTuple_SetItem(result, i, item)) < 0) {
            Py_DecRef(result);
            return NULL;
        }
    }
    return result;
}

/* An empty Counter or defaultdict. */
static Object *new_collection(const Node *node) {
    Object *(*make)(Type *, Object *, Object *) =
        (Object * (*)(Type *, Object *, Object *)) PyType_GetSlot((Type *)node->cls, TP_NEW);
    Object *args = PyTuple_New(node->factory ? 1 : 0), *made = NULL;
    if (args && node->factory) {
        Py_IncRef(node->factory);
        PyTuple_SetItem(args, 0, node->factory);
        made = PyObject_Call(node->cls, args, NULL);
    } else if (args) {
        made = make((Type *)node->cls, args, NULL); /* its __init__ only fills it */
    }
    if (args) Py_DecRef(args);
    return made;
}

static inline Object *build_plain(const Node *node, const uint64_t *in) {
    if (node->kind == 'i') return PyLong_FromLongLong((long long)in[0]);
    return node->kind == 'f' ? build_float(in[0]) : build(node, in);
}

static Object *build_dict(const Node *node, const uint64_t *in) {
    const uint64_t *slots = (const uint64_t *)(uintptr_t)in[0];
    Size count = (Size)in[1];
    Object *result = node->cls ? new_collection(node)
                     : _PyDict_NewPresized && count > 5 ? _PyDict_NewPresized(count)
                                                        : PyDict_New();
    for (Size i = 0; result && i < count; i++) {
        Object *key = build_plain(node->items[0], slots);
        Object *value = key ? build_plain(node->items[1], slots + node->items[0]->slots) : NULL;
        int done = value && PyDict_SetItem(result, key, value) == 0;
        if (key) let_go(key);
        if (value) let_go(value);
        if (!done) {
            Py_DecRef(result);
            return NULL;
        }
        slots += node->items[0]->slots + node->items[1]->slots;
    }
    return result;
}

static Object *build_set(const Node *node, const uint64_t *in) {
    const uint64_t *slots = (const uint64_t *)(uintptr_t)in[0];
    Size count = (Size)in[1];
    Object *result = node->kind == '<' ? PySet_New(NULL) : PyFrozenSet_New(NULL);
    for (Size i = 0; result && i < count; i++, slots += node->items[0]->slots) {
        Object *item = build(node->items[0], slots);
        int done = item && PySet_Add(result, item) == 0; /* a frozenset may be filled while nobody else holds it */
        if (item) Py_DecRef(item);
        if (!done) {
            Py_DecRef(result);
            return NULL;
        }
    }
    return result;
}

static Object *call_class(Object *cls, Object *fields) {
    Object *result = fields ? PyObject_Call(cls, fields, NULL) : NULL;
    if (fields) Py_DecRef(fields);
    return result;
}

static Object *build(const Node *node, const uint64_t *in) {
    switch (node->kind) {
    case 'i': return PyLong_FromLongLong((long long)in[0]);
    case 'f': return build_float(in[0]);
    case 'b': return same(in[0] ? True_ : False_);
    case 'n': return same(None_);
    case 's': return build_str(in);
    case '?': return in[0] ? build(node->items[0], in + 1) : same(None_);
    case 'Y': return build_bytes(in);
    case '[': return build_sequence(node, in, 1);
    case '*': return build_sequence(node, in, 0);
    case '<': case '>': return build_set(node, in);
    case '{': return build_dict(node, in);
    case '|':
        for (int i = 0; i < node->count; in += 1 + node->items[i++]->slots)
            if (in[0]) return build(node->items[i], in + 1);
        PyErr_SetString(PyExc_ValueError, "the vessel wrote a union of nothing");
        return NULL;
    case '(': return build_fields(node->items, node->count, in);
    case 'E': case 'D': case 'T': case 'L': return build_mark(node, in[0]);
    case 'A': case 'W': return build_array(node, in);
    case 'F': case 'I': case 'B': return build_numpy_scalar(node, in[0]);
    default:
        if (node->record->keyed) return build_keyed(node->record, in);
        return call_class(node->record->cls, build_fields(node->record->items, node->record->count, in));
    }
}

static Object *build_argument(const uint64_t *in) {
    switch (in[0]) {
    case TAG_NONE: return same(None_);
    case TAG_INT: return PyLong_FromLongLong((long long)in[1]);
    case TAG_FLOAT: return build_float(in[1]);
    case TAG_BOOL: return same(in[1] ? True_ : False_);
    case TAG_STR: return build_str(in + 1);
    }
    PyErr_SetString(PyExc_ValueError, "the vessel wrote an unknown tag");
    return NULL;
}

/* An instance with these args whose own __init__ does not run: the vessel did what that does. Takes over `args`. */
static Object *make_exception(Object *cls, Object *args) {
    if (!args) return NULL;
    Object *(*make)(Type *, Object *, Object *) =
        (Object * (*)(Type *, Object *, Object *)) PyType_GetSlot((Type *)cls, TP_NEW);
    Object *made = make((Type *)cls, args, NULL);
    Py_DecRef(args);
    return made;
}

/* The instance of the exception that the vessel raised, or NULL with an exception set: a defect of the vessel. */
static Object *build_exception(Bound *bound, const Ctx *ctx) {
    if (ctx->exc_kind < 0 || ctx->exc_kind >= PyTuple_Size(bound->exceptions)) {
        PyErr_SetString(PyExc_ValueError, "the vessel raised an exception that its manifest does not name");
        return NULL;
    }
    Object *row = PyTuple_GetItem(bound->exceptions, (Size)ctx->exc_kind); /* the class, the names of its attributes */
    Object *cls = PyTuple_GetItem(row, 0), *names = PyTuple_GetItem(row, 1);
    Size fields = PyTuple_Size(names), count = (Size)ctx->exc_count - fields;
    if (count < 0) {
        PyErr_SetString(PyExc_ValueError, "the vessel raised an exception without its attributes");
        return NULL;
    }
    Object *args = PyTuple_New(count);
    for (Size i = 0; args && i < count; i++) {
        Object *item = build_argument(ctx->exc_args + 3 * i);
        if (!item || PyTuple_SetItem(args, i, item) < 0) {
            Py_DecRef(args);
            return NULL;
        }
    }
    Object *result = fields ? make_exception(cls, args) : call_class(cls, args);
    for (Size i = 0; result && i < fields; i++) {
        Object *value = build_argument(ctx->exc_args + 3 * (count + i));
        int done = value && PyObject_GenericSetAttr(result, PyTuple_GetItem(names, i), value) == 0;
        if (value) Py_DecRef(value);
        if (!done) {
            Py_DecRef(result);
            return NULL;
        }
    }
    if (result && PyObject_IsInstance(result, PyExc_BaseException) != 1) {
        Py_DecRef(result);
        PyErr_SetString(PyExc_TypeError, "the manifest names a class that is no exception");
        return NULL;
    }
    return result;
}

/* A failed build is the vessel's or the memory's fault and legacy answers, unless it was an exception that a signal
 * handler raised while a record's __init__ ran: that one belongs to the caller. */
static int is_defect(void) {
    Object *defects[] = {PyExc_MemoryError,    PyExc_ValueError,   PyExc_TypeError,
                         PyExc_AttributeError, PyExc_RuntimeError, PyExc_SystemError};
    for (size_t i = 0; i < sizeof defects / sizeof *defects; i++)
        if (PyErr_ExceptionMatches(defects[i])) return 1;
    return 0;
}
#endif
