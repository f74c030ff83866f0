// The book on the reader's device: has the worker keep it when the page has come to rest, shows how that goes and what it takes,
// and says when there is a new edition. Every page of an edition loads it once, when it is alive (`offline.js`).

/** What the edition takes on the device. The prerenderer fills it in. */
const BYTES = __bytes__;

/** The page is at rest when nothing was loaded for so long, in milliseconds. */
const QUIET = 2500;

const root = document.documentElement;
const { base, edition } = root.dataset;
const workers = navigator.serviceWorker;

/** As in the worker: what is the site's own, and what it finds there if it has to wait until the reader asks. */
const PREFIX = `moving-parts ${new URL(`${base}/`, location)} `;
const WAITS = `${PREFIX}waits`;

const savesData = () =>
  Boolean(navigator.connection?.saveData) || matchMedia("(prefers-reduced-data: reduce)").matches;

const size = (bytes) => (bytes < 1e5 ? `${Math.ceil(bytes / 1e3)}\u00a0kB` : `${(bytes / 1e6).toFixed(1)}\u00a0MB`);

// ---- What the page shows ----

const made = (name, does) => Object.assign(document.createElement(name), does);

/** Speaks of what changes in it. The count beside it changes too often for that. */
const status = made("span");
const count = made("span");
const button = made("button", { type: "button", className: "button-small", onclick: ask });

/** What there is to say: `says` aloud, `counts` beside it, `asks` on the button. */
let shown;

function show(next) {
  shown = next;
  draw();
}

function draw() {
  const place = document.querySelector(".keep");
  if (!place || !shown) return;
  if (!place.contains(status)) {
    // What is there when a page comes is no news.
    status.removeAttribute("role");
    place.append(status, " ", count, button);
  }
  const { says, counts = "", asks = "" } = shown;
  if (status.textContent !== says) status.textContent = says;
  count.textContent = counts;
  button.textContent = asks;
  place.closest("[hidden]")?.removeAttribute("hidden");
  status.setAttribute("role", "status");
}

const coming = (kept) => ({
  isComing: true,
  says: "Keeping this book on your device:",
  counts: `${(kept / 1e6).toFixed(1)}\u00a0of\u00a0${size(BYTES)}`,
});

const failed = () => ({
  says: `${registration?.active ? "The new edition" : "This book"} could not be kept: the network failed, or there is no room for it.`,
  asks: "Try again",
});

const refused = { says: "This browser does not let a book be kept on your device." };

const offered = {
  says: "Your browser is set to save data, so this book is kept on your device only if you ask.",
  asks: `Keep this book on my device (${size(BYTES)})`,
};

const newer = (bytes) => ({
  says: "There is a new edition of this book. Your browser is set to save data, so it comes only if you ask.",
  asks: `Get the new edition (${size(bytes)})`,
});

const kept = () => ({
  says: "This book is kept on your device: it opens without a network.",
  counts: `It takes ${size(BYTES)}.${savesData() ? " A new edition comes only if you ask." : ""}`,
});

/** Below what one reads, and above nothing for good. */
const note = made("p", { className: "new-edition" });
note.setAttribute("role", "status");

function announce() {
  const reload = made("button", { textContent: "Reload", onclick: () => location.reload() });
  const later = made("button", { textContent: "Not now", onclick: () => note.replaceChildren() });
  note.append("A new edition of this book is ready. ", reload, later);
}

// ---- Keeping it ----

let registration;

/** Since the reader pressed the button, until it is done. */
let isAsked = false;

/** The edition that waits to be asked for. */
let waiting;

function ask() {
  const place = button.parentElement;
  isAsked = true;
  waiting = undefined;
  show(coming(0));
  // The button that had the focus is gone.
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  keep();
}

async function keep() {
  const isThere = registration?.active;
  if (!isThere) show(coming(0));
  try {
    if (isAsked) await caches.delete(WAITS);
    registration = await workers.register(`${base}/service-worker.js`, { updateViaCache: "none" });
    // What has to wait says so when it is looked for.
    if (isThere && (isAsked || savesData())) await registration.update();
  } catch (error) {
    // Where it is refused, the site works as it does without.
    if (!isThere || isAsked) show(error.name === "SecurityError" ? refused : failed());
    return;
  }
  const { installing } = registration;
  installing?.addEventListener("statechange", () => {
    if (installing.state === "redundant" && (isAsked || !registration.active)) show(failed());
  });
  if (!installing && isAsked && isThere) settle();
}

/** There is an edition on the device, and no other was asked for. */
function settle() {
  isAsked = false;
  waiting = undefined;
  show(kept());
  if (savesData()) caches.open(WAITS);
}

/** Resolves when nothing was loaded for a while, and nothing is being loaded that the reader sees missing. */
function rest() {
  let last = performance.now();
  new PerformanceObserver(() => (last = performance.now())).observe({ type: "resource", buffered: true });
  const isSeen = (part) => {
    const { top, bottom } = part.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const isMissing = () =>
    "ready" in root.dataset && [...document.querySelectorAll("[data-living]:not([data-alive])")].some(isSeen);
  return new Promise((resolve) => {
    const look = () => {
      if (performance.now() - last < QUIET || isMissing()) setTimeout(look, 500);
      else if (window.requestIdleCallback) requestIdleCallback(resolve);
      else resolve();
    };
    look();
  });
}

async function begin() {
  document.body.append(note);
  // Following a link puts another page in the place of this one.
  new MutationObserver(draw).observe(document.body, { childList: true });
  document.addEventListener("visibilitychange", () => document.hidden || registration?.update().catch(() => {}));
  workers.addEventListener("message", ({ data }) => {
    if (!waiting || waiting === data.edition) settle();
    if (data.edition !== edition && !note.firstChild) announce();
  });
  new BroadcastChannel(PREFIX).onmessage = ({ data }) => {
    if (data.kept !== undefined) {
      if (shown?.isComing) show(coming(data.kept));
    } else if (registration?.active) {
      waiting = data.edition;
      show(newer(data.waits));
    }
  };
  workers.ready.then(({ active }) => active.postMessage({ edition }));
  // The worker sees this too, which may install an edition when the browser likes.
  if (savesData()) await caches.open(WAITS);
  else await caches.delete(WAITS);
  registration = await workers.getRegistration(`${base}/`);
  await rest();
  if (registration?.active || !savesData()) await keep();
  else if (!shown) show(offered);
}

if (workers) begin().catch(() => {});
