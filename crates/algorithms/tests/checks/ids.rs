//! The vectors of the IDs, checked.

use algorithms::ids::layout::{Field, Layout, LayoutError, Parts, Section};
use algorithms::ids::snowflake::{OnRollback, Snowflake, SnowflakeError};
use algorithms::ids::ticket::Tickets;
use serde_json::Value;

use super::read;
use wasm_bindgen_test::wasm_bindgen_test;

pub(super) fn number(value: &Value) -> u64 {
    value.as_u64().expect("a whole number")
}

/// Decimal strings stand for integers that a JSON number can't hold.
pub(super) fn id(value: &Value) -> u64 {
    value.as_str().expect("a decimal string").parse().expect("64 bits")
}

pub(super) fn cases(value: &Value) -> &Vec<Value> {
    let cases = value.as_array().expect("cases");
    assert!(!cases.is_empty());
    cases
}

pub(super) fn snowflakes() -> Value {
    read(include_str!("../../vectors/snowflake.json"))
}

pub(super) fn others() -> Value {
    read(include_str!("../../vectors/ids_other.json"))
}

/// Parts of Twitter's layout, from a case of `snowflake.json`.
fn parts_of(case: &Value) -> Parts {
    let time = number(&case["unix_ms"]) - Layout::SNOWFLAKE.epoch_ms();
    let (centre, machine) = (number(&case["datacenter"]), number(&case["worker"]));
    Parts { sign: 0, time, centre, machine, sequence: number(&case["sequence"]) }
}

/// Composed and parsed, IDs are those of PyPI's snowflake-id.
#[wasm_bindgen_test(unsupported = test)]
fn snowflakes_are_composed_and_parsed_as_by_snowflake_id() {
    let (vectors, layout) = (snowflakes(), Layout::SNOWFLAKE);
    for case in cases(&vectors["compose"]) {
        let made = layout.compose(&parts_of(case)).expect("parts within their sections");
        assert_eq!(made, id(&case["id"]), "{}", case["name"]);
        assert_eq!(format!("{made:016x}"), case["id_hex"].as_str().expect("digits"));
        assert_eq!(layout.tick_at(number(&case["unix_ms"])), Ok(parts_of(case).time));
    }
    for case in cases(&vectors["parse"]) {
        let parts = layout.parse(id(&case["id"]));
        assert_eq!(parts, parts_of(case));
        assert_eq!(layout.unix_ms(parts.time), u128::from(number(&case["unix_ms"])));
    }
}

/// How many IDs and machines there are, and when it ends.
#[wasm_bindgen_test(unsupported = test)]
fn a_snowflake_has_the_capacity_that_the_vectors_say() {
    let (vectors, layout) = (snowflakes(), Layout::SNOWFLAKE);
    let wanted = &vectors["capacity"];
    assert_eq!(layout.ids_per_tick(), u128::from(number(&wanted["ids_per_ms_per_worker"])));
    assert_eq!(layout.ids_per_tick() * 1_000, u128::from(number(&wanted["ids_per_s_per_worker"])));
    assert_eq!(layout.machines(), u128::from(number(&wanted["workers_total"])));
    let in_all = layout.machines() * layout.ids_per_tick() * 1_000;
    assert_eq!(in_all, u128::from(number(&wanted["ids_per_s_cluster"])));
    let years = layout.lifetime_ms() as f64 / (365.25 * 86_400_000.0);
    super::close(years, &wanted["time_bits_years_julian"], 0.000_05);
}

/// What snowflake-id refuses is refused, with a reason.
#[wasm_bindgen_test(unsupported = test)]
fn parts_out_of_range_are_refused() {
    let vectors = snowflakes();
    let sections = [
        Section { field: Field::Sign, bits: 1 },
        Section { field: Field::Time, bits: 41 },
        Section { field: Field::Centre, bits: 0 },
        Section { field: Field::Machine, bits: 10 },
        Section { field: Field::Sequence, bits: 12 },
    ];
    let layout = Layout::new(sections, 0, 1).expect("64 bits");
    for case in cases(&vectors["range_errors(snowflake-id, epoch 0)"]) {
        assert_eq!(case["result"], "error");
        // There is no negative time or machine here: the type says so.
        let given = |name: &str| case["in"].get(name).map_or(Some(0), Value::as_u64);
        let (Some(time), Some(machine), Some(sequence)) = (given("timestamp"), given("instance"), given("seq")) else {
            continue;
        };
        let refused = layout.compose(&Parts { time, machine, sequence, ..Parts::default() });
        assert!(matches!(refused, Err(LayoutError::TooLarge { .. })), "{case}");
    }
}

/// Reading after reading, a machine does what `IdWorker.scala` does; in the old order it issues a duplicate.
#[wasm_bindgen_test(unsupported = test)]
fn a_machine_does_what_the_scala_worker_does() {
    let vectors = snowflakes();
    let sections = *Layout::SNOWFLAKE.sections();
    let layout = Layout::new(sections, 0, 1).expect("64 bits");
    let mut old_orders = 0;
    for case in cases(&vectors["worker_traces"]) {
        let is_old = case["variant"].as_str().expect("a variant").contains("before the rollback check");
        old_orders += u32::from(is_old);
        let mut worker = match case["initial_last_ms"].as_u64() {
            None => Snowflake::new(layout, 0, 0, OnRollback::Refuse),
            Some(time) => {
                let last = Parts { time, sequence: number(&case["initial_sequence"]), ..Parts::default() };
                Snowflake::after(layout, &last, OnRollback::Refuse)
            }
        }
        .expect("within its sections");
        let mut readings = cases(&case["clock_ms_readings"]).iter().map(number);
        let mut results = Vec::new();
        for _ in 0..number(&case["calls"]) {
            let mut clock = || readings.next().expect("a reading left");
            let made = if is_old { worker.next_in_old_order(clock(), &mut ()) } else { worker.wait_for_id(clock) };
            results.push(match made {
                Ok(id) => {
                    let parts = layout.parse(id);
                    serde_json::json!(["id", parts.time, parts.sequence])
                }
                Err(SnowflakeError::ClockBackwards { by_ms }) => serde_json::json!(["clock_backwards", by_ms]),
                Err(other) => panic!("{other}"),
            });
        }
        assert_eq!(Value::Array(results), case["results"], "{}", case["name"]);
        assert_eq!(readings.count() as u64, number(&case["unread_clock_readings"]));
    }
    assert_eq!(old_orders, 1, "the bug is among the cases");
}

/// Discord's example, Sonyflake's and Instagram's IDs are made of what the vectors say.
#[wasm_bindgen_test(unsupported = test)]
fn other_layouts_agree_with_the_vectors() {
    let vectors = snowflakes();
    let (case, layout) = (&vectors["discord_variant"], Layout::DISCORD);
    assert_eq!(number(&case["epoch_ms"]), layout.epoch_ms());
    let parts = layout.parse(id(&case["id"]));
    assert_eq!(layout.unix_ms(parts.time), u128::from(number(&case["unix_ms"])));
    let wanted = [&case["worker"], &case["process"], &case["increment"]].map(number);
    assert_eq!([parts.centre, parts.machine, parts.sequence], wanted);

    let vectors = others();
    let layout = Layout::SONYFLAKE;
    for case in cases(&vectors["sonyflake(39 time|8 seq|16 machine, 10 ms)"]) {
        let parts = Parts {
            time: number(&case["elapsed_10ms"]),
            machine: number(&case["machine"]),
            sequence: number(&case["sequence"]),
            ..Parts::default()
        };
        assert_eq!(layout.compose(&parts), Ok(id(&case["id"])));
        assert_eq!(layout.parse(id(&case["id"])), parts);
    }
    let years = layout.lifetime_ms() as f64 / (365.25 * 86_400_000.0);
    super::close(years, &vectors["sonyflake_lifetime_years"], 0.000_5);
    instagram(&vectors);
}

fn instagram(vectors: &Value) {
    let layout = Layout::INSTAGRAM;
    for case in cases(&vectors["instagram"]) {
        let time = number(&case["ms_since_epoch"]);
        let (machine, sequence) = (number(&case["shard"]), number(&case["seq"]));
        let parts = Parts { time, machine, sequence, ..Parts::default() };
        let made = layout.compose(&parts).expect("within its sections");
        assert_eq!(made, id(&case["id_unsigned"]));
        assert_eq!(made.cast_signed().to_string(), case["id_as_signed_bigint"].as_str().expect("digits"));
        assert_eq!(layout.parse(made), parts);
    }
    let half = layout.compose(&Parts { time: 1 << 40, ..Parts::default() }).expect("within its sections");
    assert!(half.cast_signed() < 0, "one millisecond later it is negative in a column with a sign");
}

/// Counters give out the numbers of MySQL's with the same step and offset.
#[wasm_bindgen_test(unsupported = test)]
fn tickets_agree_with_the_vectors() {
    let vectors = others();
    for case in cases(&vectors["ticket_server_or_multi_master"]) {
        let (step, index) = (number(&case["servers"]), number(&case["server_index"]));
        let mut tickets = Tickets::new(index + 1, step).expect("an offset within the step");
        let wanted: Vec<u64> = cases(&case["first5"]).iter().map(number).collect();
        let made: Vec<u64> = wanted.iter().map(|_| tickets.next_id().expect("there are more")).collect();
        assert_eq!(made, wanted);
    }
}
