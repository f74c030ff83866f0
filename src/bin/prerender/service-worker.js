// Keeps the whole site on the reader's device, an edition at a time, so that it reads and runs without a network.
//
// An edition is installed whole, each file checked against its hash, or not at all. Pages opened from then on come from it. A
// page that was opened before goes on getting the files of its own edition until it is loaded anew: never a mix of the two.
// The prerenderer fills in the edition and the list of its files (`offline.rs`).

const EDITION = "__edition__";

/** From the path in the site's folder to the hash of the content. A page's path ends with a slash, or is empty. */
const FILES = __files__;

/** Several sites may share an origin, and its caches. */
const PREFIX = `moving-parts ${registration.scope} `;

/** Which open page is of which edition: a worker may be stopped, and followed by another, at any time. */
const READERS = `${PREFIX}readers`;

/** So long, in milliseconds, may a page that is being opened be missing from the list of open pages. */
const OPENING = 60_000;

const address = (path) => new URL(path, registration.scope).href;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(meet(event.source, event.data.edition)));
addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path !== undefined) event.respondWith(answer(event, path));
});

async function install() {
  try {
    const cache = await caches.open(PREFIX + EDITION);
    await Promise.all(Object.entries(FILES).map(([path, integrity]) => keep(cache, path, integrity)));
  } catch (error) {
    // Half an edition is none. The browser tries again at a later visit.
    await caches.delete(PREFIX + EDITION);
    throw error;
  }
  // At once, as pages that are open keep their edition.
  await skipWaiting();
}

/** A file of another content is refused: the host may be between two editions. */
async function keep(cache, path, integrity) {
  const response = await fetch(address(path), { integrity, cache: "no-cache" });
  if (!response.ok && path !== "404.html") throw new Error(`${path}: ${response.status}`);
  // Without the way that it came: a browser refuses a page that was redirected on its way here.
  const { headers } = response;
  await cache.put(address(path), new Response(await response.blob(), { headers }));
}

/** Takes over from the edition before, whose files stay as long as a page needs them, and tells all pages. */
async function activate() {
  const open = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  const ids = new Set(open.map((client) => client.id));
  const needed = new Set([READERS, PREFIX + EDITION]);
  const readers = await caches.open(READERS);
  for (const request of await readers.keys()) {
    const { edition, since } = await (await readers.match(request)).json();
    const id = decodeURIComponent(new URL(request.url).search.slice(1));
    if (ids.has(id) || Date.now() - since < OPENING) needed.add(PREFIX + edition);
    else await readers.delete(request);
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && !needed.has(name) && !registration.installing) await caches.delete(name);
  }
  for (const client of open) client.postMessage({ edition: EDITION });
}

/** A page says of which edition it is; one that came from the network is not known yet. It is told of the newest. */
async function meet(reader, edition) {
  if (!(await caches.has(PREFIX + edition))) return;
  await remember(reader.id, edition);
  await clients.claim();
  reader.postMessage({ edition: EDITION });
}

const entry = (id) => address(`?${encodeURIComponent(id)}`);

async function remember(id, edition) {
  const readers = await caches.open(READERS);
  await readers.put(entry(id), Response.json({ edition, since: Date.now() }));
}

async function editionOf(id) {
  const readers = await caches.open(READERS);
  return (await (await readers.match(entry(id)))?.json())?.edition;
}

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
  const edition = clientId && (await editionOf(clientId));
  return (edition && (await kept(edition, path))) || fetch(request);
}

async function kept(edition, path) {
  // Asking for a cache that is gone must not make an empty one.
  if (!(await caches.has(PREFIX + edition))) return undefined;
  return (await caches.open(PREFIX + edition)).match(address(path), { ignoreVary: true });
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
