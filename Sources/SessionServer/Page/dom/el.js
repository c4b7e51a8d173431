// Builds elements. Text is always text: nothing here, or anywhere on the page, reads HTML.

const svg = "http://www.w3.org/2000/svg";
const safe = /^(https?:|mailto:|blob:|data:image\/|[#/?]|[^:]*$)/i;

/**
 * Makes an element.
 *
 *     el("button.quiet#now", {onclick: go, title: "To the head", "aria-label": "Now"}, "Now")
 *
 * @param {string} name a tag with an id and classes
 * @param {object} [properties] `on…` listeners; `data-…`, `aria-…`, `role` and other attributes;
 *     properties of the element by their names; null, undefined and false leave one out
 * @param {...(Node|string|number|null|false|Array)} children
 */
export function el(name, properties = {}, ...children) {
    const node = made(name, (tag) => document.createElement(tag));
    for (const [key, value] of Object.entries(properties ?? {})) set(node, key, value);
    append(node, children);
    return node;
}

/** Makes an element of a drawing; all properties but listeners are attributes. */
export function svgEl(name, properties = {}, ...children) {
    const node = made(name, (tag) => document.createElementNS(svg, tag));
    for (const [key, value] of Object.entries(properties ?? {})) {
        if (key.startsWith("on")) set(node, key, value);
        else if (value !== null && value !== undefined) node.setAttribute(key, value);
    }
    append(node, children);
    return node;
}

/** Puts these children in the place of those that are there. */
export function fill(node, ...children) {
    node.replaceChildren();
    append(node, children);
    return node;
}

function made(name, create) {
    const [tag, ...parts] = name.split(/(?=[.#])/);
    const node = create(tag);
    const classes = parts.filter((part) => part[0] === ".").map((part) => part.slice(1));
    if (classes.length > 0) node.setAttribute("class", classes.join(" "));
    const id = parts.find((part) => part[0] === "#");
    if (id) node.setAttribute("id", id.slice(1));
    return node;
}

function set(node, key, value) {
    if (value === null || value === undefined) return;
    if (key.startsWith("on")) {
        if (value) node.addEventListener(key.slice(2), value);
    } else if (key === "class") {
        node.setAttribute("class", [node.getAttribute("class"), value].filter(Boolean).join(" "));
    } else if (key === "style") {
        for (const [name, one] of Object.entries(value)) node.style.setProperty(name, one);
    } else if (key.startsWith("aria-")) {
        node.setAttribute(key, value);
    } else if (key === "href" || key === "src") {
        if (safe.test(value)) node.setAttribute(key, value);
    } else if (key in node && !/^(role|list|form)$|-/.test(key)) {
        node[key] = value;
    } else if (value !== false) {
        node.setAttribute(key, value === true ? "" : value);
    }
}

function append(node, children) {
    for (const child of children.flat(Infinity)) {
        if (child === null || child === undefined || child === false || child === true) continue;
        node.append(child instanceof Node ? child : String(child));
    }
}
