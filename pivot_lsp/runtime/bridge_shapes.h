/* The vessel's side of a call (`abi.py` defines it), and shapes parsed into trees of nodes. */
#ifndef PIVOT_BRIDGE_SHAPES_H
#define PIVOT_BRIDGE_SHAPES_H
#include <stdlib.h>
#include <string.h>

#include "bridge_layout.h"

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
typedef int32_t (*Entry)(const uint64_t *, uint64_t *, Ctx *);
enum { ABI = 2, RESULT = 0, RAISED = 2 };
enum { OK, OVERFLOW, VALUE, MEMORY, DEPTH, INTERRUPT, INTERNAL, TYPE, FORK, LOAD, REASONS };
enum { TAG_NONE, TAG_INT, TAG_FLOAT, TAG_BOOL, TAG_STR };

/* ---- shapes as trees ---- */
typedef struct Record Record;
typedef struct Node {
    char kind;
    int slots;          /* 8-byte slots this value takes where it stands */
    int linked;         /* crosses as a numbered object */
    int count;          /* children */
    int ndim;           /* of an array: its dimensions, */
    char element;       /* and what it holds: F or I */
    struct Node **items;
    Record *record;
    Object *cls;        /* of a dict that is a Counter or a defaultdict: its class, */
    Object *factory;    /* and what makes a defaultdict's missing values. Borrowed */
    struct Node *next;  /* all nodes of a function, to measure and free them */
} Node;
/* A key of a TypedDict: its object as this call met it, where its value's slots begin, and, apart from that, which key
 * the dicts of this call had at its place. */
typedef struct Key { Object *name; int offset, here; } Key;
struct Record {
    Object *cls;
    Object *names;      /* tuple of str; of an Enum its members */
    Object *constants;  /* tuple of (name, value): what an instance gives for variables of its class */
    int count, slots, tuple, state;
    int keyed, ordered; /* a dict with these keys; only in this order */
    Key *keys;
    Node **items;
    int how, kept, basic;  /* fields: where they are read now, where they could be, the instance's size */
    int met;               /* instances that were learned from */
    uint64_t checked;      /* the call in which the places were held against attribute access */
    const Object *last;
    uint64_t *places;      /* of each field: the places where it may be kept, as bits; then a single place */
};
typedef struct Bound {
    Object head;
    Vectorcall vectorcall;
    Object *dict;
    Object *legacy, *names, *defaults, *exceptions, *records;
    Entry entry;
    Node *nodes, **params, *result;
    Object **name, **preset; /* of each parameter: its name; its default or NULL. Borrowed from the tuples */
    Record *table;
    int count, positional, positional_only, table_count;
    int star;           /* the parameter after the positional ones takes what more is given, in a tuple */
    int in_slots, out_slots;
    int linked;         /* lists, dicts and records cross as numbered objects (bridge_linked.h) */
    int copies;         /* strings are copied: building runs Python code, or the function polls */
    int arrays;         /* NumPy's arrays or scalars cross */
    int holds;          /* the collector is held while the result is built */
    int64_t home;       /* process in which a library that does not survive fork was opened; 0: it survives */
    uint64_t memory;
    int64_t native, reasons[REASONS];
    int clocked; /* each call looks at the clock around the vessel's own code */
    int64_t kernel_ns, kernel_calls;
} Bound;

enum { MAX_PARAMS = 64 };
static Object *True_, *False_, *None_;

static Node *parse(Bound *bound, const char **text);
static int open_dates(void);
static void open_numpy(void);
static int parse_array(Node *node, const char **text);
static Object *Counter_, *defaultdict_;

static int open_collections(void) {
    Object *module = Counter_ ? NULL : PyImport_ImportModule("collections");
    if (module) {
        Counter_ = PyObject_GetAttrString(module, "Counter");
        defaultdict_ = PyObject_GetAttrString(module, "defaultdict");
        Py_DecRef(module);
    }
    return Counter_ && defaultdict_;
}

/* The built-in type whose call gives the empty value of `node`, as a defaultdict of such values has it. */
static Object *factory_of(const Node *node) {
    switch (node->kind) {
    case 'i': return (Object *)&PyLong_Type;
    case 'f': return (Object *)&PyFloat_Type;
    case 'b': return (Object *)True_->type;
    case 's': return (Object *)&PyUnicode_Type;
    case '[': return (Object *)&PyList_Type;
    case '<': return (Object *)&PySet_Type;
    case '{': return node->cls ? NULL : (Object *)&PyDict_Type;
    default: return NULL;
    }
}

/* What follows `c` or `d`: a dict of another class. */
static Node *as_collection(Node *node, char flavour) {
    if (!node || node->kind != '{' || node->cls || !open_collections()) return NULL;
    node->cls = flavour == 'c' ? Counter_ : defaultdict_;
    node->factory = flavour == 'c' ? NULL : factory_of(node->items[1]);
    return flavour == 'c' || node->factory ? node : NULL;
}

static int parse_items(Bound *bound, const char **text, Node ***items, int count, char close) {
    int capacity = count > 0 ? count : 4, n = 0;
    *items = malloc(sizeof(Node *) * (size_t)capacity);
    while (*items && (close ? **text != close : n < count)) {
        if (n == capacity) {
            Node **more = realloc(*items, sizeof(Node *) * (size_t)(capacity *= 2));
            if (!more) return -1;
            *items = more;
        }
        if (!((*items)[n] = parse(bound, text))) return -1;
        n++;
    }
    if (!*items) return -1;
    if (close) ++*text;
    return n;
}

static Node *parse(Bound *bound, const char **text) {
    static const char CHILDREN[] = "?1[1*1Y1<1>1{2";
    if (**text == 'c' || **text == 'd') {
        char flavour = *(*text)++;
        return as_collection(parse(bound, text), flavour);
    }
    Node *node = calloc(1, sizeof(Node));
    if (!node) return NULL;
    node->next = bound->nodes; /* freed with the function, whatever happens next */
    bound->nodes = node;
    node->kind = **text;
    if (!node->kind || !strchr("ifbns_?[*Y<>{(|REDTLAWFIB", node->kind)) return NULL;
    ++*text;
    const char *row = strchr(CHILDREN, node->kind);
    if (row) {
        node->count = parse_items(bound, text, &node->items, row[1] - '0', 0);
    } else if (node->kind == '(' || node->kind == '|') {
        node->count = parse_items(bound, text, &node->items, 0, ')');
    } else if (node->kind == 'R' || node->kind == 'E') {
        char *end;
        long index = strtol(*text, &end, 10);
        if (end == *text || *end != ';' || index < 0 || index >= bound->table_count) return NULL;
        *text = end + 1;
        node->record = &bound->table[index];
    }
    if (strchr("DTL", node->kind) && !open_dates()) return NULL;
    if (strchr("AW", node->kind) && !parse_array(node, text)) return NULL;
    if (strchr("FIB", node->kind)) open_numpy();
    bound->arrays |= strchr("AWFIB", node->kind) != NULL;
    return node->count < 0 ? NULL : node;
}

static Node *parse_whole(Bound *bound, const char *text) {
    Node *node = text ? parse(bound, &text) : NULL;
    return node && !*text ? node : NULL;
}

/* Slots of a value where it stands; -1 when a record contains itself without a list between. */
static int measure(const Bound *bound, Node *node) {
    int slots = 0;
    if (bound->linked && (strchr("[*Y<>{", node->kind) || (node->kind == 'R' && !node->record->tuple))) {
        node->linked = 1;
        if (node->kind != 'R') return node->slots = 1;
    }
    switch (node->kind) {
    case '_': return node->slots = 0;
    case 'A': case 'W': return node->slots = 1 + node->ndim;
    case 's': case '[': case '*': case 'Y': case '<': case '>': case '{': return node->slots = 2;
    case '?': case '(': case '|':
        for (int i = 0; i < node->count; i++) {
            int more = measure(bound, node->items[i]);
            if (more < 0) return -1;
            slots += more;
        }
        return node->slots = slots + (node->kind == '?') + (node->kind == '|') * node->count;
    case 'R': break;
    default: return node->slots = 1;
    }
    Record *record = node->record;
    if (node->linked) node->slots = 1;
    if (record->state == 1) return node->linked ? 1 : -1;
    if (record->state == 0) {
        record->state = 1;
        for (int i = 0; i < record->count; i++) {
            int more = measure(bound, record->items[i]);
            if (more < 0) return -1;
            slots += more;
        }
        record->slots = slots;
        record->state = 2;
    }
    return node->slots = node->linked ? 1 : record->slots;
}

static int parse_tuple(Bound *bound, Object *shapes, Node ***items, int *count) {
    *count = (int)PyTuple_Size(shapes);
    *items = calloc((size_t)*count + 1, sizeof(Node *));
    if (!*items) return 0;
    for (int i = 0; i < *count; i++) {
        const char *text = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(shapes, i), NULL);
        if (!((*items)[i] = parse_whole(bound, text))) return 0;
    }
    return 1;
}

static int parse_bound(Bound *bound, Object *shapes, const char *result) {
    bound->table_count = (int)PyTuple_Size(bound->records);
    bound->table = calloc((size_t)bound->table_count + 1, sizeof(Record));
    if (!bound->table) return 0;
    for (int i = 0; i < bound->table_count; i++) { /* (cls, names, shapes, is NamedTuple, constants); of an Enum: (cls, members, (), False, ()) */
        Object *row = PyTuple_GetItem(bound->records, i);
        Record *record = &bound->table[i];
        record->cls = PyTuple_GetItem(row, 0);
        record->names = PyTuple_GetItem(row, 1);
        record->constants = PyTuple_GetItem(row, 4);
        record->keyed = record->cls == (Object *)&PyDict_Type;
        record->ordered = record->keyed && PyTuple_GetItem(row, 3) == True_;
        record->tuple = !record->keyed && PyTuple_GetItem(row, 3) == True_;
        record->kept = record->tuple || record->keyed ? BY_ATTRIBUTE : kept_how(record->cls, &record->basic);
        record->how = record->kept == BY_ATTRIBUTE ? BY_ATTRIBUTE : UNKNOWN;
        if (!parse_tuple(bound, PyTuple_GetItem(row, 2), &record->items, &record->count)) return 0;
        record->places = malloc(sizeof(uint64_t) * (size_t)(record->count + 1));
        record->keys = record->keyed ? malloc(sizeof(Key) * (size_t)(record->count + 1)) : NULL;
        if (!record->places || (record->keyed && !record->keys)) return 0;
        for (int k = 0; k < record->count; k++) record->places[k] = UINT64_MAX;
    }
    if (!parse_tuple(bound, shapes, &bound->params, &bound->count)) return 0;
    if (!(bound->result = parse_whole(bound, result))) return 0;
    for (Node *node = bound->nodes; node; node = node->next) measure(bound, node); /* of records that others use, too */
    if (measure(bound, bound->result) < 0) return 0;
    for (int i = 0; i < bound->count; i++) {
        if (measure(bound, bound->params[i]) < 0) return 0;
        bound->in_slots += bound->params[i]->slots;
    }
    bound->out_slots = bound->result->slots;
    bound->in_slots += 2 * bound->linked; /* the table of objects goes first */
    bound->out_slots += 2 * bound->linked;
    bound->copies = !bound->linked && strchr(result, 'R') != NULL;
    bound->holds = bound->linked || strpbrk(result, "[*Y<>{(R") != NULL;
    if (bound->count > MAX_PARAMS || bound->count != PyTuple_Size(bound->names)) return 0;
    bound->name = calloc((size_t)bound->count * 2 + 1, sizeof(Object *));
    if (!bound->name) return 0;
    bound->preset = bound->name + bound->count;
    for (int i = 0; i < bound->count; i++) { /* a default is given as () or (value,) */
        Object *preset = PyTuple_GetItem(bound->defaults, i);
        bound->name[i] = PyTuple_GetItem(bound->names, i);
        bound->preset[i] = PyTuple_Size(preset) ? PyTuple_GetItem(preset, 0) : NULL;
    }
    return 1;
}
#endif
