// Everything that listens to htmx: the busy line, failures in the message strip, focus.
(function () {
  "use strict";
  const SENTENCES = {
    0: "You seem to be offline. Nothing was changed; try again when the connection is back.",
    403: "You are signed out, or this page is too old. Reload it and try again; nothing was changed.",
    404: "This is not there any more.",
    413: "That was too much at once. Nothing was changed.",
    429: "That was too often. Wait a minute, then try again.",
  };
  const SERVER = "Something went wrong on our side. Nothing was changed; try again in a moment.";
  const SWAPPED = [409, 422];
  let waiting = 0;
  let timer;

  function busy(change) {
    waiting = Math.max(0, waiting + change);
    const line = document.getElementById("busy");
    clearTimeout(timer);
    if (!line) return;
    if (waiting) timer = setTimeout(() => line.classList.add("on"), 150);
    else line.classList.remove("on");
  }

  function say(text) {
    const strip = document.getElementById("messages");
    const message = document.createElement("p");
    message.className = "message error";
    message.tabIndex = -1;
    message.textContent = text;
    strip.replaceChildren(message);
    message.focus();
    message.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:beforeRequest", () => busy(1));
  document.addEventListener("htmx:afterRequest", () => busy(-1));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (SWAPPED.includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(SENTENCES[status] || SERVER);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => say(SENTENCES[0]));
  }

  // Focus goes to what needs attention; else it stays on the same field or button, by id; where
  // that is gone it goes to the message that says what was done.
  let focused;
  document.addEventListener("htmx:beforeSwap", () => {
    const element = document.activeElement;
    focused = element && element.id ? element.id : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const find = (selector) => event.detail.elt.querySelector?.(selector);
    const wrong = find("[aria-invalid='true'], [data-focus]");
    const same = focused && document.getElementById(focused);
    const target = wrong || same || find("[data-focus-else]");
    if (target) target.focus({ preventScroll: !wrong });
  });
})();
