//! A random value of any type that serde can read: a deserializer that reads from chance.
//!
//! Most numbers are small, because most numbers that mean something are; some are the largest of their type.

use serde::de::value::{Error, U32Deserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, IntoDeserializer as _, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;
use simulation::kernel::random::Stream;

/// What readers type into the labs, what is near to it, and what is not.
const TEXTS: [&str; 18] = [
    "",
    "s0",
    "key7",
    "celebrity",
    "https://example.com/1",
    "https://en.wikipedia.org/wiki/Systems_design",
    "ftp://nowhere",
    "zn9edcu",
    "2TX",
    "path=/login",
    "path=/login, remote_address=10.0.0.7",
    "domain: a\ndescriptors:\n  - key: path\n    rate_limit: { unit: second, requests_per_unit: 3 }\n",
    "&a [*a]",
    "1541815603606036480",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "日本語 “…”",
    "\0\n\u{202e}",
];

/// The fields and variants whose texts links show on purpose: the names of servers, and keys that a scene has put somewhere.
const PUBLIC: [&str; 3] = ["name", "servers", "Placed"];

/// Any value. None if the type refuses what was drawn.
pub fn any<T: DeserializeOwned>(chance: &mut Stream) -> Option<T> {
    T::deserialize(&mut Draw { chance, text: None, is_small: false }).ok()
}

/// A value without large numbers that most labs would take, such as a million keys.
pub fn small<T: DeserializeOwned>(chance: &mut Stream) -> Option<T> {
    T::deserialize(&mut Draw { chance, text: None, is_small: true }).ok()
}

/// The same, in which each text is this one, but for [those of links](PUBLIC).
pub fn with_text<T: DeserializeOwned>(chance: &mut Stream, text: &str) -> Option<T> {
    T::deserialize(&mut Draw { chance, text: Some(text), is_small: true }).ok()
}

struct Draw<'a> {
    chance: &'a mut Stream,
    text: Option<&'a str>,
    is_small: bool,
}

/// A number of so many bits.
pub fn number(chance: &mut Stream, bits: u32) -> u64 {
    let most = u64::MAX >> (64 - bits);
    let drawn = match chance.below(20) {
        0..10 => chance.below(12).into(),
        10..14 => chance.below(1_001).into(),
        14..16 => chance.below(1 << 20).into(),
        16 => most - u64::from(chance.below(2)),
        17 => 1 << chance.below(bits),
        _ => u64::from(chance.next_u32()) << 32 | u64::from(chance.next_u32()),
    };
    drawn & most
}

fn text(chance: &mut Stream) -> String {
    match chance.below(10) {
        0 => "a".repeat(number(chance, 12) as usize),
        1 => (0..chance.below(30)).map(|_| char::from_u32(chance.below(0x300)).unwrap_or('?')).collect(),
        _ => TEXTS[chance.below(TEXTS.len() as u32) as usize].to_owned(),
    }
}

/// How many there are in a list: few, or now and then more than any lab takes.
fn length(chance: &mut Stream) -> usize {
    let most = if chance.below(30) == 0 { 2_000 } else { 6 };
    chance.below(most) as usize
}

impl Draw<'_> {
    /// For what this field or variant holds.
    fn of(&mut self, name: &str) -> Draw<'_> {
        let text = self.text.filter(|_| !PUBLIC.contains(&name));
        Draw { chance: self.chance, text, is_small: self.is_small }
    }

    fn number(&mut self, bits: u32) -> u64 {
        let drawn = number(self.chance, bits);
        let is_large = (300..1 << 24).contains(&drawn);
        if self.is_small && is_large { drawn % 300 } else { drawn }
    }

    fn text(&mut self) -> String {
        self.text.map_or_else(|| text(self.chance), str::to_owned)
    }
}

macro_rules! whole {
    ($($method:ident $visit:ident $type:ty,)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.number(<$type>::BITS) as $type)
        })+
    };
}

impl<'de> Deserializer<'de> for &mut Draw<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("what is to be drawn?"))
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    whole! {
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.chance.below(2) == 1)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.text())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.chance.below(2) == 0 { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let left = length(self.chance);
        visitor.visit_seq(Items { draw: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items { draw: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(Fields { draw: self, left: fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = self.chance.below(variants.len() as u32);
        visitor.visit_enum(Chosen { draw: self.of(variants[variant as usize]), variant })
    }

    // No scenario and no command holds one of these.
    forward_to_deserialize_any! { i128 u128 f32 f64 char bytes byte_buf unit_struct tuple_struct map identifier ignored_any }
}

struct Items<'a, 'b> {
    draw: &'a mut Draw<'b>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(&mut *self.draw).map(Some)
    }
}

struct Fields<'a, 'b> {
    draw: &'a mut Draw<'b>,
    left: &'static [&'static str],
}

impl<'de> SeqAccess<'de> for Fields<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some((field, left)) = self.left.split_first() else { return Ok(None) };
        self.left = left;
        seed.deserialize(&mut self.draw.of(field)).map(Some)
    }
}

struct Chosen<'a> {
    draw: Draw<'a>,
    variant: u32,
}

impl<'de> EnumAccess<'de> for Chosen<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let variant: U32Deserializer<Error> = self.variant.into_deserializer();
        Ok((seed.deserialize(variant)?, self))
    }
}

impl<'de> VariantAccess<'de> for Chosen<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(&mut self.draw)
    }

    fn tuple_variant<V: Visitor<'de>>(mut self, left: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items { draw: &mut self.draw, left })
    }

    fn struct_variant<V: Visitor<'de>>(
        mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(Fields { draw: &mut self.draw, left: fields })
    }
}

/// Changes one thing in a value, and now and then another one.
pub fn mutate(value: &mut Value, chance: &mut Stream) {
    for _ in 0..=chance.below(2) {
        let mut all = 0;
        each(value, &mut |_| all += 1);
        let (chosen, mut at) = (chance.below(all), 0);
        each(value, &mut |value| {
            if at == chosen {
                change(value, chance);
            }
            at += 1;
        });
    }
}

/// Shows each value in a value, the outer ones first.
fn each(value: &mut Value, see: &mut impl FnMut(&mut Value)) {
    see(value);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, see)),
        Value::Object(fields) => fields.values_mut().for_each(|field| each(field, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn change(value: &mut Value, chance: &mut Stream) {
    match value {
        Value::Null => *value = number(chance, 32).into(),
        Value::Bool(is) => *is = !*is,
        Value::Number(_) if chance.below(8) == 0 => *value = Value::Null,
        Value::Number(_) if chance.below(8) == 0 => *value = (-1_i64 - i64::from(chance.below(2_000))).into(),
        Value::Number(old) => {
            // A neighbour of what is good, or any.
            let near = old.as_u64().map(|old| old.wrapping_add(chance.below(3).into()).wrapping_sub(1));
            *value = near.filter(|_| chance.below(3) == 0).unwrap_or_else(|| number(chance, 64)).into();
        }
        Value::String(_) => *value = text(chance).into(),
        Value::Array(items) if items.is_empty() => items.push(Value::Null),
        Value::Array(items) => {
            let item = items[chance.below(items.len() as u32) as usize].clone();
            match chance.below(3) {
                0 => items.truncate(chance.below(items.len() as u32) as usize),
                1 => items.push(item),
                _ => items.extend(std::iter::repeat_n(item, 2_000)),
            }
        }
        Value::Object(fields) => {
            let name = fields.keys().nth(chance.below(fields.len().max(1) as u32) as usize).cloned();
            name.and_then(|name| fields.remove(&name));
        }
    }
}
