/* A vessel written by hand: every function does one thing that the calling convention allows, or forbids. */
#include <stdint.h>
#include <string.h>

typedef struct Ctx {
    uint32_t abi, python;
    void *(*alloc)(struct Ctx *, size_t);
    int32_t (*poll)(struct Ctx *);
    int64_t reason, exc_kind;
    const uint64_t *exc_args;
    int64_t exc_count;
    uint64_t memory;
    int32_t (*print)(struct Ctx *, const char *, size_t);
} Ctx;

/* The result is the argument: the slots are copied, what they point to is aliased. */
#define ECHO(N)                                                             \
    int32_t echo_##N(const uint64_t *args, uint64_t *out, Ctx *ctx) {       \
        (void)ctx;                                                          \
        memcpy(out, args, 8 * N);                                           \
        return 0;                                                           \
    }
ECHO(0) ECHO(1) ECHO(2) ECHO(3) ECHO(4) ECHO(5) ECHO(6) ECHO(7) ECHO(8) ECHO(10) ECHO(21)

/* Waits in poll for ever; says how many times it polled when it is let go. */
int32_t spin(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    uint64_t turns = 0;
    while (!ctx->poll(ctx) && turns < args[0]) turns++;
    if (turns < args[0]) {
        ctx->reason = 5;
        return 1;
    }
    out[0] = turns;
    return 0;
}

/* Polls so many times, then returns the second argument, of two slots. */
int32_t spin_and_return(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    out[0] = args[1];
    out[1] = args[2];
    for (uint64_t turns = 0; turns < args[0]; turns++)
        if (ctx->poll(ctx)) {
            ctx->reason = 5;
            return 1;
        }
    return 0;
}

/* (abi, python, memory) as the bridge tells them. */
int32_t context(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)args;
    out[0] = ctx->abi;
    out[1] = ctx->python;
    out[2] = ctx->memory;
    return 0;
}

/* (bytes, code points) of a string. */
int32_t lengths(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)ctx;
    out[0] = args[1] & 0xffffffff;
    out[1] = args[1] >> 32;
    return 0;
}

/* Falls back for the reason it is given. */
int32_t fall(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)out;
    ctx->reason = (int64_t)args[0];
    return 1;
}

/* Raises the exception of the kind it is given, with a value of each tag. */
int32_t throw(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    static const char text[] = "d\xc3\xa9j\xc3\xa0";
    double half = 0.5;
    (void)out;
    uint64_t *values = ctx->alloc(ctx, 5 * 3 * 8);
    memset(values, 0, 5 * 3 * 8);
    values[3] = 1, values[4] = (uint64_t)-7;
    values[6] = 2, memcpy(&values[7], &half, 8);
    values[9] = 3, values[10] = 1;
    values[12] = 4, values[13] = (uint64_t)(uintptr_t)text, values[14] = 6 | (uint64_t)4 << 32;
    ctx->exc_kind = (int64_t)args[0];
    ctx->exc_args = values;
    ctx->exc_count = 5;
    return 2;
}

/* Raises with one argument of an unknown tag. */
int32_t bad_tag(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    static const uint64_t values[3] = {99, 0, 0};
    (void)args, (void)out;
    ctx->exc_kind = 0;
    ctx->exc_args = values;
    ctx->exc_count = 1;
    return 2;
}

/* A str that is no UTF-8. */
int32_t bad_text(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)args, (void)ctx;
    out[0] = (uint64_t)(uintptr_t) "\xff\xfe";
    out[1] = 2 | (uint64_t)2 << 32;
    return 0;
}

/* A list of -1 elements. */
int32_t bad_count(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)args, (void)ctx;
    out[0] = 0;
    out[1] = (uint64_t)-1;
    return 0;
}

/* A return value that the convention does not know. */
int32_t bad_status(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)args, (void)out, (void)ctx;
    return 77;
}

/* Whether alloc gave so many bytes; they are written to. */
int32_t allocate(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    char *memory = ctx->alloc(ctx, (size_t)args[0]);
    out[0] = memory != NULL && (uintptr_t)memory % 8 == 0;
    if (memory) memset(memory, 1, (size_t)args[0]);
    return 0;
}

/* [n, n - 1 ... 1] as a list of floats in the call's own memory. */
int32_t countdown(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    double *values = ctx->alloc(ctx, (size_t)args[0] * 8);
    if (!values) {
        ctx->reason = 3;
        return 1;
    }
    for (uint64_t i = 0; i < args[0]; i++) values[i] = (double)(args[0] - i);
    out[0] = (uint64_t)(uintptr_t)values;
    out[1] = args[0];
    return 0;
}

/* Writes into the caller's string, which no vessel may, and returns its argument. */
int32_t scribble(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)ctx;
    if (args[1] & 0xffffffff) *(char *)args[0] = '!';
    out[0] = args[0];
    out[1] = args[1];
    return 0;
}

/* Dies for the argument 13, never ends for 14; else one more than its argument. */
int32_t unlucky(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    (void)ctx;
    volatile uint64_t turns = 1;
    if (args[0] == 13) __builtin_trap();
    if (args[0] == 14)
        while (turns) turns |= 1;
    out[0] = args[0] + 1;
    return 0;
}

/* ---- linked functions: args[0], args[1] are the table of objects, and so are out[0], out[1] ---- */
static uint64_t *table_with(const uint64_t *args, uint64_t *out, Ctx *ctx, uint64_t made) {
    uint64_t *table = ctx->alloc(ctx, 16 * (args[1] + made));
    memcpy(table, (const void *)(uintptr_t)args[0], 16 * args[1]);
    out[0] = (uint64_t)(uintptr_t)table;
    out[1] = args[1] + made;
    return table;
}

/* xs.append(x) for a list of one-slot elements; the result is xs. */
int32_t push(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    uint64_t *entry = table_with(args, out, ctx, 0) + 2 * args[2];
    uint64_t *items = ctx->alloc(ctx, 8 * (entry[1] + 1));
    memcpy(items, (const void *)(uintptr_t)entry[0], 8 * entry[1]);
    items[entry[1]] = args[3];
    entry[0] = (uint64_t)(uintptr_t)items;
    entry[1]++;
    out[2] = args[2];
    return 0;
}

/* The same, and then an exception of the kind `x`. */
int32_t push_and_raise(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    push(args, out, ctx);
    ctx->exc_kind = (int64_t)args[3];
    ctx->exc_args = NULL;
    ctx->exc_count = 0;
    return 2;
}

/* A new list that holds itself and the argument: [itself, xs] for a list of lists. */
int32_t ring(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    uint64_t *entry = table_with(args, out, ctx, 1) + 2 * args[1];
    uint64_t *items = ctx->alloc(ctx, 16);
    items[0] = args[1];
    items[1] = args[2];
    entry[0] = (uint64_t)(uintptr_t)items;
    entry[1] = 2;
    out[2] = args[1];
    return 0;
}

/* What a vessel must not say: an object that nobody made. */
int32_t push_unknown(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    push(args, out, ctx);
    out[2] = out[1] + 5;
    return 0;
}

/* What a vessel must not say: fewer objects than it was given. */
int32_t lose_objects(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    push(args, out, ctx);
    out[1] = 0;
    return 0;
}

/* Prints the text it is given, flushes when that is empty, and ends as the second argument says: 0 with the text's
 * bytes, 1 by falling back, 2 by raising. */
int32_t say(const uint64_t *args, uint64_t *out, Ctx *ctx) {
    size_t bytes = args[1] & 0xffffffff;
    out[0] = bytes;
    ctx->reason = 2;
    ctx->exc_kind = 0;
    ctx->exc_count = 0;
    if (ctx->print(ctx, bytes ? (const char *)(uintptr_t)args[0] : NULL, bytes)) {
        ctx->reason = 3;
        return 1;
    }
    return (int32_t)args[2];
}
