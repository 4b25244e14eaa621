//! Values that the message of an exception quotes.

use crate::abi::{fallback, Reason};
use crate::list::List;

/// `repr` where a message quotes a value; falls back where it cannot be given exactly.
pub trait Described {
    /// The repr.
    fn described(self) -> String;
}

macro_rules! described {
    ($($type:ty => |$value:ident| $text:expr;)*) => {
        $(impl Described for $type {
            fn described(self) -> String {
                let $value = self;
                $text
            }
        })*
    };
}

described! {
    i64 => |value| value.to_string();
    f64 => |value| crate::repr::repr_of_float(value);
    bool => |value| if value { "True" } else { "False" }.to_owned();
    crate::str::Str<'_> => |value| crate::repr::repr_of_str(value.as_str());
    () => |_value| "None".to_owned();
}

impl<T> Described for List<'_, T> {
    fn described(self) -> String {
        fallback(Reason::Value)
    }
}

impl<T: Described> Described for Option<T> {
    fn described(self) -> String {
        self.map_or_else(|| "None".to_owned(), Described::described)
    }
}

impl<T> Described for &T {
    fn described(self) -> String {
        fallback(Reason::Value)
    }
}

macro_rules! described_tuple {
    ($(($($name:ident)+))*) => {
        $(impl<$($name),+> Described for ($($name,)+) {
            fn described(self) -> String {
                fallback(Reason::Value)
            }
        })*
    };
}

described_tuple! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
(A B C D E F G H I) (A B C D E F G H I J) }
