// Runs in a page before its own scripts: says when its bars are painted, and times edits.
// Called with {selector, visible, expected, parent}; leaves window.bench behind.
// `visible`: only bars in a drawing that is shown count. `parent`: what changes is its parent.
function probe({ selector, visible, expected, parent }) {
  const LONGEST_LOAD = 120_000;
  const LONGEST_EDIT = 30_000;
  const bench = { tasks: [], shifts: [] };
  window.bench = bench;

  const observe = (type, note) => {
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  };
  observe("longtask", (entry) => bench.tasks.push(entry.duration));
  observe("layout-shift", (entry) => bench.shifts.push([entry.value, entry.hadRecentInput]));

  function bars() {
    const found = [...document.querySelectorAll(selector)];
    if (!visible) return found;
    const shown = new Map();
    return found.filter((bar) => {
      const drawing = bar.closest("svg");
      if (!shown.has(drawing)) shown.set(drawing, drawing.checkVisibility());
      return shown.get(drawing);
    });
  }
  bench.count = () => bars().length;

  // The last bar as text, once all are there: it changes when the bar has its new place.
  function last() {
    const found = bars();
    const bar = found[found.length - 1];
    if (!bar || found.length < expected) return null;
    return (parent ? bar.parentElement : bar).outerHTML.slice(0, 4000);
  }

  // The frame after the one in which the last expected bar exists.
  bench.painted = new Promise((done, fail) => {
    const look = () => {
      if (bars().length >= expected) {
        requestAnimationFrame(() => {
          performance.mark("bench-painted");
          done();
        });
      } else if (performance.now() > LONGEST_LOAD) fail(new Error("The bars did not come."));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  bench.painted.catch(() => {});

  bench.load = () => {
    const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? 0;
    const first = at("first-contentful-paint");
    return {
      painted: Math.max(at("bench-painted"), first),
      first,
      blocked: bench.tasks.reduce((sum, task) => sum + Math.max(0, task - 50), 0),
      elements: document.querySelectorAll("*").length,
    };
  };

  // [ready, painted] in ms. Ready: the last bar has its new place and layout is done, not rounded
  // to frames. Painted: the frame after.
  bench.edit = (kind, extra) => {
    return new Promise((done, fail) => {
      const before = last();
      const start = performance.now();
      let ready = 0;
      const look = () => {
        if (ready) return;
        const now = last();
        if (!now || now === before) return;
        document.body.getBoundingClientRect();
        ready = performance.now() - start;
        observer.disconnect();
      };
      const observer = new MutationObserver(look);
      const all = { subtree: true, childList: true, attributes: true };
      observer.observe(document.documentElement, all);
      Promise.resolve(window.__peer[kind](extra)).catch(fail);
      const frame = () => {
        look();
        const passed = performance.now() - start;
        if (ready) requestAnimationFrame(() => done([ready, performance.now() - start]));
        else if (passed > LONGEST_EDIT) fail(new Error(`The ${kind} edit changed nothing.`));
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  };

  bench.shifted = () => {
    const sum = (entries) => entries.reduce((total, [value]) => total + value, 0);
    const taken = bench.shifts.splice(0);
    return { all: sum(taken), unexpected: sum(taken.filter(([, recent]) => !recent)) };
  };
}
