// Replaces the sections that changed, as the server sends them; what is open, scrolled to or focused stays so.
"use strict";
const live = document.getElementById("live");
const parser = new DOMParser();

function keep(old, fresh) {
  for (const [at, box] of old.querySelectorAll("details").entries()) {
    const twin = fresh.querySelectorAll("details")[at];
    if (twin && box.open) twin.open = true;
  }
}

function show(html) {
  const page = parser.parseFromString(html, "text/html");
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (!old || old.dataset.mark === fresh.dataset.mark) continue;
    keep(old, fresh);
    const focused = old.contains(document.activeElement) ? [...old.querySelectorAll("[tabindex], summary, a")].indexOf(document.activeElement) : -1;
    old.replaceWith(document.importNode(fresh, true));
    if (focused >= 0) document.querySelector(`[data-part="${fresh.dataset.part}"]`).querySelectorAll("[tabindex], summary, a")[focused]?.focus({ preventScroll: true });
  }
}

const source = new EventSource("events");
source.addEventListener("page", (event) => {
  const first = live.textContent === "";
  show(JSON.parse(event.data));
  live.textContent = first ? "Live" : `Updated ${new Date().toLocaleTimeString()}`;
});
source.addEventListener("error", () => {
  live.textContent = "Not connected: what you see may be old";
});
