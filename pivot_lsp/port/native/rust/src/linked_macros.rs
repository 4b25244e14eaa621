//! What generated glue calls: a record that crosses with its objects numbered, and a function that takes such.

/// How a record crosses with its objects numbered: `linked_record!(Node<'a>: Node { value: i64, next: Option<..> })`.
#[macro_export]
macro_rules! linked_record {
    ($name:ident: $full:ty { $($field:ident: $type:ty $(= $cell:ident)?),* $(,)? }) => {
        // SAFETY: the address is the reference's own
        unsafe impl<'a> $crate::linked::Object<'a> for &'a $full {
            fn shell(cx: &'a $crate::Cx) -> *mut u8 {
                cx.room::<$full>().as_ptr().cast()
            }

            fn address(self) -> *const u8 {
                std::ptr::from_ref(self).cast()
            }

            unsafe fn from_address(address: *const u8) -> Self {
                &*address.cast()
            }

            #[allow(unused_mut, unused_variables, unused_assignments, reason = "there may be no carried field")]
            unsafe fn fill(shell: *mut u8, graph: &$crate::linked::Graph<'a>, from: $crate::linked::Contents) {
                let slots = from[0] as *const u64;
                let mut slot = 0;
                let made = $name {
                    $($field: {
                        let at = slots.add(slot);
                        slot += <$type as $crate::linked::Linked<'a>>::SLOTS;
                        let value: $type = $crate::linked::Linked::read(graph, at);
                        $crate::linked_record!(@made value $($cell)?)
                    }),*
                };
                shell.cast::<$full>().write(made);
            }

            #[allow(unused_mut, unused_variables, unused_assignments, reason = "there may be no carried field")]
            fn store(self, graph: &$crate::linked::Graph<'a>) -> $crate::linked::Contents {
                let slots = graph.slots(0 $(+ <$type as $crate::linked::Linked<'a>>::SLOTS)*);
                let mut slot = 0;
                $(
                    // SAFETY: there is room for every field
                    unsafe {
                        let value: $type = $crate::linked_record!(@value self $field $($cell)?);
                        $crate::linked::Linked::write(value, graph, slots.add(slot));
                    }
                    slot += <$type as $crate::linked::Linked<'a>>::SLOTS;
                )*
                [slots as u64, 1]
            }
        }

        // SAFETY: one slot, the number
        unsafe impl<'a> $crate::linked::Linked<'a> for &'a $full {
            const SLOTS: usize = 1;

            unsafe fn read(graph: &$crate::linked::Graph<'a>, from: *const u64) -> Self {
                graph.object(from)
            }

            unsafe fn write(self, graph: &$crate::linked::Graph<'a>, to: *mut u64) {
                to.write(graph.number(self));
            }
        }
    };
    (@made $value:ident cell) => { std::cell::Cell::new($value) };
    (@made $value:ident) => { $value };
    (@value $this:ident $field:ident cell) => { $this.$field.get() };
    (@value $this:ident $field:ident) => { $this.$field };
}

/// Exports a linked function: `export_linked!(pivot_push(cx) { xs, x } => port::push(cx, xs, x)?)`.
#[macro_export]
macro_rules! export_linked {
    ($symbol:ident($cx:ident) { $($name:ident),* } => $call:expr) => {
        /// # Safety
        /// Called by the bridge, under the calling convention.
        #[no_mangle]
        pub unsafe extern "C" fn $symbol(args: *const u64, out: *mut u64, ctx: *mut $crate::Ctx) -> i32 {
            $crate::call_linked(args, out, ctx, |$cx, graph, out| {
                let _ = $cx;
                $(let $name = graph.take();)*
                graph.filled();
                let ended = $crate::linked::run(|| Ok($call));
                // SAFETY: `out` has the slots of the signature
                unsafe { graph.end(out, ended) }
            })
        }
    };
}
