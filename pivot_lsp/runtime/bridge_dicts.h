/* Dicts in: the walk of their pairs. */
#ifndef PIVOT_BRIDGE_DICTS_H
#define PIVOT_BRIDGE_DICTS_H

/* Values whose walk runs no code, whatever has become of a class: several may be borrowed at once. */
static inline int is_plain(const Node *node) { return !node->linked && strchr("ifbns", node->kind) != NULL; }

static inline int walk_plain(Call *call, const Node *node, Object *value, uint64_t *out) {
    if (node->kind == 'i') return walk_int(value, out);
    if (node->kind == 'f') return walk_float(value, out);
    if (node->kind != 's' || value->type != &PyUnicode_Type || call->copied) return walk(call, node, value, out);
    Size bytes;
    const char *text = ascii_text(value, &bytes);
    if (!text || bytes > (Size)UINT32_MAX) return walk_str(call, value, out);
    out[0] = (uint64_t)(uintptr_t)text;
    out[1] = (uint64_t)bytes | (uint64_t)bytes << 32;
    return OK;
}

/* The pairs of a dict of plain values, some at a time: keys and values lie wherever they were made, and are asked for
 * while the pairs before them are read. */
static int walk_plain_pairs(Call *call, const Node *node, Object *value, uint64_t *slots, Size count) {
    enum { TOGETHER = 16 };
    const Node *key_node = node->items[0], *value_node = node->items[1];
    Object *keys[TOGETHER], *values[TOGETHER];
    Size position = 0, seen = 0;
    for (int met = TOGETHER; met == TOGETHER; seen += met) {
        for (met = 0; met < TOGETHER && PyDict_Next(value, &position, &keys[met], &values[met]); met++) {
            __builtin_prefetch(keys[met]);
            __builtin_prefetch(values[met]);
        }
        if (seen + met > count) return TYPE;
        for (int i = 0; i < met; i++) {
            int reason = walk_plain(call, key_node, keys[i], slots);
            if (!reason) reason = walk_plain(call, value_node, values[i], slots + key_node->slots);
            if (reason) return reason;
            slots += key_node->slots + value_node->slots;
        }
    }
    return seen == count ? OK : TYPE;
}

static int walk_dict(Call *call, const Node *node, Object *value, uint64_t *out) {
    const Node *key_node = node->items[0], *value_node = node->items[1];
    int stride = key_node->slots + value_node->slots;
    Size count = PyDict_Size(value), position = 0, seen = 0;
    uint64_t *slots = take_slots(call, count, stride);
    if (!slots) return MEMORY;
    out[0] = (uint64_t)(uintptr_t)slots;
    out[1] = (uint64_t)count;
    if (is_plain(key_node) && is_plain(value_node)) return walk_plain_pairs(call, node, value, slots, count);
    Object *key, *element;
    for (; PyDict_Next(value, &position, &key, &element); slots += stride) {
        if (seen++ >= count) return TYPE;
        int reason = walk(call, key_node, key, slots);
        if (!reason) reason = walk(call, value_node, element, slots + key_node->slots);
        if (reason) return reason;
    }
    return seen == count ? OK : TYPE;
}
#endif
