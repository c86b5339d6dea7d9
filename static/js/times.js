// Moments are written in UTC; here they become those of the person's own clock.
(function () {
  "use strict";
  const LOCALES = { us: "en-US", intl: "en-GB" };
  const MONTH = { us: "short", intl: "long" };

  function localise(root) {
    for (const time of root.querySelectorAll("time[data-local]")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      const style = time.dataset.local;
      const clock = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      const day = at.toLocaleDateString(LOCALES[style] || LOCALES.intl, {
        day: "numeric",
        month: MONTH[style] || MONTH.intl,
        year: "numeric",
      });
      const isToday = at.toDateString() === new Date().toDateString();
      time.textContent = isToday && !("full" in time.dataset) ? clock : `${day}, ${clock}`;
      delete time.dataset.local;
    }
    for (const zone of root.querySelectorAll("[data-zone]"))
      zone.textContent = "Times are those of your own clock.";
  }

  localise(document);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.querySelectorAll) localise(event.detail.elt);
  });
})();
