//! One call's memory: a region from which everything is carved and nothing is given back before the call ends.
//!
//! Invariant: a block handed out stays valid, and is not handed out again, for as long as the region is borrowed
//! (`'a`), so handles into it are plain copies. Only [`Cx::release`] recycles a block, and only containers call it,
//! with a block that no handle but theirs has ever seen.

use std::alloc::{alloc, dealloc, Layout};
use std::cell::Cell;
use std::ptr::{null_mut, NonNull};

use crate::abi::{fallback, Ctx, Reason};
use crate::str::Str;

/// The first chunk's size in bytes; each further one is at least twice its predecessor.
const FIRST_CHUNK: usize = 4096;
/// Freed blocks of less are not worth a list.
const SMALLEST_FREED: usize = 32;
/// Recursion deeper than this is left to legacy, which knows where CPython stops.
const DEPTH_LIMIT: u32 = 400;
/// How many texts may grow in turns without being copied each time.
const TAILS: usize = 4;
/// Rounds of polled loops between two looks at signals.
const ROUNDS: u32 = 1024;

struct Chunk {
    previous: *mut Chunk,
    bytes: usize,
}

struct Freed {
    next: *mut Freed,
}

/// The context of one call: its region, its recursion depth, its way to ask for signals.
pub struct Cx {
    top: Cell<*mut u8>,
    end: Cell<*mut u8>,
    chunks: Cell<*mut Chunk>,
    taken: Cell<usize>,
    /// Where the arguments end: the chunk that was current then, and its top.
    mark: Cell<(*mut Chunk, *mut u8)>,
    limit: usize,
    ctx: *mut Ctx,
    rounds: Cell<u32>,
    depth: Cell<u32>,
    freed: [Cell<*mut Freed>; 32],
    /// Ends of texts that were lengthened lately, and the free bytes behind each.
    tails: [Cell<(usize, usize)>; TAILS],
    next_tail: Cell<usize>,
}

impl Cx {
    /// A region over the bridge's memory.
    ///
    /// # Safety
    /// `ctx` points to a live context, and outlives the region.
    pub(crate) unsafe fn over(ctx: *mut Ctx) -> Cx {
        let limit = usize::try_from((*ctx).memory).unwrap_or(usize::MAX);
        Cx::made_over(limit, ctx)
    }

    /// A region of its own, of at most `limit` bytes: for constants and for tests.
    pub fn with_limit(limit: usize) -> Cx {
        Cx::made_over(limit, null_mut())
    }

    fn made_over(limit: usize, ctx: *mut Ctx) -> Cx {
        Cx {
            top: Cell::new(null_mut()),
            end: Cell::new(null_mut()),
            chunks: Cell::new(null_mut()),
            taken: Cell::new(0),
            mark: Cell::new((null_mut(), null_mut())),
            limit,
            ctx,
            rounds: Cell::new(0),
            depth: Cell::new(0),
            tails: [const { Cell::new((0, 0)) }; TAILS],
            next_tail: Cell::new(0),
            freed: [const { Cell::new(null_mut()) }; 32],
        }
    }

    /// `bytes` bytes, aligned to `align` (a power of two, at most 8). Falls back when the limit is met.
    #[inline]
    pub fn allocate(&self, bytes: usize, align: usize) -> NonNull<u8> {
        let top = self.top.get() as usize;
        let start = (top + align - 1) & !(align - 1);
        if let Some(stop) = start.checked_add(bytes) {
            if stop <= self.end.get() as usize && top != 0 {
                self.top.set(self.top.get().wrapping_add(stop - top));
                // SAFETY: start lies in the current chunk, which is not at address 0
                return unsafe { NonNull::new_unchecked(self.top.get().wrapping_sub(bytes)) };
            }
        }
        self.allocate_slow(bytes, align)
    }

    #[cold]
    fn allocate_slow(&self, bytes: usize, align: usize) -> NonNull<u8> {
        self.add_chunk(bytes);
        self.allocate(bytes, align)
    }

    fn add_chunk(&self, bytes: usize) {
        let header = size_of::<Chunk>();
        let Some(least) = bytes.checked_add(header + 8) else {
            fallback(Reason::Memory)
        };
        let remaining = self.limit - self.taken.get();
        if least > remaining {
            fallback(Reason::Memory);
        }
        let last = self.chunks.get();
        // SAFETY: chunks in the list are live
        let wished = if last.is_null() {
            FIRST_CHUNK
        } else {
            unsafe { (*last).bytes }.saturating_mul(2)
        };
        let size = ((wished.max(least) + 7) & !7).min(remaining & !7);
        if size < least {
            fallback(Reason::Memory);
        }
        // SAFETY: the bridge's alloc is called with its own context; a fresh chunk is exclusively ours
        unsafe {
            let start = self.raw(size);
            if start.is_null() {
                fallback(Reason::Memory);
            }
            let chunk = start.cast::<Chunk>();
            chunk.write(Chunk {
                previous: last,
                bytes: size,
            });
            self.chunks.set(chunk);
            self.taken.set(self.taken.get() + size);
            self.top.set(start.add(header));
            self.end.set(start.add(size));
        }
    }

    unsafe fn raw(&self, bytes: usize) -> *mut u8 {
        if self.ctx.is_null() {
            return alloc(Layout::from_size_align_unchecked(bytes, 8));
        }
        match (*self.ctx).alloc {
            Some(take) => take(self.ctx, bytes).cast(),
            None => null_mut(),
        }
    }

    /// Room for one object, uninitialised. One without a size gets a place of its own too: its address is its identity.
    #[inline]
    pub fn room<T>(&self) -> NonNull<T> {
        if size_of::<T>() == 0 {
            return self.allocate(1, 1).cast();
        }
        self.array(1)
    }

    /// Puts a value into the region.
    #[inline]
    pub fn place<T>(&self, value: T) -> &T {
        const { assert!(!std::mem::needs_drop::<T>()) };
        let at = self.room::<T>();
        // SAFETY: fresh, aligned, large enough; nothing has to be dropped
        unsafe {
            at.write(value);
            at.as_ref()
        }
    }

    /// Room for `count` values, uninitialised.
    #[inline]
    pub fn array<T>(&self, count: usize) -> NonNull<T> {
        const { assert!(align_of::<T>() <= 8) };
        if size_of::<T>() == 0 {
            return NonNull::dangling();
        }
        let Some(bytes) = count.checked_mul(size_of::<T>()) else {
            fallback(Reason::Memory)
        };
        self.allocate(bytes, align_of::<T>()).cast()
    }

    /// Room for `count` values, from a freed block if one fits.
    pub(crate) fn recycled<T>(&self, count: usize) -> NonNull<T> {
        let bytes = count.saturating_mul(size_of::<T>());
        let class = bytes.max(1).next_power_of_two().trailing_zeros() as usize;
        if let Some(list) = self.freed.get(class) {
            if let Some(block) = NonNull::new(list.get()) {
                // SAFETY: blocks in the list are at least this large, 8-aligned and used by nobody
                list.set(unsafe { block.as_ref() }.next);
                return block.cast();
            }
        }
        self.array(count)
    }

    /// Takes back a block that no handle can reach any more, for [`Cx::recycled`].
    ///
    /// # Safety
    /// The block came from this region with that size, and nobody reads or writes it again.
    pub(crate) unsafe fn release(&self, block: *mut u8, bytes: usize) {
        if bytes < SMALLEST_FREED || block as usize % 8 != 0 {
            return;
        }
        let class = bytes.ilog2() as usize;
        if let Some(list) = self.freed.get(class) {
            let freed = block.cast::<Freed>();
            freed.write(Freed { next: list.get() });
            list.set(freed);
        }
    }

    /// Lengthens a block in place when it is the last one and its chunk has room.
    pub(crate) fn extend_in_place(&self, stop: *const u8, more: usize) -> bool {
        let top = self.top.get();
        let room = self.end.get() as usize - top as usize;
        if stop == top.cast_const() && !top.is_null() && more <= room {
            self.top.set(top.wrapping_add(more));
            return true;
        }
        false
    }

    /// Whether `next` stands right behind the text from `start` to `stop`, both in the current chunk: the two are one
    /// text already.
    #[inline]
    pub(crate) fn follows(&self, start: *const u8, stop: *const u8, next: *const u8) -> bool {
        stop == next
            && (self.chunks.get() as usize) < start as usize
            && (next as usize) < self.top.get() as usize
    }

    /// Gives a text that ends at `stop` the `more` bytes behind it, if they are free.
    #[inline]
    pub(crate) fn extend_text(&self, stop: *const u8, more: usize) -> bool {
        let Some(tail) = self.tails.iter().find(|tail| tail.get().0 == stop as usize) else {
            return self.extend_in_place(stop, more);
        };
        let (end, free) = tail.get();
        if more <= free {
            tail.set((end + more, free - more));
            return true;
        }
        let extended = self.extend_in_place(stop, more);
        if extended {
            tail.set((end + more, 0));
        }
        extended
    }

    /// Copies a text to where `more` bytes are free behind it; to a place with as much again if it grew before.
    #[cold]
    #[inline(never)]
    pub(crate) fn move_text(&self, start: NonNull<u8>, bytes: usize, more: usize) -> NonNull<u8> {
        let stop = start.as_ptr() as usize + bytes;
        let known = self.tails.iter().find(|tail| tail.get().0 == stop);
        let spare = if known.is_some() { bytes + more } else { 0 };
        let Some(wished) = (bytes + more).checked_add(spare) else {
            fallback(Reason::Memory)
        };
        let fresh = self.allocate(wished, 1);
        // SAFETY: distinct blocks of at least `bytes` bytes
        unsafe { fresh.copy_from_nonoverlapping(start, bytes) };
        let tail = known.unwrap_or_else(|| {
            let next = self.next_tail.get();
            self.next_tail.set((next + 1) % TAILS);
            &self.tails[next]
        });
        tail.set((fresh.as_ptr() as usize + bytes + more, spare));
        fresh
    }

    /// Gives back the unused end of the last block.
    pub(crate) fn shrink_in_place(&self, stop: *const u8, less: usize) {
        if stop == self.top.get().cast_const() && !stop.is_null() {
            self.top.set(self.top.get().wrapping_sub(less));
        }
    }

    /// Whether `address` lies in this region.
    pub(crate) fn holds(&self, address: *const u8) -> bool {
        let mut chunk = self.chunks.get();
        while !chunk.is_null() {
            let start = chunk as usize;
            // SAFETY: chunks in the list are live
            let (bytes, previous) = unsafe { ((*chunk).bytes, (*chunk).previous) };
            if (start..start + bytes).contains(&(address as usize)) {
                return true;
            }
            chunk = previous;
        }
        false
    }

    /// Says that what the region holds by now are arguments.
    pub(crate) fn mark_arguments(&self) {
        self.mark.set((self.chunks.get(), self.top.get()));
    }

    /// Whether `address` was made in this call: it is no argument and no constant.
    pub(crate) fn made(&self, address: *const u8) -> bool {
        let (last, top) = self.mark.get();
        let mut chunk = self.chunks.get();
        while !chunk.is_null() {
            let start = if chunk == last {
                top as usize
            } else {
                chunk as usize
            };
            // SAFETY: chunks in the list are live
            let (bytes, previous) = unsafe { ((*chunk).bytes, (*chunk).previous) };
            if (start..chunk as usize + bytes).contains(&(address as usize)) {
                return true;
            }
            if chunk == last {
                return false;
            }
            chunk = previous;
        }
        false
    }

    /// Whether what it holds outlives the calls: it is that of constants.
    #[inline]
    pub(crate) fn lasts(&self) -> bool {
        self.ctx.is_null()
    }

    /// Counts a round of a loop that may run long; now and then lets signal handlers stop the call.
    #[inline]
    pub fn poll(&self) {
        let rounds = self.rounds.get().wrapping_add(1);
        self.rounds.set(rounds);
        if rounds % ROUNDS == 0 {
            self.ask();
        }
    }

    #[cold]
    fn ask(&self) {
        if self.ctx.is_null() {
            return;
        }
        // SAFETY: the context is live for the whole call
        let stop = unsafe { (*self.ctx).poll.map_or(0, |poll| poll(self.ctx)) };
        if stop != 0 {
            fallback(Reason::Interrupt);
        }
    }

    /// print(): the bridge writes `text` when the call has ended.
    pub fn print(&self, text: Str<'_>) {
        let bytes = text.as_bytes();
        if !bytes.is_empty() {
            self.tell(bytes.as_ptr(), bytes.len());
        }
    }

    /// print(flush=True): what was printed is flushed when it is written.
    pub fn flush(&self) {
        self.tell(std::ptr::null(), 0);
    }

    fn tell(&self, start: *const u8, bytes: usize) {
        if self.ctx.is_null() {
            fallback(Reason::Internal);
        }
        // SAFETY: the context is live for the whole call, and so are the bytes
        let failed = unsafe {
            (*self.ctx)
                .print
                .map_or(1, |print| print(self.ctx, start, bytes))
        };
        if failed != 0 {
            fallback(Reason::Memory);
        }
    }

    /// Counts a level of recursion for as long as the guard lives; falls back beyond the limit.
    #[inline]
    pub fn enter(&self) -> Level<'_> {
        let depth = self.depth.get() + 1;
        if depth > DEPTH_LIMIT {
            fallback(Reason::Depth);
        }
        self.depth.set(depth);
        Level(&self.depth)
    }
}

impl Drop for Cx {
    fn drop(&mut self) {
        if !self.ctx.is_null() {
            return; // the bridge frees what it gave
        }
        let mut chunk = self.chunks.get();
        while !chunk.is_null() {
            // SAFETY: each chunk was made by `raw` with this layout, and the region is no longer borrowed
            unsafe {
                let Chunk { previous, bytes } = chunk.read();
                dealloc(chunk.cast(), Layout::from_size_align_unchecked(bytes, 8));
                chunk = previous;
            }
        }
    }
}

/// A level of recursion; ends with the scope that holds it.
pub struct Level<'a>(&'a Cell<u32>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}
