//! Choices with a name: enums of which a page shows all, each by what it is called.

/// Defines such an enum, with `ALL` of its variants in order and the `name` of each.
///
/// ```
/// simulation::named! {
///     /// How counters are kept.
///     pub enum Store {
///         /// In one place.
///         Shared => "one store",
///         /// At each node.
///         Local => "own counts",
///     }
/// }
///
/// assert_eq!(Store::ALL.map(Store::name), ["one store", "own counts"]);
/// ```
#[macro_export]
macro_rules! named {
    ($(#[$about:meta])* pub enum $choice:ident { $($(#[$doc:meta])* $variant:ident => $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum $choice { $($(#[$doc])* $variant,)+ }

        impl $choice {
            /// All of them.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// What it is called.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}
