//! Calls that may change what the caller can see: lists, dicts and records cross as numbered objects.
//!
//! Invariant: one object of the caller is one object here, under however many names it came, so aliases behave as in
//! Python. What the call leaves behind is written as a table: the caller's objects first, then those it has made.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::abi::{fallback, Reason};
use crate::dict::Dict;
use crate::exc::Outcome;
use crate::list::List;
use crate::order::Key;
use crate::region::Cx;
use crate::set::Set;
use crate::str::Str;

/// Where contents lie, and how many there are.
pub type Contents = [u64; 2];

/// Addresses are spread well enough by one multiplication.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }
    fn write_usize(&mut self, address: usize) {
        self.0 = (address as u64)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(20);
    }
}

type Step<'a> = unsafe fn(*mut u8, &Graph<'a>, Contents);
type Store<'a> = unsafe fn(&Graph<'a>, *const u8) -> Contents;

/// A known object: its address, and how it is filled from the wire and stored to it.
struct Known<'a> {
    address: *mut u8,
    fill: Step<'a>,
    store: Store<'a>,
}

impl Clone for Known<'_> {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for Known<'_> {}

/// A type that crosses with its objects numbered.
///
/// # Safety
/// `SLOTS` is the number of slots of its shape in a linked function, and `FLAT` is true only if they are its memory.
pub unsafe trait Linked<'a>: Copy {
    /// How many slots it takes inline.
    const SLOTS: usize;
    /// Whether its memory is its slots.
    const FLAT: bool = false;

    /// Reads a value.
    ///
    /// # Safety
    /// `from` points to a value of this shape.
    unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self;

    /// Writes a value.
    ///
    /// # Safety
    /// `to` points to `SLOTS` slots.
    unsafe fn write(self, graph: &Graph<'a>, to: *mut u64);
}

/// A type whose values are objects: handles that may be compared by address.
///
/// # Safety
/// `from_address` is the inverse of `address`.
pub unsafe trait Object<'a>: Copy {
    /// Filled as soon as it is met: what hashes its value may hold it. Records inside are filled later, so that a long
    /// chain of objects needs no deep stack.
    const AT_ONCE: bool = false;

    /// An object to be filled; nobody reads it before.
    fn shell(cx: &'a Cx) -> *mut u8;
    /// What tells it from all others.
    fn address(self) -> *const u8;
    /// The object there.
    ///
    /// # Safety
    /// The address is of an object of this type.
    unsafe fn from_address(address: *const u8) -> Self;
    /// Fills a shell, by its address: what is written must not be written through a shared reference.
    ///
    /// # Safety
    /// `from` describes contents of this shape, and nobody has looked into the shell.
    unsafe fn fill(shell: *mut u8, graph: &Graph<'a>, from: Contents);
    /// Writes the contents.
    fn store(self, graph: &Graph<'a>) -> Contents;
}

/// The objects of a call.
pub struct Graph<'a> {
    cx: &'a Cx,
    next: Cell<*const u64>,
    table: *const Contents,
    known: RefCell<Vec<Option<Known<'a>>>>,
    pending: RefCell<Vec<usize>>,
    numbers: RefCell<HashMap<usize, usize, BuildHasherDefault<Spread>>>,
}

impl<'a> Graph<'a> {
    /// The objects of the call whose arguments lie at `args`.
    ///
    /// # Safety
    /// `args` are the slots of a linked function.
    pub unsafe fn new(cx: &'a Cx, args: *const u64) -> Graph<'a> {
        let given = args.add(1).read() as usize;
        Graph {
            cx,
            next: Cell::new(args.add(2)),
            table: args.read() as *const Contents,
            known: RefCell::new(vec![None; given]),
            pending: RefCell::default(),
            numbers: RefCell::default(),
        }
    }

    /// The next argument; its objects are shells until [`Graph::filled`].
    #[inline]
    pub fn take<T: Linked<'a>>(&self) -> T {
        // SAFETY: the bridge gave slots for every parameter of the signature that the types describe
        let value = unsafe { T::read(self, self.next.get()) };
        self.next.set(self.next.get().wrapping_add(T::SLOTS));
        value
    }

    /// Fills every object that the arguments reach.
    pub fn filled(&self) {
        loop {
            let Some(number) = self.pending.borrow_mut().pop() else {
                break;
            };
            let Some(known) = self.known.borrow()[number] else {
                continue;
            };
            // SAFETY: the table has an entry of this shape for each number that a slot of it named
            unsafe { (known.fill)(known.address, self, self.table.add(number).read()) };
        }
        self.cx.mark_arguments();
    }

    /// Reads a reference.
    ///
    /// # Safety
    /// `from` points to the number of an object of this type.
    pub unsafe fn object<T: Object<'a>>(&self, from: *const u64) -> T {
        let number = from.read() as usize;
        let known = self.known.borrow()[number];
        if let Some(known) = known {
            return T::from_address(known.address);
        }
        let made = T::shell(self.cx);
        self.known.borrow_mut()[number] = Some(known_as::<T>(made));
        self.numbers.borrow_mut().insert(made as usize, number);
        if T::AT_ONCE {
            T::fill(made, self, self.table.add(number).read());
        } else {
            self.pending.borrow_mut().push(number);
        }
        T::from_address(made)
    }

    /// The number of an object; one that is new gets the next. A module constant has none: it would be copied.
    pub fn number<T: Object<'a>>(&self, object: T) -> u64 {
        let address = object.address();
        if let Some(number) = self.numbers.borrow().get(&(address as usize)) {
            return *number as u64;
        }
        if !self.cx.made(address) {
            fallback(Reason::Value);
        }
        let mut known = self.known.borrow_mut();
        known.push(Some(known_as::<T>(address.cast_mut())));
        self.numbers
            .borrow_mut()
            .insert(address as usize, known.len() - 1);
        known.len() as u64 - 1
    }

    /// Slots that live until the result is built.
    pub fn slots(&self, count: usize) -> *mut u64 {
        self.cx.array(count).as_ptr()
    }

    /// Memory of the call.
    pub fn cx(&self) -> &'a Cx {
        self.cx
    }

    /// Writes the result, and what the call has left behind.
    ///
    /// # Safety
    /// `out` has the slots of the function's result.
    pub unsafe fn end<T: Linked<'a>>(&self, out: *mut u64, ended: Outcome<T>) -> Outcome<()> {
        let ended = ended.map(|value| value.write(self, out.add(2)));
        let mut contents: Vec<Contents> = Vec::new();
        loop {
            let place = contents.len();
            let next = self.known.borrow().get(place).copied();
            let Some(next) = next else {
                break;
            };
            contents.push(match next {
                Some(known) => (known.store)(self, known.address),
                None => self.table.add(place).read(),
            });
        }
        let table = self.slots(contents.len() * 2).cast::<Contents>();
        table.copy_from_nonoverlapping(contents.as_ptr(), contents.len());
        out.write(table as u64);
        out.add(1).write(contents.len() as u64);
        ended
    }
}

fn known_as<'a, T: Object<'a>>(address: *mut u8) -> Known<'a> {
    unsafe fn store<'a, T: Object<'a>>(graph: &Graph<'a>, address: *const u8) -> Contents {
        T::from_address(address).store(graph)
    }
    Known {
        address,
        fill: T::fill,
        store: store::<T>,
    }
}

/// Runs a body to its outcome, so that an exception does not leave before the objects are written.
pub fn run<T>(body: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    body()
}

/// `a is b`.
#[inline]
pub fn is<T: Identity>(a: T, b: T) -> bool {
    a.is(b)
}

/// What can be one and the same object.
pub trait Identity: Copy {
    /// Whether it is that very object.
    fn is(self, other: Self) -> bool;
}

impl<T> Identity for &T {
    #[inline]
    fn is(self, other: Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl<T: Identity> Identity for Option<T> {
    #[inline]
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.is(b),
            (None, None) => true,
            _ => false,
        }
    }
}

// ---------------------------------------------------------------- values

macro_rules! scalar {
    ($($type:ty: $slots:literal),*) => {
        $(
            // SAFETY: the slots are those of Wire
            unsafe impl<'a> Linked<'a> for $type {
                const SLOTS: usize = $slots;
                const FLAT: bool = <$type as crate::wire::Wire<'a>>::FLAT
                    && size_of::<$type>() == $slots * crate::wire::SLOT;

                #[inline]
                unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self {
                    crate::wire::Wire::read(graph.cx, from)
                }

                #[inline]
                unsafe fn write(self, graph: &Graph<'a>, to: *mut u64) {
                    crate::wire::Wire::write(self, &crate::wire::Out::new(graph.cx, 0), to);
                }
            }
        )*
    };
}

scalar!(i64: 1, f64: 1, bool: 1, (): 1);

// SAFETY: pointer and lengths; the bridge builds everything before it lets go of the arguments' text
unsafe impl<'a> Linked<'a> for Str<'a> {
    const SLOTS: usize = 2;
    const FLAT: bool = <Str<'a> as crate::wire::Wire<'a>>::FLAT;

    #[inline]
    unsafe fn read(_: &Graph<'a>, from: *const u64) -> Self {
        Str::from_wire(from.read() as *const u8, from.add(1).read())
    }

    #[inline]
    unsafe fn write(self, _: &Graph<'a>, to: *mut u64) {
        let (start, lengths) = self.to_wire();
        to.write(start as u64);
        to.add(1).write(lengths);
    }
}

// SAFETY: tag and value
unsafe impl<'a, T: Linked<'a>> Linked<'a> for Option<T> {
    const SLOTS: usize = 1 + T::SLOTS;

    #[inline]
    unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self {
        (from.read() != 0).then(|| T::read(graph, from.add(1)))
    }

    #[inline]
    unsafe fn write(self, graph: &Graph<'a>, to: *mut u64) {
        to.write(u64::from(self.is_some()));
        match self {
            Some(value) => value.write(graph, to.add(1)),
            None => to.add(1).write_bytes(0, T::SLOTS),
        }
    }
}

macro_rules! tuple {
    ($($name:ident $place:tt),+) => {
        // SAFETY: the items' slots, one after another
        unsafe impl<'a, $($name: Linked<'a>),+> Linked<'a> for ($($name,)+) {
            const SLOTS: usize = 0 $(+ $name::SLOTS)+;

            unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self {
                let mut slot = 0;
                ($({
                    let at = from.add(slot);
                    slot += $name::SLOTS;
                    let _ = slot;
                    $name::read(graph, at)
                },)+)
            }

            unsafe fn write(self, graph: &Graph<'a>, to: *mut u64) {
                let mut slot = 0;
                $(
                    self.$place.write(graph, to.add(slot));
                    slot += $name::SLOTS;
                )+
                let _ = slot;
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);

// ---------------------------------------------------------------- objects

// SAFETY: one slot, the number
unsafe impl<'a, T: Linked<'a>> Linked<'a> for List<'a, T> {
    const SLOTS: usize = 1;

    #[inline]
    unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self {
        graph.object(from)
    }

    #[inline]
    unsafe fn write(self, graph: &Graph<'a>, to: *mut u64) {
        to.write(graph.number(self));
    }
}

// SAFETY: the address is the handle's own
unsafe impl<'a, T: Linked<'a>> Object<'a> for List<'a, T> {
    const AT_ONCE: bool = true; // a tuple of any length is one, too, and may be the key of a dict

    fn shell(cx: &'a Cx) -> *mut u8 {
        Self::new(cx).identity().cast_mut()
    }

    fn address(self) -> *const u8 {
        self.identity()
    }

    unsafe fn from_address(address: *const u8) -> Self {
        List::at_address(address)
    }

    unsafe fn fill(shell: *mut u8, graph: &Graph<'a>, from: Contents) {
        let made = Self::from_address(shell);
        let (slots, count) = (from[0] as *const u64, from[1] as usize);
        made.make_room(count);
        if T::FLAT {
            made.fill_with(slots.cast(), count);
            return;
        }
        for place in 0..count {
            made.push(T::read(graph, slots.add(place * T::SLOTS)));
        }
    }

    fn store(self, graph: &Graph<'a>) -> Contents {
        // SAFETY: nothing of the unit runs while results are written
        let items = unsafe { self.items() };
        if T::FLAT {
            return [items.as_ptr() as u64, items.len() as u64];
        }
        let slots = graph.slots(items.len() * T::SLOTS);
        for (place, item) in items.iter().enumerate() {
            // SAFETY: there is room for every item
            unsafe { item.write(graph, slots.add(place * T::SLOTS)) };
        }
        [slots as u64, items.len() as u64]
    }
}

// SAFETY: one slot, the number
unsafe impl<'a, K: Linked<'a> + Key, V: Linked<'a>> Linked<'a> for Dict<'a, K, V> {
    const SLOTS: usize = 1;

    #[inline]
    unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self {
        graph.object(from)
    }

    #[inline]
    unsafe fn write(self, graph: &Graph<'a>, to: *mut u64) {
        to.write(graph.number(self));
    }
}

// SAFETY: the address is the handle's own
unsafe impl<'a, K: Linked<'a> + Key, V: Linked<'a>> Object<'a> for Dict<'a, K, V> {
    fn shell(cx: &'a Cx) -> *mut u8 {
        Self::new(cx).identity().cast_mut()
    }

    fn address(self) -> *const u8 {
        self.identity()
    }

    unsafe fn from_address(address: *const u8) -> Self {
        Dict::at_address(address)
    }

    unsafe fn fill(shell: *mut u8, graph: &Graph<'a>, from: Contents) {
        let slots = from[0] as *const u64;
        Self::from_address(shell).fill_given(from[1] as usize, |place| {
            let pair = slots.add(place * (K::SLOTS + V::SLOTS));
            (K::read(graph, pair), V::read(graph, pair.add(K::SLOTS)))
        });
    }

    fn store(self, graph: &Graph<'a>) -> Contents {
        let count = self.len_dict() as usize;
        let slots = graph.slots(count * (K::SLOTS + V::SLOTS));
        for (place, (key, value)) in self.items().enumerate() {
            // SAFETY: there is room for every pair
            unsafe {
                let pair = slots.add(place * (K::SLOTS + V::SLOTS));
                key.write(graph, pair);
                value.write(graph, pair.add(K::SLOTS));
            }
        }
        [slots as u64, count as u64]
    }
}

// SAFETY: one slot, the number
unsafe impl<'a, T: Linked<'a> + Key> Linked<'a> for Set<'a, T> {
    const SLOTS: usize = 1;

    #[inline]
    unsafe fn read(graph: &Graph<'a>, from: *const u64) -> Self {
        graph.object(from)
    }

    #[inline]
    unsafe fn write(self, graph: &Graph<'a>, to: *mut u64) {
        to.write(graph.number(self));
    }
}

// SAFETY: the address is the handle's own
unsafe impl<'a, T: Linked<'a> + Key> Object<'a> for Set<'a, T> {
    const AT_ONCE: bool = true;

    fn shell(cx: &'a Cx) -> *mut u8 {
        Self::new(cx).identity().cast_mut()
    }

    fn address(self) -> *const u8 {
        self.identity()
    }

    unsafe fn from_address(address: *const u8) -> Self {
        Set::at_address(address)
    }

    unsafe fn fill(shell: *mut u8, graph: &Graph<'a>, from: Contents) {
        let made = Self::from_address(shell);
        let slots = from[0] as *const u64;
        for place in 0..from[1] as usize {
            made.add(T::read(graph, slots.add(place * T::SLOTS)));
        }
        made.mark_given();
    }

    fn store(self, graph: &Graph<'a>) -> Contents {
        let count = self.len() as usize;
        let slots = graph.slots(count * T::SLOTS);
        for (place, item) in self.settled().iter().enumerate() {
            // SAFETY: there is room for every element
            unsafe { item.write(graph, slots.add(place * T::SLOTS)) };
        }
        [slots as u64, count as u64]
    }
}
