// Moments are written in UTC; here they become those of the person's own clock.
(function () {
  "use strict";
  const LOCALES = { us: "en-US", intl: "en-GB" };
  const MONTH = { us: "short", intl: "long" };

  const dayOf = (at, style) =>
    at.toLocaleDateString(LOCALES[style] || LOCALES.intl, {
      day: "numeric",
      month: MONTH[style] || MONTH.intl,
      year: "numeric",
    });

  function localise(root) {
    for (const time of root.querySelectorAll("time[data-local]")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      const style = time.dataset.local;
      const clock = [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
      const isToday = at.toDateString() === new Date().toDateString();
      time.textContent = isToday && !("full" in time.dataset) ? clock : `${dayOf(at, style)}, ${clock}`;
      delete time.dataset.local;
    }
    for (const zone of root.querySelectorAll("[data-zone]"))
      zone.textContent = "Times are those of your own clock.";
  }

  localise(document);
  document.addEventListener("radcareers:fresh", (event) => localise(event.detail));
})();
