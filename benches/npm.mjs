// Our ring, our Snowflakes, our base 62 and our limiters, compiled to WebAssembly, against the npm packages that a web developer
// would use, in one run of Node.js: `node benches/npm.mjs <module>`, the module being what wasm-bindgen made of benches/wasm.
//
// All rings hash with SHA-1 and put 1,000 points on the ring for each server. Each measure is the fastest of some rounds, in
// which the contestants take turns, so that a busy machine slows all of them. Behind a bar, a contestant's name says what it
// does less than ours or otherwise.

import { createRequire } from "node:module";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";

const require = createRequire(import.meta.url);
const ours = require(resolve(process.argv[2]));
const { WasmBucket, WasmGcra, WasmRing, WasmSnowflake } = ours;
const HashRing = require("hashring");
const ConsistentHashing = require("consistent-hashing");
const { Snowflake: Sapphire } = require("@sapphire/snowflake");
const { Snowflake: NodeJs } = require("nodejs-snowflake");
const base62 = require("base62");
const { RateLimiter } = require("limiter");
const { RateLimiterMemory } = require("rate-limiter-flexible");

const SERVERS = Array.from({ length: 10 }, (_, number) => `s${number}`);
const ELEVENTH = "s10";
const VIRTUAL_NODES = 1000;
const KEYS = Array.from({ length: 20_000 }, (_, number) => `key-${number}`);
const ROUNDS = 5;

const contestants = {
  ours: {
    build() {
      const ring = new WasmRing();
      for (const server of SERVERS) ring.add(server, VIRTUAL_NODES);
      return ring;
    },
    owner: (ring, key) => ring.owner(key),
    add: (ring) => ring.add(ELEVENTH, VIRTUAL_NODES),
  },
  hashring: {
    // Its points are vnodes x replicas; one replica makes every point a hash of its own, as everywhere here.
    build: () => new HashRing(SERVERS, "sha1", { "vnode count": VIRTUAL_NODES, replicas: 1 }),
    owner: (ring, key) => ring.get(key),
    add: (ring) => ring.add(ELEVENTH),
  },
  "consistent-hashing": {
    build: () => new ConsistentHashing(SERVERS, { replicas: VIRTUAL_NODES, algorithm: "sha1" }),
    owner: (ring, key) => ring.getNode(key),
    add: (ring) => ring.addNode(ELEVENTH),
  },
};

const measures = {
  "build a ring of 10 servers x 1,000 virtual nodes": ({ build }) => timed(build),
  "find the owner of a key (20,000 different ones)": ({ build, owner }, name) => {
    const ring = build();
    // This one counts its 10,000 points at each look-up; a tenth of the keys is enough to see that.
    const keys = name === "consistent-hashing" ? KEYS.slice(0, KEYS.length / 10) : KEYS;
    const found = new Set();
    const milliseconds = timed(() => {
      for (const key of keys) found.add(owner(ring, key));
    });
    if (found.size !== SERVERS.length) throw new Error(`${name} found ${found.size} owners`);
    return milliseconds / keys.length;
  },
  "add an eleventh server": ({ build, add }) => {
    const ring = build();
    return timed(() => add(ring));
  },
};

function timed(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function shown(milliseconds) {
  if (milliseconds < 0.1) return `${(milliseconds * 1000).toFixed(2)} µs`;
  return `${milliseconds.toFixed(2)} ms`;
}

compare(measures, contestants);

// Snowflakes, the clock read for each; so few after a millisecond has begun that nobody has to wait for the next one.
const IDS = 500;
const machines = {
  ours: () => {
    const machine = WasmSnowflake.of(1);
    return () => machine.next_id(Date.now());
  },
  "@sapphire/snowflake": () => {
    const machine = new Sapphire(1288834974657n);
    return () => machine.generate();
  },
  "nodejs-snowflake": () => {
    const machine = new NodeJs({ custom_epoch: 1288834974657, instance_id: 1 });
    return () => machine.getUniqueID();
  },
};
const made = {
  "make a Snowflake (500 in a millisecond)": (machine, name) => {
    const next = machine();
    let best = Infinity;
    for (let round = 0; round < 40; round++) {
      const ids = new Array(IDS);
      const begun = Date.now();
      while (Date.now() === begun);
      const milliseconds = timed(() => {
        for (let i = 0; i < IDS; i++) ids[i] = next();
      });
      if (ids.includes(undefined) || new Set(ids).size !== IDS) throw new Error(`${name} made one twice, or not at all`);
      best = Math.min(best, milliseconds / IDS);
    }
    return best;
  },
};
compare(made, machines);

// Base 62, in JavaScript's numbers, exact up to 2^53. A text has to be copied out of WebAssembly's memory and decoded, which
// takes longer than the divisions: so ours leaves it there, and Node's Buffer makes the text. Beside it stand the text that
// wasm-bindgen makes, the same without a number being written, and all numbers in one call.
const FIRST_ID = 2009215674938;
const COUNT = 20_000;
const IDENTIFIERS = Float64Array.from({ length: COUNT }, (_, i) => FIRST_ID + i);
const each = (encode) => () => {
  const codes = new Array(COUNT);
  for (let i = 0; i < COUNT; i++) codes[i] = encode(IDENTIFIERS[i]);
  return codes;
};
const code = new ours.WasmCode();
const characters = Buffer.from(ours.wasm_memory().buffer, code.address(), 11);
const written = (write, name) => {
  let codes;
  const milliseconds = timed(() => (codes = write()));
  if (codes.length !== COUNT) throw new Error(`${name} wrote ${codes.length}`);
  if (codes[0] !== "zn9edcu" && !name.startsWith("the crossing")) throw new Error(`${name} wrote ${codes[0]}`);
  return milliseconds / COUNT;
};
compare(
  { "write a number in base 62 (20,000 different ones)": written },
  {
    ours: each((number) => characters.latin1Slice(0, code.write(number))),
    "ours, a text by wasm-bindgen": each(ours.base62_encode),
    "base62 | stays in JavaScript": each(base62.encode),
    "the crossing alone | a text by wasm-bindgen, no number written": each(ours.bridge),
  },
);
compare(
  { "write a number in base 62 (20,000 different ones in one call)": written },
  {
    ours: () => ours.base62_encode_all(IDENTIFIERS).split(" "),
    "fair: base62 | neither crosses over for each number": each(base62.encode),
  },
);

const coders = { ours: { encode: ours.base62_encode, decode: ours.base62_decode }, base62 };
compare(
  {
    "read a code of base 62 (20,000 different ones)": ({ encode, decode }, name) => {
      const codes = Array.from({ length: COUNT }, (_, i) => encode(FIRST_ID + i));
      let last = 0;
      const milliseconds = timed(() => {
        for (const code of codes) last = decode(code);
      });
      if (last !== FIRST_ID + COUNT - 1) throw new Error(`${name} read ${last}`);
      return milliseconds / COUNT;
    },
  },
  coders,
);

// Limiters: a hundred requests a second, for one client, by the machine's clock. Ours are told the time, which is part of the
// measure; rate-limiter-flexible answers by a promise, which is its interface.
const REQUESTS = 20_000;
const PER_SECOND = 100;

const limiters = {
  async ours() {
    const limiter = WasmBucket.of(PER_SECOND, 1_000_000);
    return passed(() => limiter.ask(performance.now() * 1_000));
  },
  async "ours, GCRA"() {
    const limiter = WasmGcra.of(PER_SECOND, 1_000_000);
    return passed(() => limiter.ask(performance.now() * 1_000));
  },
  async limiter() {
    const limiter = new RateLimiter({ tokensPerInterval: PER_SECOND, interval: "second" });
    return passed(() => limiter.tryRemoveTokens(1));
  },
  async "rate-limiter-flexible"() {
    const limiter = new RateLimiterMemory({ points: PER_SECOND, duration: 1 });
    let count = 0;
    for (let request = 0; request < REQUESTS; request++) {
      await limiter.consume("client").then(
        () => count++,
        () => {},
      );
    }
    return count;
  },
};

function passed(ask) {
  let count = 0;
  for (let request = 0; request < REQUESTS; request++) if (ask()) count++;
  return count;
}

async function decisionTimes() {
  const best = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(limiters)) {
      const start = performance.now();
      const count = await run();
      const milliseconds = performance.now() - start;
      if (count < PER_SECOND || count > 2 * PER_SECOND + milliseconds) throw new Error(`${name} let ${count} pass`);
      best[name] = Math.min(best[name] ?? Infinity, milliseconds / REQUESTS);
    }
  }
  return best;
}

print("decide on a request", await decisionTimes());

function compare(measures, contestants) {
  for (const [measure, run] of Object.entries(measures)) {
    const best = {};
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, contestant] of Object.entries(contestants)) {
        best[name] = Math.min(best[name] ?? Infinity, run(contestant, name));
      }
    }
    print(measure, best);
  }
}

function print(measure, best) {
  console.log(`\n${measure}`);
  for (const [name, milliseconds] of Object.entries(best)) {
    const [who, note] = name.split(" | ");
    const ratio = name === "ours" ? "" : `  ${(milliseconds / best.ours).toFixed(2)} x our time`;
    console.log(`  ${who.padEnd(30)} ${shown(milliseconds).padStart(12)}${ratio}${note ? `  (${note})` : ""}`);
  }
}
