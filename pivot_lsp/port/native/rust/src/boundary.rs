//! Where C calls in: nothing but a result, a Python exception or a fallback leaves through here.

use std::any::Any;
use std::panic::{catch_unwind, set_hook, AssertUnwindSafe};
use std::ptr::{null_mut, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::Once;

use crate::abi::{tag, Ctx, Fallback, Reason, ABI, FALLBACK, RAISED, RESULT};
use crate::exc::{set_python, Arg, Exc, Outcome};
use crate::linked::Graph;
use crate::region::Cx;
use crate::str::Str;
use crate::wire::{Out, Wire};

/// Words of an exception argument on the wire: tag, a, b.
const ARG_SLOTS: usize = 3;

/// The arguments of a call, taken one after another.
pub struct Args<'a> {
    cx: &'a Cx,
    next: *const u64,
}

impl<'a> Args<'a> {
    /// The next argument.
    #[inline]
    pub fn take<T: Wire<'a>>(&mut self) -> T {
        // SAFETY: `call` got slots for every parameter of the signature that the types describe
        let value = unsafe { T::read(self.cx, self.next) };
        self.next = self.next.wrapping_add(T::SLOTS);
        self.cx.mark_arguments();
        value
    }
}

/// Where the result goes.
pub struct Reply<'a> {
    cx: &'a Cx,
    out: *mut u64,
}

impl<'a> Reply<'a> {
    /// Writes the result.
    #[inline]
    pub fn give<T: Wire<'a>>(self, value: T) {
        let out = Out::new(self.cx, T::MUTABLE);
        // SAFETY: `call` got slots for a result of this type
        unsafe { value.write(&out, self.out) };
        out.finish();
    }
}

/// Runs one exported function.
///
/// # Safety
/// `args` and `out` have the slots of the function's signature, `ctx` is a live context, and nothing of them changes
/// during the call.
pub unsafe fn call(
    args: *const u64,
    out: *mut u64,
    ctx: *mut Ctx,
    body: impl for<'a> FnOnce(&'a Cx, &mut Args<'a>, Reply<'a>) -> Outcome<()>,
) -> i32 {
    enter(ctx, |cx| {
        let mut given = Args { cx, next: args };
        body(cx, &mut given, Reply { cx, out })
    })
}

/// Runs one exported function whose objects are numbered.
///
/// # Safety
/// As [`call`].
pub unsafe fn call_linked(
    args: *const u64,
    out: *mut u64,
    ctx: *mut Ctx,
    body: impl for<'a> FnOnce(&'a Cx, &Graph<'a>, *mut u64) -> Outcome<()>,
) -> i32 {
    enter(ctx, |cx| body(cx, &Graph::new(cx, args), out))
}

unsafe fn enter(ctx: *mut Ctx, body: impl FnOnce(&Cx) -> Outcome<()>) -> i32 {
    if (*ctx).abi != ABI {
        (*ctx).reason = Reason::Internal as i64;
        return FALLBACK;
    }
    quiet();
    set_python((*ctx).python);
    let cx = Cx::over(ctx);
    let ended = catch_unwind(AssertUnwindSafe(|| match body(&cx) {
        Ok(()) => RESULT,
        Err(exc) => {
            describe(&cx, &exc, &mut *ctx);
            RAISED
        }
    }));
    ended.unwrap_or_else(|payload| {
        (*ctx).reason = reason_of(&*payload) as i64;
        FALLBACK
    })
}

unsafe fn describe(cx: &Cx, exc: &Exc, ctx: &mut Ctx) {
    let args = exc.values();
    let slots = cx.array::<u64>(args.len() * ARG_SLOTS).as_ptr();
    for (place, arg) in args.iter().enumerate() {
        let words = match arg {
            Arg::None => [tag::NONE, 0, 0],
            Arg::Int(value) => [tag::INT, *value as u64, 0],
            Arg::Float(value) => [tag::FLOAT, value.to_bits(), 0],
            Arg::Bool(value) => [tag::BOOL, u64::from(*value), 0],
            Arg::Str(text) => {
                let (start, lengths) = Str::copied(cx, text).to_wire();
                [tag::STR, start as u64, lengths]
            }
        };
        slots
            .add(place * ARG_SLOTS)
            .cast::<[u64; ARG_SLOTS]>()
            .write(words);
    }
    ctx.exc_kind = i64::from(exc.kind().0);
    ctx.exc_args = slots;
    ctx.exc_count = args.len() as i64;
}

/// Arithmetic overflow panics with a text of the compiler's; whatever else panics is a defect.
fn reason_of(payload: &(dyn Any + Send)) -> Reason {
    if let Some(Fallback(reason)) = payload.downcast_ref::<Fallback>() {
        return *reason;
    }
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or(payload.downcast_ref::<String>().map(String::as_str));
    match text {
        Some(text) if text.starts_with("attempt to") && text.ends_with("overflow") => {
            Reason::Overflow
        }
        _ => Reason::Internal,
    }
}

/// Panics are answers here, not news: the hook of this library's own copy of std prints nothing.
fn quiet() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| set_hook(Box::new(|_| {})));
}

/// Exports functions under the calling convention: `export!(pivot_total(cx, args) => port::total(cx, args.take())?)`.
#[macro_export]
macro_rules! export {
    ($symbol:ident($cx:ident, $args:ident) => $call:expr) => {
        /// # Safety
        /// Called by the bridge, under the calling convention.
        #[no_mangle]
        pub unsafe extern "C" fn $symbol(
            args: *const u64,
            out: *mut u64,
            ctx: *mut $crate::Ctx,
        ) -> i32 {
            fn body<'a>(
                $cx: &'a $crate::Cx,
                $args: &mut $crate::Args<'a>,
                reply: $crate::Reply<'a>,
            ) -> $crate::Outcome<()> {
                let _ = ($cx, &$args);
                reply.give($call);
                Ok(())
            }
            $crate::call(args, out, ctx, body)
        }
    };
}

/// A module constant: built at its first use, never changed and never freed. Made by [`constant!`] only, which keeps
/// one type per constant.
pub struct Constant(AtomicPtr<u8>);

impl Constant {
    /// Not built yet.
    #[allow(
        clippy::new_without_default,
        reason = "it only makes sense in a static"
    )]
    pub const fn new() -> Constant {
        Constant(AtomicPtr::new(null_mut()))
    }

    /// The value.
    ///
    /// # Safety
    /// Every call for this constant is for the same `T` but for its lifetime, and nobody changes what it holds.
    #[inline]
    pub unsafe fn get<'a, T: Copy + 'a>(&self, build: impl FnOnce(&'a Cx) -> T) -> T {
        let known = NonNull::new(self.0.load(Ordering::Acquire));
        known
            .unwrap_or_else(|| self.build(build))
            .cast::<T>()
            .read()
    }

    #[cold]
    fn build<'a, T: Copy + 'a>(&self, build: impl FnOnce(&'a Cx) -> T) -> NonNull<u8> {
        let cx: &'static Cx = Box::leak(Box::new(Cx::with_limit(usize::MAX)));
        let built = cx.array::<T>(1);
        // SAFETY: fresh and large enough
        unsafe { built.write(build(cx)) };
        let built = built.cast::<u8>();
        match self.0.compare_exchange(
            null_mut(),
            built.as_ptr(),
            Ordering::AcqRel,
            Ordering::Acquire,
        ) {
            Ok(_) => built,
            Err(first) => NonNull::new(first).unwrap_or(built), // another thread was first
        }
    }
}

/// A module constant that is no Rust constant: `constant! { fn RATES<'a>(cx) -> Dict<'a, Str<'a>, f64> { ... } }`.
#[macro_export]
macro_rules! constant {
    ($(#[$attribute:meta])* $visible:vis fn $name:ident<$life:lifetime>($cx:ident) -> $type:ty $build:block) => {
        $(#[$attribute])*
        #[allow(non_snake_case, reason = "the constant's own name")]
        $visible fn $name<$life>() -> $type {
            static VALUE: $crate::Constant = $crate::Constant::new();
            // SAFETY: this is the only use; the emitter lets nothing change a constant
            unsafe { VALUE.get::<$type>(|$cx| $build) }
        }
    };
}
