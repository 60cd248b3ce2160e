"use strict";
// One chart at a time, cases chosen and ordered by attributes, cells that unfold, wide charts in parts on paper.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const charts = all(".chart");
  const tools = document.querySelector(".tools");
  const form = tools.querySelector("form");
  const filters = all("select[data-filter]");
  const order = document.getElementById("order");
  const unfold = document.getElementById("unfold");
  const shown = document.getElementById("shown");
  const narrow = matchMedia("(max-width: 44rem)");
  const MANY = 6;
  const LONG = 1500;

  const bodies = charts.map((chart) => {
    const body = chart.querySelector("tbody");
    return { body, rows: all("tr", body).map((row) => ({ row, values: row.dataset.values.split(" ") })) };
  });

  // ---- which chart -------------------------------------------------------------------------------------------------

  const show = (chart) => {
    for (const one of charts) one.classList.toggle("current", one === chart);
    for (const link of all("nav a")) {
      if (link.hash === `#${chart.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    count();
  };

  const follow = () => {
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const chart = target && target.closest(".chart");
    show(chart || document.querySelector(".chart.current") || charts[0]);
    if (!chart || target === chart) return;
    const row = target.closest("tr");
    if (row && row.hidden) reset();
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  // ---- which cases -------------------------------------------------------------------------------------------------

  const current = () => bodies[charts.findIndex((chart) => chart.classList.contains("current"))];

  const count = () => {
    const now = current();
    if (!now) return;
    const there = now.rows.filter((one) => !one.row.hidden).length;
    const noun = form.dataset.noun;
    shown.textContent = there === now.rows.length ? `${there} ${noun}` : `${there} of ${now.rows.length} ${noun}`;
  };

  const choose = () => {
    const wanted = filters.map((select) => select.value);
    const by = order ? order.value : "";
    for (const { body, rows } of bodies) {
      for (const { row, values } of rows) row.hidden = wanted.some((value, place) => value !== "" && values[place] !== value);
      const rank = (one) => (one.values[by] === "-" ? Infinity : Number(one.values[by]));
      const sorted = by === "" ? rows : [...rows].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -1 : 1));
      body.append(...sorted.map((one) => one.row));
    }
    count();
  };

  const reset = () => {
    for (const select of filters) select.value = "";
    if (order) order.value = "";
    choose();
  };

  // ---- what is unfolded --------------------------------------------------------------------------------------------

  const fold = () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "Fold all extracts" : "Unfold all extracts";
    for (const one of all("td details")) one.open = open;
  };

  // ---- paper -------------------------------------------------------------------------------------------------------

  const part = (chart, table, first, last, again) => {
    const piece = document.createElement("div");
    piece.className = "part";
    const title = chart.querySelector("h2").cloneNode(true);
    if (again) title.append(" (continued)");
    const copy = table.cloneNode(false);
    for (const group of table.children) {
      if (group.tagName === "COLGROUP") {
        copy.append(group.cloneNode(true));
        copy.querySelectorAll("col")[1].span = last - first;
        continue;
      }
      const rows = group.cloneNode(false);
      for (const row of group.children) {
        if (row.hidden) continue;
        const line = row.cloneNode(false);
        const paper = row.classList.contains("paper");
        const cells = paper ? [row.cells[0]] : [row.cells[0], ...[...row.cells].slice(first + 1, last + 1)];
        line.append(...cells.map((cell) => cell.cloneNode(true)));
        if (paper) line.cells[0].colSpan = last - first + 1;
        rows.append(line);
      }
      copy.append(rows);
    }
    piece.append(title, copy);
    for (const one of [title, ...all("[id]", piece)]) one.removeAttribute("id");
    return piece;
  };

  // What is folded takes no room.
  const printed = (cell) => all("details:not([open]) ul", cell).reduce(
    (length, folded) => length - folded.textContent.length, cell.textContent.length);

  const toPaper = () => {
    for (const chart of charts) {
      const table = chart.querySelector("table");
      for (const row of table.tBodies[0].rows) {
        row.classList.toggle("long", [...row.cells].some((cell) => printed(cell) > LONG));
      }
      const columns = table.tHead.rows[table.tHead.rows.length - 1].cells.length - 1;
      const pages = Math.ceil(columns / MANY);
      if (pages < 2) continue;
      const whole = document.createElement("div");
      whole.className = "whole";
      const legend = chart.querySelector(".legend").cloneNode(true);
      const pieces = [];
      for (let page = 0; page < pages; page += 1) {
        const first = Math.floor((columns * page) / pages);
        pieces.push(part(chart, table, first, Math.floor((columns * (page + 1)) / pages), page > 0));
      }
      pieces[pieces.length - 1].append(legend);
      whole.append(...chart.childNodes);
      chart.append(whole, ...pieces);
      chart.classList.add("split");
    }
  };

  const fromPaper = () => {
    for (const chart of charts.filter((one) => one.classList.contains("split"))) {
      for (const piece of all(":scope > .part", chart)) piece.remove();
      const whole = chart.querySelector(":scope > .whole");
      chart.append(...whole.childNodes);
      whole.remove();
      chart.classList.remove("split");
    }
  };

  // ---- at the start ------------------------------------------------------------------------------------------------

  if (!charts.length) return;
  document.documentElement.classList.add("live");
  tools.hidden = false;
  const fit = () => { tools.open = !narrow.matches; };
  fit();
  narrow.addEventListener("change", fit);
  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => { event.preventDefault(); reset(); });
  if (unfold) unfold.addEventListener("click", fold);
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", fromPaper);
  choose();
  follow();
})();
