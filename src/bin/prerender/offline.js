// Brings what keeps the book on the reader's device (`keep.js`), and only when all else is there: the page is alive, or never
// will be. Never in a frame: the page around it is not ours.
if (window === top) {
  const { base, edition } = document.documentElement.dataset;
  const wait = () => {
    const isThere = document.readyState === "complete" && document.querySelector("[data-ready], #no-wasm:not([hidden])");
    // A moment later: what has just come to life may still be asking for something.
    if (isThere) setTimeout(() => import(`${base}/keep-${edition}.js`).catch(() => {}), 1000);
    else setTimeout(wait, 500);
  };
  wait();
}
