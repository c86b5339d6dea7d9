// How wide pictures are shown here, kept in a cookie, so that the server sends the size that fits
// and no other. Without this script it sends those for tablets and for desks.
(function () {
  "use strict";
  const site = window.radcareers;

  site.frame = () => document.querySelector(".picture-frame");
  site.frameSize = () => {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const width = (site.frame() ?? document.querySelector("main")).clientWidth / rem;
    return width < 36 ? "narrow" : width < 54 ? "middle" : "broad";
  };

  let kept;
  function keep() {
    const size = site.frameSize();
    if (size === kept) return;
    kept = size;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `frame=${size}; path=/; max-age=31536000; samesite=lax${secure}`;
  }
  window.addEventListener("resize", keep);
  keep();
})();
