// The finished pages as a reader gets them: `node benches/page/bench.mjs <dist> <rounds>`, with the path of a Chromium in the
// environment variable CHROMIUM. Pages take turns, so that a busy machine slows all of them; figures are medians of the rounds.
// It fails where something could not be measured, and never because a figure misses its target.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join, resolve } from "node:path";

import { median, printTable } from "./figures.mjs";
import { blank, limiterPlays, record, ringIsDragged } from "./frames.mjs";
import { serve } from "./serve.mjs";
import { judge, slowedVisit, weigh } from "./visits.mjs";

const dist = resolve(process.argv[2]);
const rounds = Number(process.argv[3]);

const LIGHTHOUSE = [
  { head: "performance", figure: "performance", least: 98 },
  { head: "FCP, ms", figure: "fcp" },
  { head: "LCP, ms", figure: "lcp" },
  { head: "LCP / FCP", figure: "lcpByFcp", digits: 2, most: 1.1 },
  { head: "TBT, ms", figure: "tbt", most: 100 },
];
const SLOWED = [
  { head: "longest task, ms", figure: "longest", most: 50 },
  { head: "over 50 ms in sum, ms", figure: "blocking" },
];
const WIRE = [
  { head: "until a lab lives, kB", figure: "untilAlive", digits: 1 },
  { head: "until rest, kB", figure: "untilRest", digits: 1 },
];
const FRAMES = [
  { head: "frames a second", figure: "rate", digits: 1, least: 59 },
  { head: "p99 between two, ms", figure: "p99", digits: 1, below: 17 },
  { head: "main thread, ms/s", figure: "busy", digits: 1 },
  { head: "above blank, ms/s", figure: "aboveBlank", digits: 1, most: 60 },
];

const failures = [];
const site = await serve(dist);
const pages = ["", ...chapters()].map((slug) => {
  return { name: `/${slug}`, address: site.address + (slug && `${slug}/`), hasLab: slug !== "" };
});
const scenes = [
  { name: "a blank page", deed: blank },
  { name: "the limiter plays", deed: limiterPlays },
  { name: "the ring is dragged", deed: ringIsDragged },
];
const minutes = Math.ceil((pages.length * (12 + rounds * 25) + scenes.length * rounds * 9) / 60);
console.log(`Measuring ${pages.length} pages, about ${minutes} min. Leave the machine alone meanwhile.`);
const [load] = loadavg();
if (load > 0.5)
  console.log(
    `It is busy: ${load.toFixed(1)} programs ran at a time in the last minute, on ${availableParallelism()} cores.`,
  );

// This also has the server compress what the later visits ask for.
for (const page of pages) await measure(page, "wire", () => weigh(page.address, page.hasLab));
for (let round = 0; round < rounds; round++) {
  console.log(`  round ${round + 1} of ${rounds}`);
  for (const page of startingAt(round, pages)) {
    await measure(page, "lighthouse", () => judge(page.address));
    await measure(page, "slowed", () => slowedVisit(page.address, page.hasLab));
  }
  for (const scene of startingAt(round, scenes)) {
    await measure(scene, "frames", () => record(scene.deed, site.address));
  }
}
site.close();
printAll();
process.exitCode = failures.length > 0 ? 1 : 0;

/** The chapters that are written: something on their page comes to life. */
function chapters() {
  return readdirSync(dist).filter((slug) => {
    const page = join(dist, slug, "index.html");
    return existsSync(page) && readFileSync(page, "utf8").includes('data-living="');
  });
}

function startingAt(first, list) {
  return list.map((_, i) => list[(i + first) % list.length]);
}

/** Adds what is found to the subject's figures of this kind. */
async function measure(subject, kind, find) {
  subject[kind] ??= [];
  try {
    subject[kind].push(await find());
  } catch (error) {
    failures.push(`${subject.name} (${kind}): ${error.message.split("\n")[0]}`);
  }
}

function printAll() {
  const figures = (kind) => (subject) => medians(subject[kind]);
  print("First visits, by Lighthouse for a phone", LIGHTHOUSE, pages, figures("lighthouse"));
  print("First visits until rest, the main thread slowed 4 times", SLOWED, pages, figures("slowed"));
  print("First visits, what comes over the wire (each page once)", WIRE, pages, figures("wire"));

  const idle = medians(scenes[0].frames).busy;
  print("What moves", FRAMES, scenes, ({ deed, frames }) => {
    const found = medians(frames);
    // Only what plays by itself has a target for that: a drag is as busy as the hand.
    return deed === limiterPlays ? { ...found, aboveBlank: found.busy - idle } : found;
  });

  const indices = pages.flatMap(({ lighthouse }) => lighthouse.map(({ machine }) => machine));
  const [least, most] = [Math.min(...indices), Math.max(...indices)].map((index) => index.toFixed(0));
  console.log(
    `\nMedians of ${rounds}; ✗ misses its target. Lighthouse's benchmark index of this machine: ${least} to ${most}.`,
  );
  console.log("Where that is below 1,000, a slow desktop's, or far apart, as on a busy machine, a ✗ says little.");
  for (const failure of failures) console.log(`NOT MEASURED ${failure}`);
}

function print(title, columns, subjects, figuresOf) {
  printTable(
    title,
    columns,
    subjects.map((subject) => ({ name: subject.name, figures: figuresOf(subject) })),
  );
}

function medians(found) {
  return Object.fromEntries(Object.keys(found[0] ?? {}).map((key) => [key, median(found.map((one) => one[key]))]));
}
