// Chromium, each time one that was never anywhere before.

import puppeteer from "puppeteer-core";

const FLAGS = [
  // Chromium refuses to run as root with its sandbox; the pages are ours.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // What is measured does not depend on the network.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export const PHONE = { width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true };
export const DESKTOP = { width: 1280, height: 800 };

/** What `measure` finds with an empty page. `viewport` is null for one that sets it itself. */
export async function withPage(viewport, measure) {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: FLAGS,
    defaultViewport: viewport,
  });
  try {
    const [page] = await browser.pages();
    return await measure(page);
  } finally {
    await browser.close();
  }
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
