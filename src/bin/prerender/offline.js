// Lets the site be kept for reading offline, and says when there is a new edition of it. Never in a frame: the page around it
// is not ours. Not before all is there: the first visit comes first.
const workers = navigator.serviceWorker;
if (workers && window === top) {
  const { base, edition } = document.documentElement.dataset;
  const note = document.createElement("p");
  note.className = "new-edition";
  note.setAttribute("role", "status");
  document.body.append(note);
  const button = (says, does) => {
    const made = document.createElement("button");
    made.textContent = says;
    made.onclick = does;
    return made;
  };
  workers.addEventListener("message", ({ data }) => {
    if (data.edition === edition || note.firstChild) return;
    const reload = button("Reload", () => location.reload());
    note.append("A new edition of this book is ready. ", reload, button("Not now", () => note.replaceChildren()));
  });
  const start = async () => {
    const registration = await workers.register(`${base}/service-worker.js`, { updateViaCache: "none" });
    document.addEventListener("visibilitychange", () => document.hidden || registration.update().catch(() => {}));
    (await workers.ready).active.postMessage({ edition });
  };
  // Where it is refused, the site works as it does without.
  addEventListener("load", () => setTimeout(() => start().catch(() => {}), 2000));
}
