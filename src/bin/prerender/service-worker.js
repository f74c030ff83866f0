// Keeps the whole site on the reader's device, an edition at a time, so that it reads and runs without a network.
//
// Contents are kept by their hash, which was checked when they came: what two editions have in common is there once, and is not
// fetched again; nor is what came before an installation was cut off. An edition is the list of its files, and is put down when
// all of them are there: it is installed whole, or not at all. Pages opened from then on come from it. A page that was opened
// before goes on getting the files of its own edition until it is loaded anew: never a mix of the two.
// The prerenderer fills in the edition and the list of its files (`offline.rs`); `keep.js` shows how it goes.

const EDITION = "__edition__";

/** From the path in the site's folder to the hash of the content, and its size. A page's path ends with a slash, or is empty. */
const FILES = __files__;

/** Several sites may share an origin, and its caches. */
const PREFIX = `moving-parts ${registration.scope} `;

/** What is kept, by its hash. */
const CONTENTS = `${PREFIX}contents`;

/** The lists of files, by the name of the edition. */
const EDITIONS = `${PREFIX}editions`;

/** Which open page is of which edition: a worker may be stopped, and followed by another, at any time. */
const READERS = `${PREFIX}readers`;

/** Is there, and empty, while nothing may be fetched until the reader asks: pages put it there, and take it away. */
const WAITS = `${PREFIX}waits`;

/** So long, in milliseconds, may a page that is being opened be missing from the list of open pages. */
const OPENING = 60_000;

/** So many files are fetched at once: of six connections to a host that speaks HTTP/1.1, the reader needs some. */
const LANES = 4;

const pages = new BroadcastChannel(PREFIX);

const address = (path) => new URL(path, registration.scope).href;

/** What something is kept by that has no address. */
const entry = (id) => address(`?${encodeURIComponent(id)}`);

const idOf = (request) => decodeURIComponent(new URL(request.url).search.slice(1));

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(meet(event.source, event.data.edition)));
addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path !== undefined) event.respondWith(answer(event, path));
});

async function install() {
  // While contents come, none are thrown away.
  await navigator.locks.request(PREFIX, fetchEdition);
  // At once, as pages that are open keep their edition.
  await skipWaiting();
}

/** Fetches what is not there yet. Where that fails, the browser tries again at a later visit. */
async function fetchEdition() {
  const contents = await caches.open(CONTENTS);
  const there = new Set((await contents.keys()).map(idOf));
  const isMissing = ([, [hash]]) => !there.has(hash);
  const missing = Object.entries(FILES).filter(isMissing);
  const bytes = (files) => files.reduce((sum, [, [, bytes]]) => sum + bytes, 0);
  if (missing.length && (await caches.has(WAITS))) {
    pages.postMessage({ edition: EDITION, waits: bytes(missing) });
    throw new Error("it waits until the reader asks");
  }
  let kept = bytes(Object.entries(FILES)) - bytes(missing);
  const files = missing.values();
  const lane = async () => {
    for (const [path, [hash, bytes]] of files) {
      await keep(contents, path, hash);
      kept += bytes;
      pages.postMessage({ edition: EDITION, kept });
    }
  };
  // What comes in the other lanes when one has failed is there for the next try.
  const outcomes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const failure = outcomes.find(({ status }) => status === "rejected");
  if (failure) throw failure.reason;
  await (await caches.open(EDITIONS)).put(entry(EDITION), Response.json(FILES));
}

/** A file of another content is refused: the host may be between two editions. */
async function keep(contents, path, integrity) {
  const response = await fetch(address(path), { integrity, cache: "no-cache", priority: "low" });
  if (!response.ok && path !== "404.html") throw new Error(`${path}: ${response.status}`);
  // Without the way that it came: a browser refuses a page that was redirected on its way here.
  const { headers } = response;
  await contents.put(entry(integrity), new Response(await response.blob(), { headers }));
}

/** Takes over from the edition before, whose files stay as long as a page needs them, and tells all pages. */
async function activate() {
  const open = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  // Where the next edition is coming already, that one will see to it.
  await navigator.locks.request(PREFIX, { ifAvailable: true }, (lock) => lock && forget(open));
  for (const client of open) client.postMessage({ edition: EDITION });
}

/** Forgets what no page needs. */
async function forget(open) {
  const ids = new Set(open.map((client) => client.id));
  const needed = new Set([EDITION]);
  const readers = await caches.open(READERS);
  for (const request of await readers.keys()) {
    const { edition, since } = await (await readers.match(request)).json();
    if (ids.has(idOf(request)) || Date.now() - since < OPENING) needed.add(edition);
    else await readers.delete(request);
  }
  const hashes = new Set();
  const editions = await caches.open(EDITIONS);
  for (const request of await editions.keys()) {
    const edition = idOf(request);
    if (!needed.has(edition)) await editions.delete(request);
    else for (const [hash] of Object.values(await listOf(edition))) hashes.add(hash);
  }
  const contents = await caches.open(CONTENTS);
  for (const request of await contents.keys()) {
    if (!hashes.has(idOf(request))) await contents.delete(request);
  }
  // Workers before this one had other caches.
  const ours = [CONTENTS, EDITIONS, READERS, WAITS];
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && !ours.includes(name)) await caches.delete(name);
  }
}

/** A page says of which edition it is; one that came from the network is not known yet. It is told of the newest. */
async function meet(reader, edition) {
  if (!(await listOf(edition))) return;
  await remember(reader.id, edition);
  await clients.claim();
  reader.postMessage({ edition: EDITION });
}

async function remember(id, edition) {
  const readers = await caches.open(READERS);
  await readers.put(entry(id), Response.json({ edition, since: Date.now() }));
}

/** What was kept as an object under this name, if it was; asking must not make an empty cache. */
async function noted(cacheName, id) {
  return (await caches.match(entry(id), { cacheName }))?.json();
}

const listOf = (edition) => noted(EDITIONS, edition);

/** The path in the site's folder, of what may be kept here. Anything else is asked for as if this worker were not there. */
function pathOf({ method, url, headers }) {
  const { origin, pathname } = new URL(url);
  const folder = new URL(registration.scope).pathname;
  const ours = origin === location.origin && pathname.startsWith(folder);
  if (!ours || method !== "GET" || headers.has("range")) return undefined;
  return pathname.slice(folder.length).replace(/(^|\/)index\.html$/, "$1");
}

async function answer({ request, clientId, resultingClientId }, path) {
  if (request.mode === "navigate") return openPage(request, path, resultingClientId);
  // A page of which nothing is known is of whatever edition the network has.
  const edition = clientId && (await noted(READERS, clientId))?.edition;
  return (edition && (await kept(edition, path))) || fetch(request);
}

async function kept(edition, path) {
  const file = (edition === EDITION ? FILES : await listOf(edition))?.[path];
  return file && caches.match(entry(file[0]), { cacheName: CONTENTS, ignoreVary: true });
}

async function openPage(request, path, id) {
  if (`${path}/` in FILES) return Response.redirect(address(`${path}/`) + new URL(request.url).search);
  if (path in FILES) {
    const page = await kept(EDITION, path);
    if (page) return opened(page, id);
  }
  try {
    return await fetch(request);
  } catch (error) {
    const page = await kept(EDITION, "404.html");
    if (!page) throw error;
    return opened(new Response(page.body, { status: 404, statusText: "Not Found", headers: page.headers }), id);
  }
}

async function opened(page, id) {
  if (id) await remember(id, EDITION);
  return page;
}
