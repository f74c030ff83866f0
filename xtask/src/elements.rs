//! Segments that put nothing into the table of functions: wasm-split leaves one behind for each run of functions that it took
//! away. A table is empty to begin with, so without them the program is the same, and smaller.

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ElementSection, Module};
use wasmparser::{Element, ElementItems, Operator, Parser};

use crate::command::{About as _, Failure};

/// The program without such segments. It has to be the one that makes the table: elsewhere they would empty places that are
/// in use.
///
/// # Errors
///
/// What is wrong with the WebAssembly.
pub fn without_empty_ones(program: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut module = Module::new();
    WithoutEmptyOnes
        .parse_core_module(&mut module, Parser::new(0), program)
        .about("reading the WebAssembly that wasm-opt wrote")?;
    Ok(module.finish())
}

struct WithoutEmptyOnes;

impl Reencode for WithoutEmptyOnes {
    type Error = wasmparser::BinaryReaderError;

    fn parse_element(&mut self, elements: &mut ElementSection, element: Element<'_>) -> Result<(), Error<Self::Error>> {
        if puts_nothing(&element.items).map_err(Error::UserError)? {
            return Ok(());
        }
        wasm_encoder::reencode::utils::parse_element(self, elements, element)
    }
}

fn puts_nothing(items: &ElementItems<'_>) -> wasmparser::Result<bool> {
    match items {
        ElementItems::Functions(functions) => Ok(functions.count() == 0),
        ElementItems::Expressions(_, values) => {
            for value in values.clone() {
                if !matches!(value?.get_operators_reader().read()?, Operator::RefNull { .. }) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, Function, FunctionSection, HeapType, RefType, TableSection,
        TableType, TypeSection,
    };

    use super::*;

    /// A program with one function, and these segments.
    fn program(elements: &ElementSection) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut tables = TableSection::new();
        let element_type = RefType::FUNCREF;
        tables.table(TableType { element_type, table64: false, minimum: 9, maximum: None, shared: false });
        let mut code = CodeSection::new();
        let mut function = Function::new([]);
        function.instructions().end();
        code.function(&function);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&tables).section(elements).section(&code);
        module.finish()
    }

    #[test]
    fn only_segments_that_put_nothing_are_left_out() {
        let null = ConstExpr::ref_null(HeapType::FUNC);
        let function = ConstExpr::ref_func(0);
        let expressions = |values: &'static str| {
            let of = |sign| if sign == 'f' { function.clone() } else { null.clone() };
            Elements::Expressions(RefType::FUNCREF, values.chars().map(of).collect::<Vec<_>>().into())
        };
        let (mut before, mut after) = (ElementSection::new(), ElementSection::new());
        before.active(None, &ConstExpr::i32_const(1), Elements::Functions([0, 0].as_slice().into()));
        before.active(None, &ConstExpr::i32_const(3), expressions("nnn"));
        before.active(None, &ConstExpr::i32_const(6), Elements::Functions([].as_slice().into()));
        before.active(None, &ConstExpr::i32_const(6), expressions("nf"));
        after.active(None, &ConstExpr::i32_const(1), Elements::Functions([0, 0].as_slice().into()));
        after.active(None, &ConstExpr::i32_const(6), expressions("nf"));
        assert_eq!(without_empty_ones(&program(&before)).unwrap(), program(&after));
        assert!(without_empty_ones(b"not WebAssembly").is_err());
    }
}
