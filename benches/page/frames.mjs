// How smoothly a page moves, and what that costs its main thread.

import { DESKTOP, sleep, withPage } from "./browser.mjs";
import { percentile } from "./figures.mjs";

const RECORDED_MS = 5_000;

/** A blank page: what recording alone costs. */
export const blank = { address: () => "data:text/html,<title>blank</title>", begin: async () => {} };

/** Six limiters, each of which gets a thundering herd. */
export const limiterPlays = {
  address: (home) => `${home}rate-limiter/`,
  async begin(page) {
    await ready(page);
    await press(page, "#lanes", "Thundering herd");
    await page.click("#lanes [aria-label=Play]");
    await centred(page, "#lanes .lanes");
  },
  check: (page) => page.waitForSelector("#lanes [aria-label=Pause]", { timeout: 1_000 }),
};

/** Ten servers with a thousand virtual nodes each, a million keys, and one of the servers is dragged round the ring. */
export const ringIsDragged = {
  address: (home) => `${home}consistent-hashing/`,
  async begin(page) {
    await ready(page);
    await press(page, "#ring", "A million keys");
    // They are hashed in slices; then the figure in the middle says how many there are.
    const areThere = () => document.querySelector("#ring .ring-large")?.textContent.replace(/\D/g, "") === "1000000";
    await page.waitForFunction(areThere);
    const centre = await centred(page, "#ring svg:has(.ring-handle)");
    const at = middle(await (await page.$("#ring .ring-handle")).boundingBox());
    const radius = Math.hypot(at.x - centre.x, at.y - centre.y);
    let turn = Math.atan2(at.y - centre.y, at.x - centre.x);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    return async () => {
      turn += 0.02;
      await page.mouse.move(centre.x + radius * Math.cos(turn), centre.y + radius * Math.sin(turn));
      await sleep(8);
    };
  },
  async check(page) {
    await page.mouse.up();
    await page.waitForFunction(() =>
      document.querySelector("#ring .ring-middle").textContent.includes("of the keys moved"),
    );
  },
};

/**
 * Frames a second, the 99th percentile of the milliseconds between two, and milliseconds of each second that the main thread
 * is busy.
 */
export function record(deed, home) {
  return withPage(DESKTOP, async (page) => {
    const tools = await page.createCDPSession();
    // The thread's own time: what others take from it does not count.
    await tools.send("Performance.enable", { timeDomain: "threadTicks" });
    const metrics = async () => {
      const { metrics } = await tools.send("Performance.getMetrics");
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    await page.goto(deed.address(home));
    const goOn = await deed.begin(page);
    await sleep(500);

    const before = await metrics();
    await page.evaluate(noteFrames);
    const end = Date.now() + RECORDED_MS;
    while (goOn && Date.now() < end) await goOn();
    await sleep(end - Date.now());
    const frames = await page.evaluate(() => frameTimes);
    const after = await metrics();

    await deed.check?.(page);
    const gaps = frames.slice(1).map((time, i) => time - frames[i]);
    const spent = (name) => after[name] - before[name];
    return {
      rate: (gaps.length * 1_000) / (frames.at(-1) - frames[0]),
      p99: percentile(gaps, 99),
      busy: (spent("TaskDuration") * 1_000) / spent("Timestamp"),
    };
  });
}

/** In the page. */
function noteFrames() {
  globalThis.frameTimes = [];
  const note = (time) => {
    frameTimes.push(time);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}

/** Waits for the first lab, and passes over the question before it. */
async function ready(page) {
  await page.waitForSelector("[data-alive]");
  await press(page, "[data-alive]", "Skip");
}

/** Scrolls to all of a picture, as what is out of sight is not painted; and gives its middle. */
async function centred(page, picture) {
  const found = await page.$(picture);
  await found.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  return middle(await found.boundingBox());
}

/** A button by its words. */
const press = (page, within, words) =>
  page.locator(`${within} ::-p-xpath(.//button[normalize-space()="${words}"])`).click();

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
