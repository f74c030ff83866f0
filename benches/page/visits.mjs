// First visits of a page: by Lighthouse, with the main thread slowed four times, and what they bring over the wire.

import lighthouse from "lighthouse";

import { PHONE, sleep, withPage } from "./browser.mjs";

/** Until nothing is loaded or computed any more. */
const REST_MS = 9_000;
/** What a task may take before it counts as blocking, by the web's definition of a long task. */
const LONG_MS = 50;
const SLOWED = 4;

/** Lighthouse's figures for a phone, times in milliseconds; and how fast it finds this machine. */
export function judge(address) {
  return withPage(null, async (page) => {
    const flags = { onlyCategories: ["performance"], logLevel: "error" };
    const { lhr } = await lighthouse(address, flags, undefined, page);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    const [fcp, lcp, tbt] = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"].map(
      (name) => lhr.audits[name].numericValue,
    );
    const performance = lhr.categories.performance.score * 100;
    return { performance, fcp, lcp, lcpByFcp: lcp / fcp, tbt, machine: lhr.environment.benchmarkIndex };
  });
}

/** The longest task until rest, and by how much all long ones together are too long, with the main thread slowed. */
export function slowedVisit(address, hasLab) {
  return withPage(PHONE, async (page) => {
    await page.emulateCPUThrottling(SLOWED);
    await page.evaluateOnNewDocument(() => {
      globalThis.longTasks = [];
      const note = (list) => longTasks.push(...list.getEntries().map((entry) => entry.duration));
      new PerformanceObserver(note).observe({ type: "longtask", buffered: true });
    });
    await visit(page, address, hasLab);
    const tasks = await page.evaluate(() => longTasks);
    return { longest: Math.max(0, ...tasks), blocking: tasks.reduce((sum, task) => sum + task - LONG_MS, 0) };
  });
}

/**
 * Kilobytes on the wire until the first lab lives, and until rest. The service worker fetches the edition that it keeps by itself
 * and later, which is no part of a page.
 */
export function weigh(address, hasLab) {
  return withPage(PHONE, async (page) => {
    const network = await page.createCDPSession();
    await network.send("Network.enable");
    const [begun, ended] = [[], []];
    network.on("Network.requestWillBeSent", (event) => begun.push(event.timestamp));
    network.on("Network.loadingFinished", (event) => ended.push([event.timestamp, event.encodedDataLength]));
    await page.evaluateOnNewDocument(() => {
      const note = (changes) => {
        if (changes.some((change) => change.attributeName === "data-alive")) globalThis.aliveMs ??= performance.now();
      };
      new MutationObserver(note).observe(document, { attributes: true, subtree: true });
    });
    await visit(page, address, hasLab);
    const aliveMs = await page.evaluate(() => globalThis.aliveMs);
    const kilobytes = (until) => ended.reduce((all, [at, bytes]) => all + (at <= until ? bytes / 1_000 : 0), 0);
    // The browser's protocol counts in seconds.
    return { untilAlive: hasLab ? kilobytes(begun[0] + aliveMs / 1_000) : undefined, untilRest: kilobytes(Infinity) };
  });
}

async function visit(page, address, hasLab) {
  await page.goto(address);
  if (hasLab) await page.waitForSelector("[data-alive]");
  await sleep(REST_MS);
}
