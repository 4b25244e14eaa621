//! The calling convention, seen from C: results, exceptions, fallbacks, records, aliasing.

use std::ffi::c_void;

use pivot_rt::{self as rt, abi, prelude::*};

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Row<'a> {
    pub name: Str<'a>,
    pub size: i64,
    pub good: bool,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Pair {
    pub a: bool,
    pub b: bool,
}

rt::same!(Row: Row<'a> { name: rt::Str<'a>, size: i64, good: bool }, eq);
rt::record!(Row: Row<'a> { name: rt::Str<'a>, size: i64, good: bool }, mutable);
rt::same!(Pair: Pair { a: bool, b: bool }, eq);
rt::record!(Pair: Pair { a: bool, b: bool }, frozen);

rt::export!(sum(_cx, args) => {
    let rows: List<'_, &Row<'_>> = args.take();
    rows.iter().filter(|row| row.good).fold(0_i64, |sum, row| sum + row.size)
});
rt::export!(second(_cx, args) => {
    let pairs: List<'_, &Pair> = args.take();
    pairs.at(1)?.b
});
rt::export!(echo(_cx, args) => args.take::<List<'_, i64>>());
rt::export!(twice(cx, args) => {
    let inner = rt::list(cx, [args.take::<i64>()]);
    rt::list(cx, [inner, inner])
});
rt::export!(words(cx, args) => args.take::<Str<'_>>().split_on(cx, s!(","))?);
rt::export!(fails(_cx, args) => Err::<(), _>(Exc::new(KeyError, [args.take::<Str<'_>>().into(), 5.into()]))?);
rt::export!(keeps(cx, args) => {
    let values = ["short".into(), args.take::<i64>().into(), None::<f64>.into()];
    let exc = Exc::new(ValueError, values).with_fields(2);
    (exc.text(cx), exc.field::<i64>(cx, 0), exc.field::<Option<f64>>(cx, 1).is_none())
});
rt::export!(breaks(_cx, args) => [0_i64; 4][args.take::<i64>() as usize]);

unsafe extern "C" fn take(_: *mut abi::Ctx, bytes: usize) -> *mut c_void {
    Box::leak(vec![0_u64; bytes.div_ceil(8)].into_boxed_slice())
        .as_mut_ptr()
        .cast()
}

type Symbol = unsafe extern "C" fn(*const u64, *mut u64, *mut abi::Ctx) -> i32;

fn called(symbol: Symbol, args: &[u64], memory: u64) -> (i32, [u64; 4], abi::Ctx) {
    let mut out = [0; 4];
    let mut ctx = abi::Ctx {
        abi: abi::ABI,
        python: 311,
        alloc: Some(take),
        poll: None,
        reason: 0,
        exc_kind: -1,
        exc_args: std::ptr::null(),
        exc_count: 0,
        memory,
        print: None,
    };
    // SAFETY: the slots are those of the signature
    let status = unsafe { symbol(args.as_ptr(), out.as_mut_ptr(), &mut ctx) };
    (status, out, ctx)
}

fn text(given: &str) -> [u64; 2] {
    [
        given.as_ptr() as u64,
        given.len() as u64 | (given.chars().count() as u64) << 32,
    ]
}

fn read(slots: *const u64) -> String {
    // SAFETY: two slots of a str that lives
    unsafe {
        let bytes = std::slice::from_raw_parts(
            slots.read() as *const u8,
            slots.add(1).read() as u32 as usize,
        );
        String::from_utf8(bytes.to_vec()).unwrap()
    }
}

#[test]
fn records_are_read_where_they_stand() {
    let [start, lengths] = text("ñ");
    let rows = [
        start, lengths, 5, 1, start, lengths, 6, 0, start, lengths, 7, 1,
    ];
    let (status, out, _) = called(sum, &[rows.as_ptr() as u64, 3], 1 << 20);
    assert_eq!((status, out[0]), (abi::RESULT, 12));
}

#[test]
fn records_of_another_layout_are_converted() {
    let pairs = [1_u64, 0, 0, 1];
    let (status, out, _) = called(second, &[pairs.as_ptr() as u64, 2], 1 << 20);
    assert_eq!((status, out[0]), (abi::RESULT, 1));
}

#[test]
fn the_callers_objects_are_not_given_back() {
    let items = [1_u64, 2];
    let (status, _, ctx) = called(echo, &[items.as_ptr() as u64, 2], 1 << 20);
    assert_eq!(
        (status, ctx.reason),
        (abi::FALLBACK, abi::Reason::Value as i64)
    );
    let (status, _, _) = called(echo, &[items.as_ptr() as u64, 0], 1 << 20);
    assert_eq!(status, abi::FALLBACK);
}

#[test]
fn an_object_that_a_result_holds_twice_falls_back() {
    let (status, _, ctx) = called(twice, &[1], 1 << 20);
    assert_eq!(
        (status, ctx.reason),
        (abi::FALLBACK, abi::Reason::Value as i64)
    );
}

#[test]
fn text_of_a_result_outlives_its_argument() {
    let given = String::from("ab,ñ,");
    let (status, out, _) = called(words, &text(&given), 1 << 20);
    drop(given);
    assert_eq!((status, out[1]), (abi::RESULT, 3));
    let slots = out[0] as *const u64;
    assert_eq!(
        [0, 2, 4].map(|at| read(slots.wrapping_add(at))),
        ["ab", "ñ", ""]
    );
}

#[test]
fn exceptions_keep_their_attributes_apart_from_their_args() {
    let (status, out, _) = called(keeps, &[7], 1 << 20);
    assert_eq!(
        (status, read(&out[0]), out[2], out[3]),
        (abi::RESULT, "short".to_owned(), 7, 1)
    );
}

#[test]
fn exceptions_carry_kind_and_args() {
    let (status, _, ctx) = called(fails, &text("k"), 1 << 20);
    assert_eq!((status, ctx.exc_kind, ctx.exc_count), (abi::RAISED, 3, 2));
    // SAFETY: two arguments of three slots
    let slots = unsafe { std::slice::from_raw_parts(ctx.exc_args, 6) };
    assert_eq!(
        (slots[0], read(&slots[1]), slots[3], slots[4]),
        (abi::tag::STR, "k".to_owned(), abi::tag::INT, 5)
    );
}

#[test]
fn overflow_memory_and_defects_fall_back_with_their_reason() {
    let [start, lengths] = text("");
    let rows = [start, lengths, i64::MAX as u64, 1, start, lengths, 1, 1];
    let overflow = called(sum, &[rows.as_ptr() as u64, 2], 1 << 20).2.reason;
    let memory = called(twice, &[1], 8).2.reason;
    let defect = called(breaks, &[9], 1 << 20).2.reason;
    assert_eq!([overflow, memory, defect], [1, 3, 6]);
}
