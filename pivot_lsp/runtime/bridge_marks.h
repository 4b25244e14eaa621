/* Members of an Enum, dates, times and time spans: natively a number each.
 *
 *   E  a member: its place in the class      D  date: its ordinal, 1 is 0001-01-01
 *   T  datetime without a zone: microseconds since 0001-01-01      L  timedelta: microseconds
 *
 * Only the exact classes cross. Where CPython keeps the parts of a date is proved on values made for it when the first
 * such shape is bound; where that fails every such call is legacy's. Reading a value runs no code and makes no object.
 */
#ifndef PIVOT_BRIDGE_MARKS_H
#define PIVOT_BRIDGE_MARKS_H
#include "bridge_shapes.h"

enum { DAY_BYTES = 25, FOLD_BYTE = 35, ZONE_BYTE = 24, SPAN_INTS = 24 };
#define MICROSECONDS_A_DAY 86400000000LL
#define DAYS_AT_MOST 3652059 /* 9999-12-31 */

/* Proleptic Gregorian (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"): years begin in March. */
static int64_t ordinal_of(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 305;
}

static void parts_of(int64_t ordinal, int *year, int *month, int *day) {
    int64_t days = ordinal + 305, era = days / 146097, of_era = days - era * 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100), shifted = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(years + era * 400 + (*month <= 2));
}

/* The classes, once a shape has asked for them; `dates_read`: their instances lie as expected. Never given back. */
static Object *date_class, *datetime_class, *timedelta_class;
static int dates_read;

static inline uint8_t byte_of(const Object *value, int at) { return AT(uint8_t, value, at); }

static int64_t date_number(const Object *value) {
    int year = byte_of(value, DAY_BYTES) << 8 | byte_of(value, DAY_BYTES + 1);
    return ordinal_of(year, byte_of(value, DAY_BYTES + 2), byte_of(value, DAY_BYTES + 3));
}

static int64_t datetime_number(const Object *value) {
    int64_t seconds = byte_of(value, 29) * 3600 + byte_of(value, 30) * 60 + byte_of(value, 31);
    int64_t parts = byte_of(value, 32) << 16 | byte_of(value, 33) << 8 | byte_of(value, 34);
    return (date_number(value) - 1) * MICROSECONDS_A_DAY + seconds * 1000000 + parts;
}

static Object *date_made(int64_t ordinal) {
    int year, month, day;
    if (ordinal < 1 || ordinal > DAYS_AT_MOST) return PyErr_SetString(PyExc_ValueError, "the vessel wrote no date"), NULL;
    parts_of(ordinal, &year, &month, &day);
    return PyObject_CallFunction(date_class, "iii", year, month, day);
}

static Object *datetime_made(int64_t number) {
    int year, month, day;
    int64_t days = number / MICROSECONDS_A_DAY, rest = number % MICROSECONDS_A_DAY;
    if (number < 0 || days >= DAYS_AT_MOST) return PyErr_SetString(PyExc_ValueError, "the vessel wrote no datetime"), NULL;
    parts_of(days + 1, &year, &month, &day);
    int64_t seconds = rest / 1000000;
    return PyObject_CallFunction(datetime_class, "iiiiiii", year, month, day, (int)(seconds / 3600),
                                 (int)(seconds / 60 % 60), (int)(seconds % 60), (int)(rest % 1000000));
}

static Object *timedelta_made(int64_t number) {
    int64_t days = number / MICROSECONDS_A_DAY, rest = number % MICROSECONDS_A_DAY;
    return PyObject_CallFunction(timedelta_class, "iii", (int)days, (int)(rest / 1000000), (int)(rest % 1000000));
}

/* Makes values of which every part is another, and looks whether they are read back. */
static int dates_lie_as_expected(void) {
    Object *day = date_made(ordinal_of(1987, 11, 23)), *last = date_made(DAYS_AT_MOST);
    int64_t number = (ordinal_of(2031, 10, 29) - 1) * MICROSECONDS_A_DAY + 78478765432LL; /* 21:47:58.765432 */
    Object *time = datetime_made(number);
    Object *span = PyObject_CallFunction(timedelta_class, "iii", -7, 4321, 98765);
    int right = day && last && time && span && date_number(day) == ordinal_of(1987, 11, 23) &&
                date_number(last) == DAYS_AT_MOST && byte_of(last, DAY_BYTES + 2) == 12 &&
                datetime_number(time) == number && !byte_of(time, ZONE_BYTE) && !byte_of(time, FOLD_BYTE) &&
                AT(int32_t, span, SPAN_INTS) == -7 && AT(int32_t, span, SPAN_INTS + 4) == 4321 &&
                AT(int32_t, span, SPAN_INTS + 8) == 98765;
    if (day) Py_DecRef(day);
    if (last) Py_DecRef(last);
    if (time) Py_DecRef(time);
    if (span) Py_DecRef(span);
    return right;
}

/* Finds the classes for a shape that names one. 0 with an exception set when there are none. */
static int open_dates(void) {
    if (date_class) return 1;
    Object *module = PyImport_ImportModule("datetime");
    Object *found[3] = {NULL, NULL, NULL};
    static const char *const NAMES[] = {"date", "datetime", "timedelta"};
    for (int i = 0; module && i < 3; i++) found[i] = PyObject_GetAttrString(module, NAMES[i]);
    if (module) Py_DecRef(module);
    if (!found[0] || !found[1] || !found[2]) return 0;
    date_class = found[0], datetime_class = found[1], timedelta_class = found[2];
    dates_read = layout.python >= 311 && layout.python <= 313 && dates_lie_as_expected();
    PyErr_Clear(); /* of a proof that has failed */
    return 1;
}

/* ---- in and out ---- */
static int walk_mark(const Node *node, Object *value, uint64_t *out) {
    if (node->kind == 'E') {
        Object *members = node->record->names;
        if ((Object *)value->type != node->record->cls) return TYPE;
        for (Size i = 0, count = PyTuple_Size(members); i < count; i++) {
            if (PyTuple_GetItem(members, i) != value) continue;
            out[0] = (uint64_t)i;
            return OK;
        }
        return TYPE;
    }
    Object *cls = node->kind == 'D' ? date_class : node->kind == 'T' ? datetime_class : timedelta_class;
    if (!dates_read || (Object *)value->type != cls) return TYPE;
    if (node->kind == 'D') {
        out[0] = (uint64_t)date_number(value);
    } else if (node->kind == 'T') {
        if (byte_of(value, ZONE_BYTE)) return TYPE;
        if (byte_of(value, FOLD_BYTE)) return VALUE;
        out[0] = (uint64_t)datetime_number(value);
    } else {
        int64_t seconds = AT(int32_t, value, SPAN_INTS) * 86400LL + AT(int32_t, value, SPAN_INTS + 4), whole;
        if (__builtin_mul_overflow(seconds, 1000000, &whole) ||
            __builtin_add_overflow(whole, AT(int32_t, value, SPAN_INTS + 8), &whole))
            return OVERFLOW;
        out[0] = (uint64_t)whole;
    }
    return OK;
}

static Object *build_mark(const Node *node, uint64_t slot) {
    if (node->kind == 'D') return date_made((int64_t)slot);
    if (node->kind == 'T') return datetime_made((int64_t)slot);
    if (node->kind == 'L') return timedelta_made((int64_t)slot);
    Object *member = slot < (uint64_t)PyTuple_Size(node->record->names)
                         ? PyTuple_GetItem(node->record->names, (Size)slot) : NULL;
    if (member) Py_IncRef(member);
    else PyErr_SetString(PyExc_ValueError, "the vessel wrote an unknown member");
    return member;
}
#endif
