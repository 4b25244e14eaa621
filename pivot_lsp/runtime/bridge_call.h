/* One call's memory: what it takes is kept until it ends. */
#ifndef PIVOT_BRIDGE_CALL_H
#define PIVOT_BRIDGE_CALL_H
#include "bridge_marks.h"

enum { FIRST = 1024 };

/* ---- the call's own memory ---- */
typedef struct Chunk { struct Chunk *next; size_t size; } Chunk;
/* An object that is known by its number: what it held when it was walked; `next` of those that are yet to be filled. */
typedef struct Link {
    Object *object;
    const Node *node;
    uint64_t content[2];
    Size next;
} Link;
typedef struct Links {
    Link *all;
    Size count, capacity, given, first, last;
    Size *buckets; /* number + 1 by address */
    size_t mask;
} Links;
/* An array of the caller's, held until the call ends. `data`: its elements, copied together where they lie apart;
 * `before`: what it held, if the vessel may write to it. */
typedef struct Lent {
    struct Lent *next;
    const Node *node;
    Object *object;
    Buffer view;
    void *data, *before;
    size_t bytes;
} Lent;
/* The memory of an array that the result holds. */
typedef struct Given {
    const struct Given *next;
    const char *data;
    size_t bytes;
} Given;
/* What the vessel printed, in UTF-8. `wide`: not all of it is ASCII. */
typedef struct Printed {
    char *text;
    size_t bytes, room;
    int flush, wide;
} Printed;
typedef struct Call {
    Ctx ctx;
    Links links;
    Lent *lent;
    const Given *given;
    Printed printed;
    int refused; /* why legacy must answer although the vessel did */
    Bound *bound;
    char *top, *end;
    Chunk *chunks;
    size_t next_size;
    uint64_t left, serial;
    int copied, polled, raised, depth;
    uint64_t first[FIRST / 8];
} Call;

/* Memory of calls before, up to KEPT bytes, under the GIL: what malloc gives back to the system at the end of each call
 * costs a page fault a page in the next. A sanitizer shall see every use after the end of a call, so it gets none. */
#ifdef __SANITIZE_ADDRESS__
enum { KEPT = 0 };
#else
enum { KEPT = 16 << 20 };
#endif
static Chunk *spare;
static size_t spare_bytes;

static Chunk *new_chunk(size_t size) {
    for (Chunk **at = &spare; *at; at = &(*at)->next) {
        Chunk *found = *at;
        if (found->size >= size) {
            *at = found->next;
            spare_bytes -= found->size;
            return found;
        }
    }
    Chunk *chunk = malloc(sizeof(Chunk) + size);
    if (chunk) chunk->size = size;
    return chunk;
}

static void *take(Call *call, size_t bytes) {
    if (bytes > SIZE_MAX / 2) return NULL;
    bytes = (bytes + 7) & ~(size_t)7;
    if ((size_t)(call->end - call->top) < bytes) {
        Chunk *chunk = new_chunk(bytes > call->next_size ? bytes : call->next_size);
        if (!chunk) return NULL;
        if (call->next_size < (1 << 20)) call->next_size *= 4;
        chunk->next = call->chunks;
        call->chunks = chunk;
        call->top = (char *)(chunk + 1);
        call->end = call->top + chunk->size;
    }
    void *memory = call->top;
    call->top += bytes;
    return memory;
}

static uint64_t *take_slots(Call *call, Size count, int slots) {
    if (slots && (size_t)count > SIZE_MAX / 16 / (size_t)slots) return NULL;
    return take(call, (size_t)count * (size_t)slots * 8);
}

static void *vessel_alloc(Ctx *ctx, size_t bytes) {
    Call *call = (Call *)ctx;
    if (bytes > call->left) return NULL;
    call->left -= bytes;
    return take(call, bytes);
}

/* Signal handlers are user code and may change the arguments that the vessel is looking at. While strings are borrowed
 * only SIGINT is noticed: it is put back, the vessel stops, and legacy meets it at its first instruction. A function
 * that was seen to poll has its strings copied from its next call on; then every handler runs here, at once. */
static int32_t vessel_poll(Ctx *ctx) {
    Call *call = (Call *)ctx;
    call->bound->copies |= 2;
    if (call->raised || call->polled) return 1;
    if (call->copied) {
        if (PyErr_CheckSignals() == 0) return 0;
        return call->raised = 1;
    }
    if (!PyOS_InterruptOccurred()) return 0;
    PyErr_SetInterrupt();
    return call->polled = 1;
}

static void release(Call *call) {
    free(call->printed.text);
    while (call->chunks) {
        Chunk *chunk = call->chunks;
        call->chunks = chunk->next;
        if (spare_bytes + chunk->size <= (size_t)KEPT) {
            chunk->next = spare;
            spare = chunk;
            spare_bytes += chunk->size;
        } else {
            free(chunk);
        }
    }
}

static int failed(int reason) {
    if (PyErr_Occurred()) {
        if (PyErr_ExceptionMatches(PyExc_MemoryError)) reason = MEMORY;
        PyErr_Clear();
    }
    return reason;
}
#endif
