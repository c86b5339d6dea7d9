// A page whose token has grown old (403) gets a fresh one, so that trying again works.
(function () {
  "use strict";
  const site = window.radcareers;
  const STILL = "What you typed is still here.";
  const RENEWED = "This page had grown old and has been renewed. Press the button again.";
  const SIGNED_OUT = `You are signed out. ${STILL} Sign in, come back, then try again.`;
  const NOT_YOURS = `This plan is not open to whoever is signed in now. ${STILL} Copy what you need.`;
  const OFFLINE = `No answer came: you seem to be offline. ${STILL} Try again when it is back.`;
  const OLD = `This page is too old. ${STILL} Copy what you need, then reload the page.`;

  const field = "input[name=csrfmiddlewaretoken]";

  async function renew() {
    const here = location.pathname + location.search;
    let answer;
    let page;
    try {
      answer = await fetch(here, { cache: "no-store", credentials: "same-origin" });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return site.say(OFFLINE, { why: "offline" });
    }
    const signIn = new URL(answer.url).pathname.startsWith("/accounts/login/");
    if (signIn) {
      const link = { says: "Sign in", address: answer.url };
      return site.say(SIGNED_OUT, { link, why: "signed out" });
    }
    if (answer.status === 404 || answer.redirected)
      return site.say(NOT_YOURS, { link: { says: "My plans", address: "/plans/" } });
    const token = answer.ok && page.querySelector(field)?.value;
    if (!token) return site.say(OLD);
    for (const old of document.querySelectorAll(field)) old.value = token;
    site.say(RENEWED);
  }

  // Back from the tab in which one signed in: the page is renewed without another refusal.
  window.addEventListener("focus", () => {
    if (site.why() === "signed out") renew();
  });
  site.renew = renew;
})();
