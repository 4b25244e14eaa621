/* Where CPython keeps what a walk reads most: the items of a list, the digits of an int, the fields of an instance.
 *
 * None of it is promised by the stable ABI, so none of it is believed. What belongs to built-in types is proved when
 * the bridge opens, on values made for it; where an instance keeps a field is learned from two instances, by looking
 * for the very objects that attribute access gives, and is held against attribute access again in every call. Where a
 * proof fails, or the interpreter is of another version, the API is asked: slower, and the same.
 */
#ifndef PIVOT_BRIDGE_LAYOUT_H
#define PIVOT_BRIDGE_LAYOUT_H
#include <string.h>

#include "bridge_python.h"

enum { NO_DIGITS, SIGNED_SIZE, TAGGED_SIZE };            /* ints: not known, 3.11, since 3.12 */
enum { UNKNOWN, IN_VALUES, IN_SLOTS, BY_ATTRIBUTE };     /* fields of a record's instances */
enum { FLAG_INLINE_VALUES = 1 << 2, FLAG_MANAGED_DICT = 1 << 4, ASCII_COMPACT = 3 << 5 };
static struct { int floats, lists, tuples, ints, texts, python; } layout;

#define AT(type, object, offset) (*(type const *)((const char *)(object) + (offset)))

static inline Object *const *list_items(const Object *list) { return AT(Object *const *, list, 24); }
static inline Object *const *tuple_items(const Object *tuple) { return (Object *const *)((const char *)tuple + 24); }

/* The value of an exact int of at most two digits of 30 bits. 0: ask the API. */
static inline int small_int(const Object *object, uint64_t *out) {
    int64_t digits, sign;
    if (layout.ints == TAGGED_SIZE) {
        uintptr_t tag = AT(uintptr_t, object, 16);
        digits = (int64_t)(tag >> 3), sign = 1 - (int64_t)(tag & 3);
    } else if (layout.ints == SIGNED_SIZE) {
        Size size = AT(Size, object, 16);
        digits = size < 0 ? -size : size, sign = size < 0 ? -1 : 1;
    } else {
        return 0;
    }
    if (digits > 2) return 0;
    int64_t value = digits ? (int64_t)AT(uint32_t, object, 24) : 0;
    if (digits == 2) value |= (int64_t)AT(uint32_t, object, 28) << 30;
    *out = (uint64_t)(value * sign);
    return 1;
}

/* The UTF-8 of an exact str that is plain ASCII, which is the object's own text. NULL: ask the API. */
static inline const char *ascii_text(const Object *object, Size *bytes) {
    if (!layout.texts || (AT(uint32_t, object, 32) & ASCII_COMPACT) != ASCII_COMPACT) return NULL;
    *bytes = AT(Size, object, 16);
    return (const char *)object + layout.texts;
}

static int ints_are(int how) {
    static const long long SAMPLES[] = {0, 1, -1, 7, -300, 1LL << 29, (1LL << 30) - 1, -((1LL << 30) - 1), 1LL << 30,
                                        1LL << 45, -(1LL << 59), (1LL << 60) - 1, -((1LL << 60) - 1)};
    int right = 1;
    layout.ints = how;
    for (size_t i = 0; right && i < sizeof SAMPLES / sizeof *SAMPLES; i++) {
        Object *made = PyLong_FromLongLong(SAMPLES[i]);
        uint64_t found = 0;
        right = made && small_int(made, &found) && (long long)found == SAMPLES[i];
        if (made) Py_DecRef(made);
    }
    Object *large = right ? PyLong_FromLongLong(1LL << 61) : NULL;
    uint64_t unused;
    right = right && large && !small_int(large, &unused);
    if (large) Py_DecRef(large);
    return right;
}

static int texts_are(void) {
    Object *plain = PyUnicode_DecodeUTF8("plain", 5, NULL);
    Object *other = PyUnicode_DecodeUTF8("gr\xc3\xb6\xc3\x9f" "e", 7, NULL);
    Size bytes = 0;
    const char *text = plain ? PyUnicode_AsUTF8AndSize(plain, &bytes) : NULL;
    Size offset = text ? text - (const char *)plain : 0;
    int right = other && (offset == 40 || offset == 48) && AT(Size, plain, 16) == 5 && AT(Size, other, 16) == 5 &&
                (AT(uint32_t, plain, 32) & ASCII_COMPACT) == ASCII_COMPACT &&
                (AT(uint32_t, other, 32) & ASCII_COMPACT) == 1 << 5;
    if (plain) Py_DecRef(plain);
    if (other) Py_DecRef(other);
    return right ? (int)offset : 0;
}

/* Proves what can be proved about this interpreter; nothing it makes is kept. */
static void prove_layout(uint32_t python) {
    layout.python = (int)python;
    if (sizeof(void *) != 8) return;
    Object *number = PyFloat_FromDouble(1234.5678), *list = PyList_New(2), *tuple = PyTuple_New(2);
    if (number && list && tuple) {
        layout.floats = AT(double, number, 16) == 1234.5678;
        for (Size i = 0; i < 2; i++) {
            Py_IncRef(number);
            PyList_SetItem(list, i, number);
            Py_IncRef(number);
            PyTuple_SetItem(tuple, i, number);
        }
        layout.lists = AT(Size, list, 16) == 2 && list_items(list)[0] == number && list_items(list)[1] == number;
        layout.tuples = AT(Size, tuple, 16) == 2 && tuple_items(tuple)[0] == number && tuple_items(tuple)[1] == number;
        layout.ints = ints_are(SIGNED_SIZE) ? SIGNED_SIZE : ints_are(TAGGED_SIZE) ? TAGGED_SIZE : NO_DIGITS;
        layout.texts = texts_are();
    }
    if (number) Py_DecRef(number);
    if (list) Py_DecRef(list);
    if (tuple) Py_DecRef(tuple);
    PyErr_Clear();
}

/* ---- fields of instances ---- */

/* Where an instance whose attributes are kept in its class's order has them; NULL when they are in a dict. */
static inline Object *const *instance_values(const Object *object, int basic) {
    switch (layout.python) {
    case 311: return ((Object *const *const *)object)[-4];
    case 312: {
        uintptr_t tagged = ((const uintptr_t *)object)[-3];
        return tagged & 1 ? (Object *const *)(tagged + 1) : NULL;
    }
    default: { /* 3.13: capacity, size, embedded, valid, then the values */
        const uint8_t *head = (const uint8_t *)object + basic;
        return head[3] == 1 ? (Object *const *)(head + 8) : NULL;
    }
    }
}

/* The places (below 64) where an instance holds `wanted`, as bits; 0 when it has fewer than `least` own attributes. */
static uint64_t places_of(Object *const *values, const Object *object, int basic, const Object *wanted, int least) {
    uint64_t found = 0;
    int held = 0;
    if (layout.python == 313) {
        int capacity = ((const uint8_t *)object + basic)[0];
        for (int i = 0; i < capacity && i < 64; i++) {
            held += values[i] != NULL;
            if (values[i] == wanted) found |= (uint64_t)1 << i;
        }
    } else {
        const uint8_t *order = (const uint8_t *)values; /* before them: their number at -2, their places from -3 down */
        held = order[-2];
        for (int i = 0; i < held; i++) {
            int place = order[-3 - i];
            if (place < 64 && values[place] == wanted) found |= (uint64_t)1 << place;
        }
    }
    return held < least ? 0 : found;
}

/* The same for a class with __slots__: words of the instance itself. */
static uint64_t slots_of(const Object *object, int basic, const Object *wanted) {
    uint64_t found = 0;
    for (int i = 2; i < basic / 8 && i < 64; i++)
        if (((Object *const *)object)[i] == wanted) found |= (uint64_t)1 << i;
    return found;
}

/* How the instances of `cls` keep their fields, as far as its flags tell, and their size in bytes. */
static int kept_how(Object *cls, int *basic) {
    static Object *basic_name, *item_name; /* interned once: the type cache would keep each new one */
    if (!basic_name) basic_name = PyUnicode_InternFromString("__basicsize__");
    if (!item_name) item_name = PyUnicode_InternFromString("__itemsize__");
    Object *size = basic_name ? PyObject_GetAttr(cls, basic_name) : NULL;
    Object *item = item_name ? PyObject_GetAttr(cls, item_name) : NULL;
    int overflow = 0;
    *basic = size ? (int)PyLong_AsLongLongAndOverflow(size, &overflow) : 0;
    long long items = item ? PyLong_AsLongLongAndOverflow(item, &overflow) : 1;
    if (size) Py_DecRef(size);
    if (item) Py_DecRef(item);
    PyErr_Clear();
    if (*basic < 16 || items || overflow) return BY_ATTRIBUTE;
    unsigned long flags = PyType_GetFlags((Type *)cls);
    if (layout.python == 313 && flags & FLAG_INLINE_VALUES) return IN_VALUES;
    if (layout.python == 313) return flags & FLAG_MANAGED_DICT ? BY_ATTRIBUTE : IN_SLOTS;
    if (layout.python != 311 && layout.python != 312) return BY_ATTRIBUTE;
    return flags & FLAG_MANAGED_DICT ? IN_VALUES : IN_SLOTS;
}
#endif
