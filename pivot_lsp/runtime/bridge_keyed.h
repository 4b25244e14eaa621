/* TypedDicts: exact dicts that hold every declared key and no other, walked in whatever order their keys stand.
 *
 * Invariants:
 *  - A key is one that is declared because it is its very object, or an exact str that is equal; no key's own code runs.
 *  - A key's object is remembered for one call, in which the arguments keep it alive.
 */
#ifndef PIVOT_BRIDGE_KEYED_H
#define PIVOT_BRIDGE_KEYED_H

/* After the first dict of a call names and order are known: those of the others are the same objects as a rule. */
static void meet_keys(Call *call, Record *record) {
    int offset = 0;
    for (int i = 0; i < record->count; offset += record->items[i++]->slots)
        record->keys[i] = (Key){PyTuple_GetItem(record->names, i), offset, i};
    record->checked = call->serial;
}

static int is_key(Key *key, Object *found) {
    if (key->name == found) return 1;
    if (found->type != &PyUnicode_Type || PyUnicode_Compare(key->name, found)) return 0;
    key->name = found;
    return 1;
}

/* Which of the declared keys `found` is, met at `place` of a dict; -1: none of them. */
static int which_key(const Record *record, Object *found, int place) {
    Key *keys = record->keys;
    if (is_key(&keys[keys[place].here], found)) return keys[place].here;
    for (int i = 0; i < record->count; i++)
        if (is_key(&keys[i], found)) return keys[place].here = i;
    return -1;
}

static int walk_keyed(Call *call, Record *record, Object *value, uint64_t *out) {
    if (value->type != &PyDict_Type || PyDict_Size(value) != record->count) return TYPE;
    if (record->checked != call->serial) meet_keys(call, record);
    Size position = 0;
    Object *key, *element;
    int place = 0;
    for (; PyDict_Next(value, &position, &key, &element); place++) {
        int i = place < record->count ? which_key(record, key, place) : -1;
        if (i < 0 || (record->ordered && i != place)) return TYPE;
        if (record->items[i]->kind == '_') continue;
        int reason = walk(call, record->items[i], element, out + record->keys[i].offset);
        if (reason) return reason;
    }
    return place == record->count ? OK : TYPE;
}

static Object *build(const Node *node, const uint64_t *in);

static Object *build_keyed(const Record *record, const uint64_t *in) {
    Object *result = _PyDict_NewPresized && record->count > 5 ? _PyDict_NewPresized(record->count) : PyDict_New();
    for (int i = 0; result && i < record->count; in += record->items[i++]->slots) {
        Object *item = build(record->items[i], in);
        int done = item && PyDict_SetItem(result, PyTuple_GetItem(record->names, i), item) == 0;
        if (item) Py_DecRef(item);
        if (!done) {
            Py_DecRef(result);
            return NULL;
        }
    }
    return result;
}
#endif
