/* What a vessel prints: kept until the call has ended, and written to sys.stdout then; legacy, if it answers, prints
 * itself.
 *
 * Invariant: nothing is written unless print() is the built-in and sys.stdout takes all of the text, as far as can be
 * known beforehand: a text that its encoding may not have is legacy's, which raises where Python does.
 */
#ifndef PIVOT_BRIDGE_PRINTED_H
#define PIVOT_BRIDGE_PRINTED_H
#include <strings.h>

#include "bridge_call.h"

static Object *built_in_print; /* as it was when the bridge was opened */

static int32_t vessel_print(Ctx *ctx, const char *text, size_t bytes) {
    Printed *printed = &((Call *)ctx)->printed;
    if (!text) return printed->flush = 1, 0;
    if (bytes > printed->room - printed->bytes) {
        size_t room = printed->room ? printed->room : 512;
        while (room - printed->bytes < bytes) {
            if (room > ((Call *)ctx)->bound->memory) return 1;
            room *= 2;
        }
        char *grown = realloc(printed->text, room);
        if (!grown) return 1;
        printed->text = grown;
        printed->room = room;
    }
    memcpy(printed->text + printed->bytes, text, bytes);
    printed->bytes += bytes;
    for (size_t i = 0; i < bytes; i++) printed->wide |= text[i] < 0;
    return 0;
}

static Object *built_in(const char *name) {
    Object *module = PyImport_ImportModule("builtins"), *found = module ? PyObject_GetAttrString(module, name) : NULL;
    if (module) Py_DecRef(module);
    return found;
}

/* Whether the encoding of `out` has every character: UTF-8 has, and what has no encoding keeps str. */
static int takes_any_text(Object *out) {
    Object *encoding = PyObject_GetAttrString(out, "encoding");
    if (!encoding) return PyErr_Clear(), 1;
    const char *name = encoding == None_ ? "utf-8" : NULL;
    if (encoding->type == &PyUnicode_Type) name = PyUnicode_AsUTF8AndSize(encoding, NULL);
    int takes = name && (!strcasecmp(name, "utf-8") || !strcasecmp(name, "utf8"));
    Py_DecRef(encoding);
    return takes;
}

/* Whether what was printed can be written as print() would. */
static int can_be_printed(const Printed *printed) {
    if (!printed->bytes && !printed->flush) return 1;
    Object *now = built_in("print"), *out = PySys_GetObject("stdout");
    int can = now && now == built_in_print && out && (out == None_ || !printed->wide || takes_any_text(out));
    if (now) Py_DecRef(now);
    PyErr_Clear();
    return can;
}

/* Writes it. 0: an exception of sys.stdout's is set. */
static int print_all(const Printed *printed) {
    if (!printed->bytes && !printed->flush) return 1; /* as nearly always: looking for sys.stdout doubles a short call */
    Object *out = PySys_GetObject("stdout"), *text, *flush;
    if (!out || out == None_) return 1;
    int written = 1;
    Py_IncRef(out);
    if (printed->bytes) {
        text = PyUnicode_DecodeUTF8(printed->text, (Size)printed->bytes, NULL);
        written = text && PyFile_WriteObject(text, out, PRINT_RAW) == 0;
        if (text) Py_DecRef(text);
    }
    if (written && printed->flush) {
        flush = PyObject_GetAttrString(out, "flush");
        text = flush ? PyObject_CallFunction(flush, NULL) : NULL;
        written = text != NULL;
        if (flush) Py_DecRef(flush);
        if (text) Py_DecRef(text);
    }
    Py_DecRef(out);
    return written;
}
#endif
