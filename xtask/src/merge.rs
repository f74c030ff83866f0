//! Several of wasm-split's modules as one: a file of the site is a WebAssembly program, which hosts know the type of.
//!
//! Such a module defines functions, and puts them into the table and data into the memory that it imports from the page's own
//! program. It exports nothing. So to merge them is to number what they define one after the other, and to import what they
//! share once. A call from one to another goes through the table; between modules that are merged it becomes a plain call.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, EntityType, FunctionSection, ImportSection, Module,
    TypeSection,
};
use wasmparser::{ElementItems, ElementKind, Operator, Parser, Payload, TypeRef};

use crate::command::{About as _, Failure, Outcome};

/// These programs as one.
///
/// # Errors
/// What is wrong with the WebAssembly, or what it does that wasm-split's modules never did: exporting, starting, or having a
/// table, a memory or a global of its own.
pub fn merged(programs: &[Vec<u8>]) -> Result<Vec<u8>, Failure> {
    let mut imports = Imports::default();
    let mut places = Vec::new();
    let mut types = TypeSection::new();
    for program in programs {
        let mut place = Place { first_type: types.len(), ..Place::default() };
        for payload in Parser::new(0).parse_all(program) {
            match payload.about("reading a chunk")? {
                Payload::TypeSection(section) => {
                    place.parse_type_section(&mut types, section).about("reading types")?;
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imports.take(&import.about("reading imports")?, &mut place)?;
                    }
                }
                _ => {}
            }
        }
        places.push(place);
    }
    let mut next_function = imports.functions;
    let mut table = BTreeMap::new();
    for (program, place) in programs.iter().zip(&mut places) {
        place.first_function = next_function;
        next_function += place.look(program, &mut table).about("reading a chunk")?;
    }
    let mut parts = Parts::default();
    for (program, place) in programs.iter().zip(&mut places) {
        place.follow_bridges(&table);
        place.first_data = parts.data.len();
        place.first_element = parts.elements.len();
        parts.take(program, place)?;
    }
    let mut module = Module::new();
    module.section(&types).section(&imports.section).section(&parts.functions);
    if !parts.elements.is_empty() {
        module.section(&parts.elements);
    }
    if parts.uses_data_by_number && !parts.data.is_empty() {
        module.section(&DataCountSection { count: parts.data.len() });
    }
    module.section(&parts.code);
    if !parts.data.is_empty() {
        module.section(&parts.data);
    }
    Ok(module.finish())
}

/// What all of them import, each thing once.
#[derive(Default)]
struct Imports {
    section: ImportSection,
    /// Module and name of each, what kind of thing it is, and its number among those of that kind.
    known: Vec<(String, String, Kind, u32)>,
    functions: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Function,
    Table,
    Memory,
    Global,
}

impl Imports {
    fn take(&mut self, import: &wasmparser::Import<'_>, place: &mut Place) -> Outcome {
        let kind = match import.ty {
            TypeRef::Func(_) => Kind::Function,
            TypeRef::Table(_) => Kind::Table,
            TypeRef::Memory(_) => Kind::Memory,
            TypeRef::Global(_) => Kind::Global,
            TypeRef::Tag(_) | TypeRef::FuncExact(_) => return Err(unknown("imports such a thing")),
        };
        let is_it = |(module, name, of, _): &&(String, String, Kind, u32)| {
            module == import.module && name == import.name && *of == kind
        };
        let number = match self.known.iter().find(is_it) {
            Some((.., number)) => *number,
            None => {
                let number = self.known.iter().filter(|(_, _, of, _)| *of == kind).count() as u32;
                let entity: EntityType = place.entity_type(import.ty).about("reading an import")?;
                self.section.import(import.module, import.name, entity);
                self.known.push((import.module.to_owned(), import.name.to_owned(), kind, number));
                self.functions += u32::from(kind == Kind::Function);
                number
            }
        };
        place.imported(kind).push(number);
        Ok(())
    }
}

/// Where what one program numbers lies in the whole.
#[derive(Default)]
struct Place {
    first_type: u32,
    /// By its own numbers.
    imported_functions: Vec<u32>,
    tables: Vec<u32>,
    memories: Vec<u32>,
    globals: Vec<u32>,
    /// Of those that it defines.
    first_function: u32,
    first_data: u32,
    first_element: u32,
    /// Functions of its own that only call what is in a place of the table: their numbers, and that place.
    bridges: Vec<(u32, u32)>,
    /// What is called in their stead, by their numbers.
    shortcuts: BTreeMap<u32, u32>,
}

impl Place {
    /// Looks through what it defines: fills in what it puts into the table, by the numbers of the whole, and finds its bridges.
    /// Gives the number of its functions.
    fn look(&mut self, program: &[u8], table: &mut BTreeMap<u32, u32>) -> Result<u32, Error> {
        let (mut kinds, mut bodies) = (Vec::new(), 0);
        for payload in Parser::new(0).parse_all(program) {
            match payload? {
                Payload::FunctionSection(section) => kinds = section.into_iter().collect::<Result<_, _>>()?,
                Payload::ElementSection(section) => {
                    for element in section {
                        self.note_elements(&element?, table)?;
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let number = (self.imported_functions.len() + bodies) as u32;
                    let place = leads_to(&body, kinds.get(bodies).copied())?;
                    self.bridges.extend(place.map(|place| (number, place)));
                    bodies += 1;
                }
                _ => {}
            }
        }
        Ok(kinds.len() as u32)
    }

    fn note_elements(
        &mut self,
        element: &wasmparser::Element<'_>,
        table: &mut BTreeMap<u32, u32>,
    ) -> Result<(), Error> {
        let ElementKind::Active { offset_expr, .. } = &element.kind else { return Ok(()) };
        let (Operator::I32Const { value }, ElementItems::Functions(functions)) =
            (offset_expr.get_operators_reader().read()?, element.items.clone())
        else {
            return Ok(());
        };
        for (place, function) in (value as u32..).zip(functions) {
            table.insert(place, self.function_index(function?)?);
        }
        Ok(())
    }

    fn follow_bridges(&mut self, table: &BTreeMap<u32, u32>) {
        let known = |(number, place): &(u32, u32)| Some((*number, *table.get(place)?));
        self.shortcuts = self.bridges.iter().filter_map(known).collect();
    }

    fn imported(&mut self, kind: Kind) -> &mut Vec<u32> {
        match kind {
            Kind::Function => &mut self.imported_functions,
            Kind::Table => &mut self.tables,
            Kind::Memory => &mut self.memories,
            Kind::Global => &mut self.globals,
        }
    }
}

/// What a number that is out of range becomes: none that could be valid, so the browser's own check would find it.
const NOWHERE: u32 = u32::MAX;

impl Reencode for Place {
    type Error = std::convert::Infallible;

    fn type_index(&mut self, number: u32) -> Result<u32, Error> {
        Ok(self.first_type + number)
    }

    fn function_index(&mut self, number: u32) -> Result<u32, Error> {
        if let Some(function) = self.shortcuts.get(&number) {
            return Ok(*function);
        }
        let own = || number - self.imported_functions.len() as u32 + self.first_function;
        Ok(self.imported_functions.get(number as usize).copied().unwrap_or_else(own))
    }

    fn table_index(&mut self, number: u32) -> Result<u32, Error> {
        Ok(self.tables.get(number as usize).copied().unwrap_or(NOWHERE))
    }

    fn memory_index(&mut self, number: u32) -> Result<u32, Error> {
        Ok(self.memories.get(number as usize).copied().unwrap_or(NOWHERE))
    }

    fn global_index(&mut self, number: u32) -> Result<u32, Error> {
        Ok(self.globals.get(number as usize).copied().unwrap_or(NOWHERE))
    }

    fn data_index(&mut self, number: u32) -> Result<u32, Error> {
        Ok(self.first_data + number)
    }

    fn element_index(&mut self, number: u32) -> Result<u32, Error> {
        Ok(self.first_element + number)
    }
}

/// What they define.
#[derive(Default)]
struct Parts {
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
    uses_data_by_number: bool,
}

impl Parts {
    fn take(&mut self, program: &[u8], place: &mut Place) -> Outcome {
        for payload in Parser::new(0).parse_all(program) {
            match payload.about("reading a chunk")? {
                Payload::FunctionSection(section) => {
                    place.parse_function_section(&mut self.functions, section).about("reading functions")?;
                }
                Payload::ElementSection(section) => {
                    place.parse_element_section(&mut self.elements, section).about("reading elements")?;
                }
                Payload::CodeSectionEntry(body) => {
                    self.uses_data_by_number |= uses_data_by_number(&body).about("reading code")?;
                    utils::parse_function_body(place, &mut self.code, body).about("reading code")?;
                }
                Payload::DataSection(section) => {
                    place.parse_data_section(&mut self.data, section).about("reading data")?;
                }
                Payload::TableSection(_) => return Err(unknown("has a table")),
                Payload::MemorySection(_) => return Err(unknown("has a memory")),
                Payload::GlobalSection(section) if section.count() > 0 => return Err(unknown("has a global")),
                Payload::ExportSection(section) if section.count() > 0 => return Err(unknown("exports something")),
                Payload::StartSection { .. } => return Err(unknown("starts by itself")),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The place in the table that a function of this type calls with what it was given, if it does nothing else.
fn leads_to(body: &wasmparser::FunctionBody<'_>, kind: Option<u32>) -> wasmparser::Result<Option<u32>> {
    let (mut given, mut place, mut is_called) = (0, None, false);
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::LocalGet { local_index } if local_index == given && place.is_none() => given += 1,
            Operator::I32Const { value } if place.is_none() => place = Some(value as u32),
            Operator::CallIndirect { type_index, .. } if place.is_some() && kind == Some(type_index) => {
                is_called = true;
            }
            Operator::End => {}
            _ => return Ok(None),
        }
    }
    Ok(place.filter(|_| is_called))
}

/// Only then must the number of data segments be said before the code.
fn uses_data_by_number(body: &wasmparser::FunctionBody<'_>) -> wasmparser::Result<bool> {
    for operator in body.get_operators_reader()? {
        if matches!(operator?, Operator::MemoryInit { .. } | Operator::DataDrop { .. }) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn unknown(what: &str) -> Failure {
    format!("a module of wasm-split’s {what}, which none did before: see xtask/src/merge.rs").into()
}

/// How much of a program is its own: not what it imports, and the types that every module of wasm-split's lists.
///
/// # Errors
/// What is wrong with the WebAssembly.
pub fn own_bytes(program: &[u8]) -> Result<u64, Failure> {
    let mut bytes = 0;
    for payload in Parser::new(0).parse_all(program) {
        bytes += match payload.about("reading a chunk")? {
            Payload::CodeSectionStart { range, .. } => range.end - range.start,
            Payload::DataSection(section) => section.range().end - section.range().start,
            _ => 0,
        };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ConstExpr, Elements, ExportKind, ExportSection, Function, MemoryType, RefType, TableType};

    use super::*;

    /// A module as wasm-split writes them: it imports what it shares, and puts its last function at a place of the table.
    fn module(functions: &[Function], place: i32, data: u8) -> Module {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([wasm_encoder::ValType::I32], []);
        let mut imports = ImportSection::new();
        let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        let table =
            TableType { element_type: RefType::FUNCREF, table64: false, minimum: 9, maximum: None, shared: false };
        imports.import("__wasm_split", "memory", memory);
        imports.import("__wasm_split", "table", table);
        let (mut kinds, mut code) = (FunctionSection::new(), CodeSection::new());
        for function in functions {
            kinds.function(1);
            code.function(function);
        }
        let mut elements = ElementSection::new();
        let last = functions.len() as u32 - 1;
        elements.active(Some(0), &ConstExpr::i32_const(place), Elements::Functions([last].as_slice().into()));
        let mut bytes = DataSection::new();
        bytes.active(0, &ConstExpr::i32_const(place), [data]);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&kinds).section(&elements).section(&code).section(&bytes);
        module
    }

    /// What a function calls with the number that it was given.
    fn calls(what: impl FnOnce(&mut wasm_encoder::InstructionSink<'_>)) -> Function {
        let mut function = Function::new([]);
        let mut body = function.instructions();
        body.local_get(0);
        what(&mut body);
        body.end();
        function
    }

    fn bridge(place: i32) -> Function {
        calls(|body| {
            body.i32_const(place).call_indirect(0, 1);
        })
    }

    /// What the functions of a program call, one after the other: by number, or through the table.
    fn called(program: &[u8]) -> Vec<String> {
        let mut called = Vec::new();
        for payload in Parser::new(0).parse_all(program) {
            let Payload::CodeSectionEntry(body) = payload.unwrap() else { continue };
            for operator in body.get_operators_reader().unwrap() {
                match operator.unwrap() {
                    Operator::Call { function_index } => called.push(format!("call {function_index}")),
                    Operator::CallIndirect { type_index, .. } => called.push(format!("table, type {type_index}")),
                    _ => {}
                }
            }
        }
        called
    }

    #[test]
    fn a_call_through_the_table_to_the_other_module_becomes_a_plain_one() {
        let nothing = || {
            calls(|body| {
                body.drop();
            })
        };
        // Its function 0 leads to the other's function at 5, its function 1 to one that is not here; its function 2 calls both.
        let one = module(
            &[
                bridge(5),
                bridge(7),
                calls(|body| {
                    body.call(0).local_get(0).call(1);
                }),
            ],
            3,
            b'a',
        )
        .finish();
        let other = module(&[nothing()], 5, b'b').finish();
        let merged = merged(&[one.clone(), other]).unwrap();
        // Two types of the first are before those of the second; the three functions of the first before that of the second.
        assert_eq!(called(&merged), ["table, type 1", "table, type 1", "call 3", "call 1"]);
        assert_eq!(called(&one), ["table, type 1", "table, type 1", "call 0", "call 1"]);
    }

    #[test]
    fn what_both_import_is_imported_once_and_what_they_define_is_all_there() {
        let nothing = || {
            calls(|body| {
                body.drop();
            })
        };
        let program =
            merged(&[module(&[nothing()], 3, b'a').finish(), module(&[nothing(), nothing()], 5, b'b').finish()])
                .unwrap();
        let (mut imports, mut places, mut data) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&program) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    imports.extend(section.into_imports().map(|import| import.unwrap().name.to_owned()));
                }
                Payload::ElementSection(section) => {
                    let mut table = BTreeMap::new();
                    for element in section {
                        Place::default().note_elements(&element.unwrap(), &mut table).unwrap();
                    }
                    places.extend(table);
                }
                Payload::DataSection(section) => {
                    data.extend(section.into_iter().flat_map(|data| data.unwrap().data.to_vec()));
                }
                _ => {}
            }
        }
        assert_eq!(imports, ["memory", "table"]);
        assert_eq!(places, [(3, 0), (5, 2)]);
        assert_eq!(data, b"ab");
        assert!(own_bytes(&program).unwrap() > 10);
    }

    #[test]
    fn a_module_that_does_more_is_refused() {
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 0);
        let mut module = Module::new();
        module.section(&exports);
        assert!(merged(&[module.finish()]).is_err());
        assert!(merged(&[b"not WebAssembly".to_vec()]).is_err());
        assert!(merged(&[]).is_ok());
    }
}
