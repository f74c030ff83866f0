//! Functions that only put into words what is wrong with the code, taken out of what Cargo compiled: every reader would load them.
//!
//! Yew names the node that it found where it hydrates and expected another. For that name in small letters it brings the case of
//! every letter of Unicode: a tenth of what every page loads, compressed. And the standard library says where a text was cut in
//! the middle of a letter, and shows that letter. Such a function becomes one that traps, which the page reports as it does a panic
//! (`src/crash.rs`).

use wasm_encoder::{Encode as _, RawSection, Section as _};
use wasmparser::{KnownCustom, Name, Parser, Payload, RelocAddendKind, RelocSectionReader};

use crate::command::{About as _, Failure};

/// They are found by these parts of their names.
const IN_WORDS: [&str; 2] = ["14feat_hydration13node_type_str", "4core3str19slice_error_fail_rt"];

/// The program in which such functions trap. It has to be as the linker wrote it, with names and relocations: what only they need
/// is then left out by `wasm-split`.
///
/// # Errors
/// If there is no such function any more, or the WebAssembly is not as expected.
pub fn taken_out(program: &[u8]) -> Result<Vec<u8>, Failure> {
    let code = Code::read(program).about("reading what Cargo compiled")?;
    let mut trapping = program.to_vec();
    let mut gone = Vec::new();
    for name in IN_WORDS {
        let found = code.names.iter().find(|(_, other)| other.contains(name));
        let body = found.and_then(|(number, _)| code.bodies.get(number.checked_sub(code.imported)? as usize));
        let body =
            body.ok_or_else(|| format!("there is no function {name} any more: see xtask/src/faults.rs"))?.clone();
        // No locals; and `unreachable`, which is 0 as well, up to the end.
        trapping[body.start..body.end - 1].fill(0);
        gone.push(body.start - code.start..body.end - code.start);
    }
    let is_gone = |offset: usize| gone.iter().any(|body| body.contains(&offset));
    let mut written = program[..8].to_vec();
    for payload in Parser::new(0).parse_all(program) {
        let payload = payload.about("reading what Cargo compiled")?;
        let Some((id, range)) = payload.as_section() else { continue };
        let (start, end) = (range.start as usize, range.end as usize);
        let mut data = trapping[start..end].to_vec();
        if let Payload::CustomSection(section) = &payload
            && section.name() == "reloc.CODE"
            && let KnownCustom::Reloc(relocations) = section.as_known()
        {
            data = relocations_but(&relocations, is_gone).about("reading relocations")?;
        }
        RawSection { id, data: &data }.append_to(&mut written);
    }
    Ok(written)
}

/// What there is to know of the code.
#[derive(Default)]
struct Code {
    /// How many functions are imported; they are numbered first.
    imported: u32,
    names: Vec<(u32, String)>,
    /// Where its section begins, and each body in it, from the start of the program.
    start: usize,
    bodies: Vec<std::ops::Range<usize>>,
}

impl Code {
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
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        for name in names {
                            if let Name::Function(functions) = name? {
                                for function in functions {
                                    let function = function?;
                                    code.names.push((function.index, function.name.to_owned()));
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(code)
    }
}

/// A section of relocations as it stands in a file, without those at places that are gone.
fn relocations_but(
    relocations: &RelocSectionReader<'_>,
    is_gone: impl Fn(usize) -> bool,
) -> wasmparser::Result<Vec<u8>> {
    let kept: Vec<_> = relocations.entries().into_iter().collect::<wasmparser::Result<_>>()?;
    let kept: Vec<_> = kept.into_iter().filter(|entry| !is_gone(entry.offset as usize)).collect();
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
        CodeSection, CustomSection, Function, FunctionSection, Module, NameMap, NameSection, TypeSection,
    };

    use super::*;

    /// Two functions that call each other, as a linker writes them; the name of the second is given.
    fn program(name: &str) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut code = CodeSection::new();
        for other in [1, 0] {
            let mut function = Function::new([]);
            function.instructions().call(other).end();
            code.function(&function);
        }
        let mut names = NameMap::new();
        names.append(0, "main");
        names.append(1, name);
        let mut section = NameSection::new();
        section.functions(&names);
        // Of section 2, two: each a function’s number, at its place, of a symbol.
        let relocations = CustomSection { name: "reloc.CODE".into(), data: [2, 2, 0, 4, 1, 0, 9, 0].as_slice().into() };
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code).section(&relocations).section(&section);
        module.finish()
    }

    fn relocations(program: &[u8]) -> Vec<u32> {
        let mut offsets = Vec::new();
        for payload in Parser::new(0).parse_all(program) {
            if let Payload::CustomSection(section) = payload.unwrap()
                && let KnownCustom::Reloc(found) = section.as_known()
            {
                offsets.extend(found.entries().into_iter().map(|entry| entry.unwrap().offset));
            }
        }
        offsets
    }

    #[test]
    fn such_a_function_traps_and_needs_nothing_any_more() {
        let before = program("_ZN3yew14feat_hydration13node_type_str17h0E");
        let after = taken_out(&before).unwrap();
        assert_eq!((relocations(&before), relocations(&after)), (vec![4, 9], vec![4]));
        let code = Code::read(&after).unwrap();
        let [main, gone] = code.bodies.as_slice() else { panic!("two functions") };
        assert_eq!(after[main.clone()], [0, 0x10, 1, 0x0b]);
        assert_eq!(after[gone.clone()], [0, 0, 0, 0x0b]);
    }

    #[test]
    fn a_function_that_is_no_more_there_is_noticed() {
        assert!(taken_out(&program("other")).is_err());
    }
}
