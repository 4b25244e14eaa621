/* half_sum(a, b) = (a + b) // 2, with the slip that the define names. */
#include <stdint.h>
#include <stdlib.h>

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

int32_t half_sum(const uint64_t *args, uint64_t *out, Ctx *ctx) {
  int64_t a = (int64_t)args[0], b = (int64_t)args[1], sum;
  if (__builtin_add_overflow(a, b, &sum)) {
#ifndef WRAPS
    ctx->reason = 1;
    return 1;
#endif
  }
#ifdef ALWAYS_FALLS_BACK
  ctx->reason = 1;
  return 1;
#endif
#ifdef CRASHES
  if (sum == 13) *(volatile int *)8 = 1;
#endif
#ifdef LOOPS
  if (sum == 13) for (volatile int i = 0;; i++) { }
#endif
#ifdef EXITS
  if (sum == 13) _Exit(0);
#endif
#ifdef OVERREADS
  volatile char *bytes = malloc(4);
  bytes[0] = 1;
  if (sum == 13) sum += bytes[5] & 0;
  free((void *)bytes);
#endif
#ifdef OVERFLOWS
  volatile int narrow = 2147483647;
  if (sum == 13) narrow += 1;
#endif
#ifdef TRUNCATES
  out[0] = (uint64_t)(sum / 2);
#else
  out[0] = (uint64_t)(sum >> 1);
#endif
  (void)ctx;
  return 0;
}
