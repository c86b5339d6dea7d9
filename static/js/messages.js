// Says things: in the strip at the top of the page, or only to those who listen to the page.
window.radcareers = (function () {
  "use strict";
  let timer;

  // Into the live region: emptied first, so that the same words are read out again. Where the
  // focus goes to the words and reads them anyway, they are put there silently.
  function announce(text, { silently = false } = {}) {
    const region = document.getElementById("said");
    if (!region) return;
    clearTimeout(timer);
    region.setAttribute("aria-live", silently ? "off" : "polite");
    region.textContent = "";
    timer = setTimeout(() => {
      region.textContent = text;
    }, 100);
  }

  // Into the strip, with focus; `link` is {says, address}, opened in a new tab. `why` tells the
  // message from others; `quietly` leaves the focus where it is and reads the text out. The strip
  // stays in sight, so nothing scrolls; closing it leads back to where one was.
  let before;
  function say(text, { link, why = "", quietly = false } = {}) {
    const strip = document.getElementById("messages");
    const message = document.createElement("p");
    message.className = "message error";
    message.tabIndex = -1;
    message.dataset.why = why;
    const words = document.createElement("span");
    words.textContent = text;
    message.append(words);
    if (link) message.append(linkTo(link));
    message.append(closeButton());
    const active = document.activeElement;
    if (!strip.contains(active)) before = active;
    strip.replaceChildren(message);
    if (quietly) return announce(text);
    message.focus({ preventScroll: true });
  }

  // What stands out of sight, into the strip for a while.
  function tell(text) {
    const message = document.createElement("p");
    message.className = "message";
    message.dataset.why = "told";
    message.ariaHidden = "true";
    message.textContent = text;
    document.getElementById("messages").replaceChildren(message);
    setTimeout(() => message.remove(), 8000);
  }

  function closeButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-plain";
    button.textContent = "Close";
    button.addEventListener("click", () => {
      unsay();
      before?.focus({ preventScroll: true });
    });
    return button;
  }

  function linkTo({ says, address }) {
    const link = document.createElement("a");
    link.className = "button";
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = `${says} (in a new tab)`;
    return link;
  }

  // Why the message that stands in the strip is there; "" where this script put none.
  const why = () => document.querySelector("#messages [data-why]")?.dataset.why || "";

  function unsay() {
    document.querySelector("#messages [data-why]")?.remove();
  }

  return { announce, say, tell, unsay, why };
})();
