/* Calls that may change what the caller can see: every list, dict and record crosses as a numbered object, so that the
 * vessel knows two names of one object from two equal objects, and what it did is written back when the call commits.
 *
 * Invariants:
 *  - The caller's objects are held from the walk to the end of the call, and not touched before everything that is to
 *    be stored in them has been built; so a fallback leaves them as they were. Many new numbers in one list are made
 *    as they are stored, after all else, so that each takes the place of the old one in memory, too, as it does in
 *    Python; when memory ends between them the call ends with MemoryError, as it would there.
 *  - Only what differs from the walk is written: an element that is still the caller's stays the very object.
 */
#ifndef PIVOT_BRIDGE_LINKED_H
#define PIVOT_BRIDGE_LINKED_H
#include "bridge_values.h"

/* ---- the objects of a call ---- */
static int same_shape(const Node *a, const Node *b) {
    if (a == b) return 1;
    if (a->kind != b->kind || a->record != b->record || a->count != b->count || a->cls != b->cls) return 0;
    for (int i = 0; i < a->count; i++)
        if (!same_shape(a->items[i], b->items[i])) return 0;
    return 1;
}

static Size *bucket_of(Links *links, Object *object) {
    size_t at = ((uintptr_t)object >> 4) * 0x9E3779B97F4A7C15u;
    for (at ^= at >> 32;; at++) {
        Size *bucket = &links->buckets[at & links->mask];
        if (!*bucket || links->all[*bucket - 1].object == object) return bucket;
    }
}

static int room_for_link(Links *links) {
    if (links->count < links->capacity) return 1;
    Size capacity = links->capacity ? links->capacity * 2 : 16;
    Link *all = realloc(links->all, sizeof(Link) * (size_t)capacity);
    if (!all) return 0;
    links->all = all;
    Size *buckets = calloc((size_t)capacity * 2, sizeof(Size));
    if (!buckets) return 0;
    free(links->buckets);
    links->buckets = buckets;
    links->mask = (size_t)capacity * 2 - 1;
    links->capacity = capacity;
    for (Size i = 0; i < links->count; i++) *bucket_of(links, all[i].object) = i + 1;
    return 1;
}

static Object *link_class(const Node *node) {
    switch (node->kind) {
    case '[': return (Object *)&PyList_Type;
    case '*': return (Object *)&PyTuple_Type;
    case 'Y': return (Object *)&PyBytes_Type;
    case '{': return node->cls ? node->cls : (Object *)&PyDict_Type;
    case '<': return (Object *)&PySet_Type;
    case '>': return (Object *)&PyFrozenSet_Type;
    default: return node->record->cls;
    }
}

/* Tuples, bytes and frozensets do not change: nobody asks which one it is, and they are made whole. */
static int is_fixed(const Node *node) { return node->kind == '*' || node->kind == 'Y' || node->kind == '>'; }

/* Gives `value` a number; its contents are walked later, so that a long chain of objects needs no deep stack. */
static int walk_link(Call *call, const Node *node, Object *value, uint64_t *out) {
    Links *links = &call->links;
    if ((Object *)value->type != link_class(node) || (node->factory && !is_dict_of(node, value))) return TYPE;
    if (!room_for_link(links)) return MEMORY;
    Size *bucket = bucket_of(links, value);
    if (*bucket && !is_fixed(node)) { /* an empty list may stand where an int list and where a str list is declared */
        out[0] = (uint64_t)*bucket - 1;
        return same_shape(links->all[*bucket - 1].node, node) ? OK : VALUE;
    }
    Py_IncRef(value);
    links->all[links->count] = (Link){value, node, {0, 0}};
    out[0] = (uint64_t)links->count;
    *bucket = ++links->count;
    return OK;
}

/* Walks the contents of every object met so far and of those met on the way, and gives the vessel the table. */
static int walk_links(Call *call, uint64_t *in) {
    Links *links = &call->links;
    for (Size i = 0; i < links->count; i++) {
        const Node *node = links->all[i].node;
        Object *object = links->all[i].object;
        uint64_t content[2] = {0, 0};
        int reason;
        if (node->kind == '[' || node->kind == '*') {
            reason = walk_sequence(call, node, object, content, node->kind == '[');
        } else if (node->kind == 'Y') {
            reason = walk_bytes(call, object, content);
        } else if (node->kind == '{') {
            reason = walk_dict(call, node, object, content);
        } else if (node->kind == '<' || node->kind == '>') {
            reason = walk_set(call, node, object, content);
        } else {
            uint64_t *slots = take_slots(call, 1, node->record->slots);
            content[0] = (uint64_t)(uintptr_t)slots;
            reason = slots ? walk_record(call, node->record, object, slots) : MEMORY;
        }
        if (reason) return reason;
        memcpy(links->all[i].content, content, sizeof content); /* the walk may have moved the array */
    }
    links->given = links->count;
    uint64_t *table = take_slots(call, links->count, 2);
    if (!table) return MEMORY;
    in[0] = (uint64_t)(uintptr_t)table;
    in[1] = (uint64_t)links->count;
    for (Size i = 0; i < links->count; i++, table += 2) memcpy(table, links->all[i].content, 16);
    return OK;
}

/* ---- results out ---- */
/* SET_NUMBERS: the items of the list that is the object number `at`. */
enum { SET_ITEM, SET_SLICE, SET_NUMBERS, DELETE_KEY, SET_KEY, SET_FIELD, ADD, DISCARD };
typedef struct Change {
    int kind;
    Size at, end;
    Object *target, *key, *value; /* the target and a field's name are borrowed */
} Change;
typedef struct Commit {
    Links *links;
    const uint64_t *table;
    Size total;
    Change *changes;
    Size count, capacity;
} Commit;

static int defect(const char *what) {
    PyErr_SetString(PyExc_SystemError, what);
    return 0;
}

static Object *link_shell(const Node *node, Size count) {
    if (node->kind == '[') return PyList_New(count);
    if (node->kind == '{') return node->cls ? new_collection(node) : PyDict_New();
    if (node->kind == '<') return PySet_New(NULL);
    Object *(*make)(Type *, Object *, Object *) =
        (Object * (*)(Type *, Object *, Object *)) PyType_GetSlot((Type *)node->record->cls, TP_NEW);
    Object *none = PyTuple_New(0), *made = none ? make((Type *)node->record->cls, none, NULL) : NULL;
    if (none) Py_DecRef(none);
    return made;
}

static Object *build_linked_items(Commit *commit, const Node *node, const uint64_t *slots, Size count, int list);

/* The object of that number, made empty (what does not change: whole) when the vessel made it and nobody has asked before. Borrowed. */
static Object *linked(Commit *commit, const Node *node, uint64_t number) {
    Links *links = commit->links;
    if (number >= (uint64_t)commit->total) return defect("the vessel wrote an unknown object"), NULL;
    Link *link = &links->all[number];
    if (!link->object) {
        memcpy(link->content, commit->table + 2 * number, sizeof link->content);
        link->node = node;
        if (node->kind == 'Y') return link->object = build_bytes(link->content);
        if (is_fixed(node)) {
            Object *items = build_linked_items(commit, node, (const uint64_t *)(uintptr_t)link->content[0],
                                               (Size)link->content[1], 0);
            if (node->kind == '*' || !items) return link->object = items;
            link->object = PyFrozenSet_New(items);
            Py_DecRef(items);
            return link->object;
        }
        link->object = link_shell(node, (Size)link->content[1]);
        link->next = 0;
        if (links->last) links->all[links->last - 1].next = (Size)number + 1;
        else links->first = (Size)number + 1;
        links->last = (Size)number + 1;
    } else if (!same_shape(link->node, node)) {
        return defect("the vessel wrote one object with two shapes"), NULL;
    }
    return link->object;
}

static Object *build_linked(Commit *commit, const Node *node, const uint64_t *in);

static Object *build_linked_items(Commit *commit, const Node *node, const uint64_t *slots, Size count, int list) {
    int single = node->kind != '(' && node->kind != 'R';
    Node *const *items = node->kind == 'R' ? node->record->items : node->items;
    Object *result = list ? PyList_New(count) : PyTuple_New(count);
    for (Size i = 0; result && i < count; i++) {
        const Node *item_node = items[single ? 0 : i];
        Object *item = build_linked(commit, item_node, slots);
        if (!item || (list ? PyList_SetItem(result, i, item) : PyTuple_SetItem(result, i, item)) < 0) {
            Py_DecRef(result);
            return NULL;
        }
        slots += item_node->slots;
    }
    return result;
}

static Object *build_linked(Commit *commit, const Node *node, const uint64_t *in) {
    if (node->linked) {
        Object *found = linked(commit, node, in[0]);
        return found ? same(found) : NULL;
    }
    switch (node->kind) {
    case '?': return in[0] ? build_linked(commit, node->items[0], in + 1) : same(None_);
    case '|':
        for (int i = 0; i < node->count; in += 1 + node->items[i++]->slots)
            if (in[0]) return build_linked(commit, node->items[i], in + 1);
        return build(node, in - node->slots); /* says that there is nothing */
    case '(': return build_linked_items(commit, node, in, node->count, 0);
    case 'R': return call_class(node->record->cls, build_linked_items(commit, node, in, node->record->count, 0));
    default: return build(node, in);
    }
}

static int fill_link(Commit *commit, Link link) {
    const uint64_t *slots = (const uint64_t *)(uintptr_t)link.content[0];
    Size count = link.node->kind == 'R' ? link.node->record->count : (Size)link.content[1];
    for (Size i = 0; i < count; i++) {
        const Node *node = link.node->kind == 'R' ? link.node->record->items[i] : link.node->items[0];
        Object *value = build_linked(commit, node, slots);
        int done = 0;
        slots += node->slots;
        if (!value) return 0;
        if (link.node->kind == '[') {
            if (PyList_SetItem(link.object, i, value) < 0) return 0;
            continue;
        }
        if (link.node->kind == 'R' && link.node->record->keyed) {
            done = PyDict_SetItem(link.object, PyTuple_GetItem(link.node->record->names, i), value) == 0;
        } else if (link.node->kind == 'R') {
            done = PyObject_GenericSetAttr(link.object, PyTuple_GetItem(link.node->record->names, i), value) == 0;
        } else if (link.node->kind == '<') {
            done = PySet_Add(link.object, value) == 0;
        } else {
            Object *key = value;
            value = build_linked(commit, link.node->items[1], slots);
            slots += link.node->items[1]->slots;
            done = value && PyDict_SetItem(link.object, key, value) == 0;
            Py_DecRef(key);
        }
        if (value) Py_DecRef(value);
        if (!done) return 0;
    }
    return 1;
}

/* ---- what has changed ---- */
static int same_slots(const Node *node, const uint64_t *a, const uint64_t *b);

static int same_items(Node *const *items, int count, const uint64_t *a, const uint64_t *b) {
    for (int i = 0; i < count; a += items[i]->slots, b += items[i]->slots, i++)
        if (!same_slots(items[i], a, b)) return 0;
    return 1;
}

static int same_slots(const Node *node, const uint64_t *a, const uint64_t *b) {
    if (node->linked) return a[0] == b[0];
    switch (node->kind) {
    case '_': return 1;
    case 's':
        return a[1] == b[1] && (a[0] == b[0] || !memcmp((const void *)(uintptr_t)a[0], (const void *)(uintptr_t)b[0],
                                                        (size_t)(a[1] & UINT32_MAX)));
    case '?': return a[0] == b[0] && (!a[0] || same_slots(node->items[0], a + 1, b + 1));
    case '|':
        for (int i = 0; i < node->count; i++) {
            int slots = 1 + node->items[i]->slots;
            if (a[0] != b[0] || (a[0] && !same_slots(node->items[i], a + 1, b + 1))) return 0;
            a += slots, b += slots;
        }
        return 1;
    case '(': return same_items(node->items, node->count, a, b);
    case 'R': return same_items(node->record->items, node->record->count, a, b);
    default: return a[0] == b[0];
    }
}

/* Takes over `key` (not a field's) and `value`; both NULL when their build failed. */
static int note_change(Commit *commit, Change change) {
    if (commit->count == commit->capacity) {
        Size capacity = commit->capacity ? commit->capacity * 2 : 32;
        Change *more = realloc(commit->changes, sizeof(Change) * (size_t)capacity);
        if (!more) {
            PyErr_NoMemory();
        } else {
            commit->changes = more;
            commit->capacity = capacity;
        }
    }
    int keyed = change.kind == DELETE_KEY || change.kind == ADD || change.kind == DISCARD;
    int whole = change.kind == SET_NUMBERS ? 1
                : keyed                    ? change.key != NULL
                                           : change.value && (change.kind != SET_KEY || change.key);
    if (whole && commit->count < commit->capacity) {
        commit->changes[commit->count++] = change;
        return 1;
    }
    if (change.key && change.kind != SET_FIELD) Py_DecRef(change.key);
    if (change.value) Py_DecRef(change.value);
    return 0;
}

/* Changed items of a list, up to which each is noted by itself; a note takes six times as much as an item. */
enum { FEW = 1000 };

/* The items of a list that is as long as before: one that is the same stays that object. */
static Object *changed_items(Commit *commit, const Link *link, const uint64_t *slots) {
    const Node *item = link->node->items[0];
    const uint64_t *old = (const uint64_t *)(uintptr_t)link->content[0];
    Size count = (Size)link->content[1];
    Object *result = PyList_New(count);
    for (Size i = 0; result && i < count; i++, old += item->slots, slots += item->slots) {
        Object *stays = same_slots(item, old, slots) ? PyList_GetItem(link->object, i) : NULL;
        Object *now = stays ? same(stays) : build_linked(commit, item, slots);
        if (!now || PyList_SetItem(result, i, now) < 0) {
            Py_DecRef(result);
            return NULL;
        }
    }
    return result;
}

static int compare_list(Commit *commit, Size number, const uint64_t *slots, Size count) {
    const Link *link = &commit->links->all[number];
    const Node *item = link->node->items[0];
    const uint64_t *old = (const uint64_t *)(uintptr_t)link->content[0];
    Size before = (Size)link->content[1], stride = item->slots, start = 0, end = 0;
    if (before == count && old == slots) return 1;
    if (before == count) {
        Size other = 0;
        for (Size i = 0; i < count; i++) other += !same_slots(item, old + i * stride, slots + i * stride);
        if (other > FEW && strchr("ifbn", item->kind))
            return note_change(commit, (Change){SET_NUMBERS, number, count, link->object, NULL, NULL});
        if (other > FEW && other > count / 6) {
            Object *items = changed_items(commit, link, slots);
            return note_change(commit, (Change){SET_SLICE, 0, count, link->object, NULL, items});
        }
        for (Size i = 0; i < count && other; i++, old += stride, slots += stride)
            if (!same_slots(item, old, slots) &&
                !note_change(commit, (Change){SET_ITEM, i, 0, link->object, NULL, build_linked(commit, item, slots)}))
                return 0;
        return 1;
    }
    Size shorter = before < count ? before : count;
    while (start < shorter && same_slots(item, old + start * stride, slots + start * stride)) start++;
    while (end < shorter - start &&
           same_slots(item, old + (before - end - 1) * stride, slots + (count - end - 1) * stride))
        end++;
    Object *middle = build_linked_items(commit, link->node, slots + start * stride, count - end - start, 1);
    return note_change(commit, (Change){SET_SLICE, start, before - end, link->object, NULL, middle});
}

/* Old keys that come in the order of the new ones have stayed; the others were deleted, and perhaps set again. */
static int compare_dict(Commit *commit, const Link *link, const uint64_t *slots, Size count) {
    const Node *key = link->node->items[0], *value = link->node->items[1];
    const uint64_t *old = (const uint64_t *)(uintptr_t)link->content[0];
    Size stride = key->slots + value->slots;
    const uint64_t *end = slots + count * stride, *stop = old + (Size)link->content[1] * stride;
    for (; old < stop; old += stride) {
        if (slots == end || !same_slots(key, old, slots)) {
            if (!note_change(commit, (Change){DELETE_KEY, 0, 0, link->object, build_linked(commit, key, old), NULL}))
                return 0;
            continue;
        }
        if (!same_slots(value, old + key->slots, slots + key->slots) &&
            !note_change(commit, (Change){SET_KEY, 0, 0, link->object, build_linked(commit, key, slots),
                                          build_linked(commit, value, slots + key->slots)}))
            return 0;
        slots += stride;
    }
    for (; slots < end; slots += stride)
        if (!note_change(commit, (Change){SET_KEY, 0, 0, link->object, build_linked(commit, key, slots),
                                          build_linked(commit, value, slots + key->slots)}))
            return 0;
    return 1;
}

/* As keys of a dict. */
static int compare_set(Commit *commit, const Link *link, const uint64_t *slots, Size count) {
    const Node *item = link->node->items[0];
    const uint64_t *old = (const uint64_t *)(uintptr_t)link->content[0];
    const uint64_t *end = slots + count * item->slots, *stop = old + (Size)link->content[1] * item->slots;
    for (; old < stop; old += item->slots) {
        if (slots != end && same_slots(item, old, slots))
            slots += item->slots;
        else if (!note_change(commit, (Change){DISCARD, 0, 0, link->object, build_linked(commit, item, old), NULL}))
            return 0;
    }
    for (; slots < end; slots += item->slots)
        if (!note_change(commit, (Change){ADD, 0, 0, link->object, build_linked(commit, item, slots), NULL})) return 0;
    return 1;
}

static int compare_record(Commit *commit, const Link *link, const uint64_t *slots) {
    const Record *record = link->node->record;
    const uint64_t *old = (const uint64_t *)(uintptr_t)link->content[0];
    for (int i = 0; i < record->count; i++) {
        const Node *item = record->items[i];
        Object *name = PyTuple_GetItem(record->names, i);
        int kind = record->keyed ? SET_KEY : SET_FIELD;
        if (!same_slots(item, old, slots) &&
            !note_change(commit, (Change){kind, 0, 0, link->object, record->keyed ? same(name) : name,
                                          build_linked(commit, item, slots)}))
            return 0;
        old += item->slots;
        slots += item->slots;
    }
    return 1;
}

static int compare_link(Commit *commit, Size number) {
    const Link link = commit->links->all[number];
    const uint64_t *now = commit->table + 2 * number;
    const uint64_t *slots = (const uint64_t *)(uintptr_t)now[0];
    if (is_fixed(link.node)) return 1;
    if (link.node->kind == '<') return compare_set(commit, &link, slots, (Size)now[1]);
    if (link.node->kind == '[') return compare_list(commit, number, slots, (Size)now[1]);
    if (link.node->kind == '{') return compare_dict(commit, &link, slots, (Size)now[1]);
    return compare_record(commit, &link, slots);
}

/* A signal handler that ran during the call may have changed the objects. */
static int still_as_walked(const Links *links) {
    for (Size i = 0; i < links->given; i++) {
        const Link *link = &links->all[i];
        Size count = (Size)link->content[1];
        const char kind = link->node->kind;
        if ((kind == '[' && PyList_Size(link->object) != count) || (kind == '{' && PyDict_Size(link->object) != count) ||
            (kind == '<' && PySet_Size(link->object) != count) ||
            (kind == 'R' && link->node->record->keyed && PyDict_Size(link->object) != link->node->record->count))
            return 0;
    }
    return 1;
}

/* Builds the result (NULL node: none), what the vessel made, and the changes to the caller's objects. */
static Object *prepare(Commit *commit, const Node *node, const uint64_t *out) {
    Links *links = commit->links;
    commit->table = (const uint64_t *)(uintptr_t)out[0];
    commit->total = (Size)out[1];
    if (commit->total < links->given || !still_as_walked(links)) return defect("the objects are not as given"), NULL;
    Link *all = realloc(links->all, sizeof(Link) * (size_t)(commit->total + 1));
    if (!all) return PyErr_NoMemory();
    links->all = all;
    memset(all + links->given, 0, sizeof(Link) * (size_t)(commit->total - links->given));
    links->count = commit->total;
    Object *result = node ? build_linked(commit, node, out + 2) : same(None_);
    for (Size i = 0; result && i < links->given; i++)
        if (!compare_link(commit, i)) goto failed;
    while (result && links->first) {
        Link link = links->all[links->first - 1];
        if (!link.object || !fill_link(commit, link)) goto failed;
        links->first = links->all[links->first - 1].next; /* filling may have lengthened the queue */
    }
    return result;
failed:
    Py_DecRef(result);
    return NULL;
}

/* Numbers, of which building and dropping one runs no code of the user. */
static int set_numbers(const Commit *commit, const Change *change) {
    const Link *link = &commit->links->all[change->at];
    const uint64_t *old = (const uint64_t *)(uintptr_t)link->content[0];
    const uint64_t *now = (const uint64_t *)(uintptr_t)commit->table[2 * change->at];
    for (Size i = 0; i < change->end; i++) {
        if (old[i] == now[i]) continue;
        Object *made = build(link->node->items[0], now + i);
        if (!made || PyList_SetItem(change->target, i, made) < 0) return -1;
    }
    return 0;
}

static int apply(const Commit *commit, const Change *change) {
    switch (change->kind) {
    case SET_NUMBERS: return set_numbers(commit, change);
    case SET_ITEM: return PyList_SetItem(change->target, change->at, same(change->value));
    case SET_SLICE: return PyList_SetSlice(change->target, change->at, change->end, change->value);
    case DELETE_KEY: return PyDict_DelItem(change->target, change->key);
    case SET_KEY: return PyDict_SetItem(change->target, change->key, change->value);
    case ADD: return PySet_Add(change->target, change->key);
    case DISCARD: return PySet_Discard(change->target, change->key);
    default: return PyObject_SetAttr(change->target, change->key, change->value);
    }
}

/* Makes the changes, built before but for numbers. 0 with an exception set when memory ended between them. */
static int commit_changes(Commit *commit) {
    for (Size i = 0; i < commit->count; i++)
        if (apply(commit, &commit->changes[i]) < 0) return 0;
    return 1;
}

static void forget_changes(Commit *commit) {
    for (Size i = 0; i < commit->count; i++) {
        const Change *change = &commit->changes[i];
        if (change->key && change->kind != SET_FIELD) Py_DecRef(change->key);
        if (change->value) Py_DecRef(change->value);
    }
    free(commit->changes);
}

/* Lets the objects go. What the caller dropped may run code of the user now. */
static void forget_links(Links *links) {
    for (Size i = 0; i < links->count; i++)
        if (links->all[i].object) Py_DecRef(links->all[i].object);
    free(links->all);
    free(links->buckets);
}
#endif
