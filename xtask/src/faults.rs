//! Functions that only put into words what is wrong with the code, taken out of what Cargo compiled: every reader would load them.
//!
//! Yew names the node that it found where it hydrates and expected another. For that name in small letters it brings the case of
//! every letter of Unicode: a tenth of what every page loads, compressed. The standard library shows a text of an error in quotes,
//! with what cannot be seen escaped, and for that knows all of Unicode once more. Such a function becomes one that traps, which the
//! page reports as it does a panic (`src/crash.rs`), or one that does with less.

use wasm_encoder::{Encode as _, RawSection, Section as _};
use wasmparser::{
    KnownCustom, Linking, Name, Parser, Payload, RelocAddendKind, RelocSectionReader, RelocationEntry, RelocationType,
    SymbolInfo,
};

use crate::command::{About as _, Failure};

/// They are found by these parts of their names.
const IN_WORDS: [(&str, Instead); 3] = [
    ("14feat_hydration13node_type_str", Instead::Trap),
    ("4core3str19slice_error_fail_rt", Instead::Trap),
    // From text and formatter, to formatter and text: the text as it is.
    ("4core3fmteNtB5_5Debug3fmt", Instead::Call { name: "4core3fmtNtB5_9Formatter3pad", arguments: [2, 0, 1] }),
];

/// What stands in the place of such a function.
#[derive(Clone, Copy)]
enum Instead {
    Trap,
    /// Gives what another gives, with these of its own arguments.
    Call {
        name: &'static str,
        arguments: [u8; 3],
    },
}

/// The program in which such functions are short. It has to be as the linker wrote it, with names and relocations: what only they
/// need is then left out by `wasm-split`.
///
/// # Errors
/// If there is no such function any more, or the WebAssembly is not as expected.
pub fn taken_out(program: &[u8]) -> Result<Vec<u8>, Failure> {
    let code = Code::read(program).about("reading what Cargo compiled")?;
    let mut short = program.to_vec();
    let (mut gone, mut calls) = (Vec::new(), Vec::new());
    for (name, instead) in IN_WORDS {
        let body = code.function(name).and_then(|number| code.bodies.get(number.checked_sub(code.imported)? as usize));
        let body = body.ok_or_else(|| no_more(name))?.clone();
        // No locals; and `unreachable`, which is 0 as well, up to the end.
        short[body.start..body.end - 1].fill(0);
        if let Instead::Call { name, arguments: [first, second, third] } = instead {
            let number = code.function(name).ok_or_else(|| no_more(name))?;
            let symbol = code.symbols.iter().position(|symbol| *symbol == Some(number)).ok_or_else(|| no_more(name))?;
            // Each `local.get`, then `call`, whose number is as long as all that are to be relocated, and `return`.
            let before = [0, 0x20, first, 0x20, second, 0x20, third, 0x10];
            let at = body.start + before.len();
            let call: Vec<u8> = before.into_iter().chain(padded(number)).chain([0x0f]).collect();
            short[body.start..body.start + call.len()].copy_from_slice(&call);
            calls.push(RelocationEntry {
                ty: RelocationType::FunctionIndexLeb,
                offset: (at - code.start) as u32,
                index: symbol as u32,
                addend: 0,
            });
        }
        gone.push(body.start - code.start..body.end - code.start);
    }
    let is_gone = |offset: usize| gone.iter().any(|body| body.contains(&offset));
    let mut written = program[..8].to_vec();
    for payload in Parser::new(0).parse_all(program) {
        let payload = payload.about("reading what Cargo compiled")?;
        let Some((id, range)) = payload.as_section() else { continue };
        let (start, end) = (range.start as usize, range.end as usize);
        let mut data = short[start..end].to_vec();
        if let Payload::CustomSection(section) = &payload
            && section.name() == "reloc.CODE"
            && let KnownCustom::Reloc(relocations) = section.as_known()
        {
            data = relocations_but(&relocations, is_gone, &calls).about("reading relocations")?;
        }
        RawSection { id, data: &data }.append_to(&mut written);
    }
    Ok(written)
}

fn no_more(name: &str) -> String {
    format!("there is no function {name} any more: see xtask/src/faults.rs")
}

/// A number in five bytes, seven bits in each.
fn padded(number: u32) -> [u8; 5] {
    let mut bytes = [0, 7, 14, 21, 28].map(|shift| (number >> shift) as u8 | 0x80);
    bytes[4] &= 0x7f;
    bytes
}

/// What there is to know of the code.
#[derive(Default)]
struct Code {
    /// How many functions are imported; they are numbered first.
    imported: u32,
    names: Vec<(u32, String)>,
    /// The symbols in their order; of those that are functions, which.
    symbols: Vec<Option<u32>>,
    /// Where its section begins, and each body in it, from the start of the program.
    start: usize,
    bodies: Vec<std::ops::Range<usize>>,
}

impl Code {
    /// The number of the function with this in its name.
    fn function(&self, name: &str) -> Option<u32> {
        self.names.iter().find(|(_, other)| other.contains(name)).map(|(number, _)| *number)
    }

    fn read(program: &[u8]) -> wasmparser::Result<Self> {
        let mut code = Self::default();
        for payload in Parser::new(0).parse_all(program) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        code.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => code.start = range.start as usize,
                Payload::CodeSectionEntry(body) => {
                    code.bodies.push(body.range().start as usize..body.range().end as usize);
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => {
                        for name in names {
                            if let Name::Function(functions) = name? {
                                for function in functions {
                                    let function = function?;
                                    code.names.push((function.index, function.name.to_owned()));
                                }
                            }
                        }
                    }
                    KnownCustom::Linking(linking) => {
                        for part in linking {
                            if let Linking::SymbolTable(symbols) = part? {
                                for symbol in symbols {
                                    code.symbols.push(match symbol? {
                                        SymbolInfo::Func { index, .. } => Some(index),
                                        _ => None,
                                    });
                                }
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(code)
    }
}

/// A section of relocations as it stands in a file, with those of other calls in the place of those at places that are gone.
fn relocations_but(
    relocations: &RelocSectionReader<'_>,
    is_gone: impl Fn(usize) -> bool,
    calls: &[RelocationEntry],
) -> wasmparser::Result<Vec<u8>> {
    let all: Vec<_> = relocations.entries().into_iter().collect::<wasmparser::Result<_>>()?;
    let mut kept: Vec<_> = all.into_iter().filter(|entry| !is_gone(entry.offset as usize)).collect();
    kept.extend_from_slice(calls);
    kept.sort_by_key(|entry| entry.offset);
    let mut data = Vec::new();
    "reloc.CODE".encode(&mut data);
    relocations.section_index().encode(&mut data);
    kept.len().encode(&mut data);
    for entry in kept {
        data.push(entry.ty as u8);
        entry.offset.encode(&mut data);
        entry.index.encode(&mut data);
        if !matches!(entry.ty.addend_kind(), RelocAddendKind::None) {
            entry.addend.encode(&mut data);
        }
    }
    Ok(data)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, CustomSection, Function, FunctionSection, LinkingSection, Module, NameMap, NameSection,
        SymbolTable, TypeSection, ValType,
    };

    use super::*;

    const NAMES: [&str; 5] = [
        "main",
        "_ZN3yew14feat_hydration13node_type_str17h0E",
        "_RNvNtCs0_4core3str19slice_error_fail_rt",
        "_RNvXsh_NtCs0_4core3fmteNtB5_5Debug3fmt",
        "_RNvMsa_NtCs0_4core3fmtNtB5_9Formatter3pad",
    ];

    /// Functions of these names, as a linker writes them: each calls `main`.
    fn program(names: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32; 3], [ValType::I32]);
        let (mut functions, mut code, mut named) = (FunctionSection::new(), CodeSection::new(), NameMap::new());
        let (mut symbols, mut relocations) = (SymbolTable::new(), vec![3, names.len() as u8]);
        for (number, name) in (0..).zip(names) {
            functions.function(0);
            let mut function = Function::new([]);
            let mut body = function.instructions();
            body.local_get(0).local_get(1).local_get(2);
            // As long as what stands in its place.
            body.call(0).drop().i32_const(0).drop().i32_const(0).end();
            code.function(&function);
            named.append(number, name);
            symbols.function(0, number, Some(name));
            relocations.extend([0, (number as u8) * 17 + 10, 0]);
        }
        let mut section = NameSection::new();
        section.functions(&named);
        let mut linking = LinkingSection::new();
        linking.symbol_table(&symbols);
        let relocations = CustomSection { name: "reloc.CODE".into(), data: relocations.into() };
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        module.section(&linking).section(&relocations).section(&section);
        module.finish()
    }

    /// Where something is relocated, and for which symbol.
    fn relocations(program: &[u8]) -> Vec<(u32, u32)> {
        let mut all = Vec::new();
        for payload in Parser::new(0).parse_all(program) {
            if let Payload::CustomSection(section) = payload.unwrap()
                && let KnownCustom::Reloc(found) = section.as_known()
            {
                let entries = found.entries().into_iter().map(|entry| entry.unwrap());
                all.extend(entries.map(|entry| (entry.offset, entry.index)));
            }
        }
        all
    }

    #[test]
    fn such_a_function_needs_nothing_any_more_or_less() {
        let before = program(&NAMES);
        let after = taken_out(&before).unwrap();
        assert_eq!(relocations(&before), [(10, 0), (27, 0), (44, 0), (61, 0), (78, 0)]);
        // The fourth calls the fifth.
        assert_eq!(relocations(&after), [(10, 0), (61, 4), (78, 0)]);
        let code = Code::read(&after).unwrap();
        let bodies: Vec<_> = code.bodies.iter().map(|body| &after[body.clone()]).collect();
        let traps = [vec![0; 15], vec![0x0b]].concat();
        let calls = [0, 0x20, 2, 0x20, 0, 0x20, 1, 0x10, 0x84, 0x80, 0x80, 0x80, 0, 0x0f, 0, 0x0b];
        assert_eq!(bodies[1..4], [&traps[..], &traps[..], &calls[..]]);
        assert_eq!([bodies[0], bodies[4]], [&before[code.bodies[0].clone()], &before[code.bodies[4].clone()]]);
    }

    #[test]
    fn a_function_that_is_no_more_there_is_noticed() {
        for missing in 1..NAMES.len() {
            let names: Vec<_> =
                NAMES.iter().enumerate().filter(|(place, _)| *place != missing).map(|(_, name)| *name).collect();
            let error = taken_out(&program(&names)).unwrap_err().to_string();
            assert!(error.contains("there is no function"), "{error}");
        }
    }
}
