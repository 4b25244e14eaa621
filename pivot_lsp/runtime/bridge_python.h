/* CPython's stable ABI as far as the bridge uses it, declared by hand: no Python.h is needed to build the bridge.
 * Vectorcall joined the stable ABI in 3.12; 3.11 has the same flag bit, member name and symbols. */
#ifndef PIVOT_BRIDGE_PYTHON_H
#define PIVOT_BRIDGE_PYTHON_H
#include <stddef.h>
#include <stdint.h>

typedef intptr_t Size;
typedef struct Type Type;
typedef struct Object {
    Size refs;
    Type *type;
} Object;
typedef Object *(*Function)(Object *, Object *);
typedef Object *(*Vectorcall)(Object *, Object *const *, size_t, Object *);
typedef int (*Visit)(Object *, void *);
typedef struct { const char *name; Function call; int flags; const char *doc; } MethodDef;
typedef struct { const char *name; int type; Size offset; int flags; const char *doc; } MemberDef;
typedef struct { const char *name; Object *(*get)(Object *, void *); int (*set)(Object *, Object *, void *);
                 const char *doc; void *closure; } GetSetDef;
typedef struct { int slot; void *function; } TypeSlot;
typedef struct { const char *name; int basic; int item; unsigned flags; TypeSlot *slots; } TypeSpec;

typedef struct { /* Py_buffer, stable since 3.11 */
    void *data;
    Object *owner;
    Size bytes, itemsize;
    int readonly, ndim;
    char *format;
    Size *shape, *strides, *suboffsets;
    void *internal;
} Buffer;
enum { BUFFER_WRITABLE = 0x1, BUFFER_RECORDS_RO = 0x1c };

extern Type PyBytes_Type, PyLong_Type, PyFloat_Type, PyUnicode_Type, PyList_Type, PyTuple_Type, PyDict_Type, PySet_Type, PyFrozenSet_Type;
extern Object *PyExc_MemoryError, *PyExc_ValueError, *PyExc_TypeError, *PyExc_AttributeError, *PyExc_RuntimeError,
    *PyExc_SystemError;

void Py_IncRef(Object *);
void Py_DecRef(Object *);
Object *PyBool_FromLong(long);
long long PyLong_AsLongLongAndOverflow(Object *, int *);
Object *PyLong_FromLongLong(long long);
double PyFloat_AsDouble(Object *);
Object *PyFloat_FromDouble(double);
const char *PyUnicode_AsUTF8AndSize(Object *, Size *);
Size PyUnicode_GetLength(Object *);
Object *PyUnicode_DecodeUTF8(const char *, Size, const char *);
int PyUnicode_Compare(Object *, Object *);
char *PyBytes_AsString(Object *);
Size PyBytes_Size(Object *);
Object *PyBytes_FromStringAndSize(const char *, Size);
Size PyList_Size(Object *);
Object *PyList_GetItem(Object *, Size);
Object *PyList_New(Size);
int PyList_SetItem(Object *, Size, Object *);
int PyList_SetSlice(Object *, Size, Size, Object *);
int PyList_Append(Object *, Object *);
Size PyTuple_Size(Object *);
Object *PyTuple_GetItem(Object *, Size);
Object *PyTuple_New(Size);
int PyTuple_SetItem(Object *, Size, Object *);
Size PyDict_Size(Object *);
int PyDict_Next(Object *, Size *, Object **, Object **);
Object *PyDict_New(void);
Object *_PyDict_NewPresized(Size) __attribute__((weak)); /* a private symbol: used where it is there */
int PyDict_SetItem(Object *, Object *, Object *);
Object *PyDict_GetItemString(Object *, const char *);
int PyDict_DelItem(Object *, Object *);
Size PySet_Size(Object *);
Object *PySet_New(Object *);
Object *PyFrozenSet_New(Object *);
int PySet_Add(Object *, Object *);
int PySet_Discard(Object *, Object *);
Object *PyObject_GetIter(Object *);
Object *PyIter_Next(Object *);
Object *PyObject_GetAttr(Object *, Object *);
Object *PyUnicode_InternFromString(const char *);
unsigned long PyType_GetFlags(Type *);
int PyObject_SetAttr(Object *, Object *, Object *);
int PyObject_GenericSetAttr(Object *, Object *, Object *);
Object *PyObject_Call(Object *, Object *, Object *);
Object *PyObject_Vectorcall(Object *, Object *const *, size_t, Object *);
Object *PyVectorcall_Call(Object *, Object *, Object *);
Object *PyObject_GenericGetDict(Object *, void *);
int PyObject_GenericSetDict(Object *, Object *, void *);
int PyObject_IsInstance(Object *, Object *);
Object *PyImport_ImportModule(const char *);
Object *PyObject_GetAttrString(Object *, const char *);
Object *PyObject_CallFunction(Object *, const char *, ...);
int PyArg_ParseTuple(Object *, const char *, ...);
Object *Py_BuildValue(const char *, ...);
extern Object *PyExc_BaseException;
int PyObject_GetBuffer(Object *, Buffer *, int);
void PyBuffer_Release(Buffer *);
Object *PyErr_Occurred(void);
void PyErr_Clear(void);
int PyErr_ExceptionMatches(Object *);
void PyErr_SetObject(Object *, Object *);
void PyErr_SetString(Object *, const char *);
Object *PyErr_NoMemory(void);
Object *PySys_GetObject(const char *);
int PyFile_WriteObject(Object *, Object *, int);
int PyErr_CheckSignals(void);
int PyOS_InterruptOccurred(void);
void PyErr_SetInterrupt(void);
int PyGC_Disable(void);
int PyGC_Enable(void);
void PyObject_GC_UnTrack(void *);
int PyGILState_Ensure(void);
void PyGILState_Release(int);
Object *PyType_FromSpec(TypeSpec *);
Object *PyType_GenericAlloc(Type *, Size);
void *PyType_GetSlot(Type *, int);
Object *PyCFunction_NewEx(MethodDef *, Object *, Object *);

enum { TP_CALL = 50, TP_CLEAR = 51, TP_DEALLOC = 52, TP_DOC = 56, TP_METHODS = 64, TP_NEW = 65, TP_TRAVERSE = 71, TP_MEMBERS = 72,
       TP_GETSET = 73, TP_FREE = 74 };
enum { FLAG_DISALLOW_INSTANTIATION = 1 << 7, FLAG_IMMUTABLE = 1 << 8, FLAG_VECTORCALL = 1 << 11, FLAG_GC = 1 << 14 };
enum { PRINT_RAW = 1 };
enum { METH_VARARGS = 1, METH_NOARGS = 4, MEMBER_SIZE = 19, MEMBER_READONLY = 1 };
#define OFFSET_FLAG ((size_t)1 << (8 * sizeof(size_t) - 1))
#endif
