//! Dicts that came with the arguments: filled at once, and hashed when a key is first looked for.

use super::{hash_of, Dict, Entry, FIRST_ROOM, FREE, GAP, SMALL, SPARSE};
use crate::abi::{fallback, Reason};
use crate::order::Key;

impl<K: Key, V: Copy> Dict<'_, K, V> {
    /// Fills a new dict with pairs of the caller's, whose keys all differ; `pair` gives that of a place.
    pub(crate) fn fill_given(self, count: usize, mut pair: impl FnMut(usize) -> (K, V)) {
        if count >= GAP as usize {
            fallback(Reason::Memory);
        }
        let room = count.next_power_of_two().max(FIRST_ROOM);
        let entries = self.0.cx.recycled::<Entry<K, V>>(room);
        for place in 0..count {
            let (key, value) = pair(place);
            let hash = if room > SMALL { 0 } else { hash_of(key) };
            // SAFETY: place < room
            unsafe { entries.add(place).write(Entry { hash, key, value }) };
        }
        self.0.entries.set(entries);
        self.0.used.set(count);
        self.0.live.set(count);
        self.0.room.set(if room > SMALL { 0 } else { room });
    }

    /// Makes the table of a dict that the caller gave.
    #[cold]
    #[inline(never)]
    pub(super) fn hash_given(self) {
        let used = self.0.used.get();
        let room = used.next_power_of_two();
        let slots = room * SPARSE;
        let table = self.0.cx.recycled::<u64>(slots);
        // SAFETY: a fresh block of that size; place < used, and there are more slots than entries
        unsafe {
            table.as_ptr().write_bytes(0, slots);
            for place in 0..used {
                let entry = self.entry(place);
                let hash = hash_of((*entry).key);
                (*entry).hash = hash;
                let mut slot = hash as usize & (slots - 1);
                while table.add(slot).read() != FREE {
                    slot = (slot + 1) & (slots - 1);
                }
                table
                    .add(slot)
                    .write(u64::from(hash) << 32 | (place as u64 + 1));
            }
        }
        self.0.table.set(table);
        self.0.room.set(room);
    }
}
