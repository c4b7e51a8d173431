// Charts as drawings: columns over time, bars by name. They are drawn from numbers alone.

import {el, svgEl} from "../dom/el.js";
import {count, share, short} from "../dom/number.js";
import {plainText} from "../text/draw.js";

const width = 400;
const height = 96;

/** A round number that is not below the greatest value. */
export function niceTop(value) {
    if (value <= 0) return 1;
    const unit = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 2.5, 5, 10].map((step) => step * unit).find((top) => top >= value);
}

/**
 * Columns, each a stack.
 *
 * @param {object} options
 * @param {{label: string, parts: {name: string, value: number}[], run?: () => void}[]}
 *     options.columns
 * @param {string} options.title what a screen reader says of it
 */
export function columnChart({columns, title, marked = -1}) {
    const top = niceTop(Math.max(...columns.map((one) => total(one.parts)), 0));
    const step = width / Math.max(columns.length, 1);
    const gap = Math.min(3, step * 0.2);
    const drawing = svgEl("svg.chart", {
        viewBox: `0 0 ${width} ${height + 2}`, role: "img", "aria-label": title,
        preserveAspectRatio: "none",
    });
    for (const part of [0.5, 1]) {
        const y = height - height * part + 1;
        drawing.append(svgEl("line.chart-line", {x1: 0, x2: width, y1: y, y2: y}));
    }
    columns.forEach((column, index) => {
        let y = height + 1;
        const group = svgEl(`g.chart-column${index === marked ? ".is-marked" : ""}`, {
            onclick: column.run ?? null,
        });
        group.append(svgEl("title", {}, `${column.label}: ${told(column.parts)}`),
            svgEl("rect.chart-hit", {x: index * step, y: 0, width: step, height: height + 2}));
        column.parts.forEach(({name, value}) => {
            const size = height * value / top;
            y -= size;
            group.append(svgEl(`rect.is-${name}`, {
                x: index * step + gap / 2, y, width: Math.max(step - gap, 0.5), height: size,
            }));
        });
        drawing.append(group);
    });
    return el("figure.chart-frame", {}, el("span.chart-top", {"aria-hidden": "true"}, short(top)),
        drawing);
}

function total(parts) {
    return parts.reduce((sum, part) => sum + part.value, 0);
}

function told(parts) {
    return parts.filter((part) => part.value > 0)
        .map((part) => `${count(part.value)} ${part.word ?? part.name}`).join(", ") || "nothing";
}

/**
 * Bars by name, the longest first, as a table that is drawn.
 *
 * @param {{name: string, value: number, detail?: string, run?: () => void}[]} bars
 * @param {{unit: string, kind: string, label: string}} options
 */
export function barChart(bars, {unit, kind, label}) {
    const most = Math.max(...bars.map((bar) => bar.value), 1);
    const all = total(bars);
    return el("table.bars", {"aria-label": label}, el("tbody", {}, bars.map((bar) => el("tr", {},
        el("th.bar-name", {scope: "row"}, bar.run
            ? el("button.branch-link.cut", {type: "button", onclick: bar.run}, plainText(bar.name))
            : el("span.cut", {title: bar.name}, plainText(bar.name))),
        el("td.bar-cell", {"aria-hidden": "true"},
            el(`span.bar.is-${kind}`, {style: {width: `${100 * bar.value / most}%`}})),
        el("td.bar-value", {title: bar.detail ?? `${share(bar.value, all)} of all`},
            count(bar.value), el("span.visually-hidden", {}, ` ${unit}`))))));
}
