// Paths as a tree, and what of it is seen. Pure.

/**
 * @param {import("../wire/types.js").File[]} files
 * @returns {object} the root: `{name, path, children}`; files have `file` besides. A folder that
 *     holds one folder alone is joined with it.
 */
export function treeOf(files) {
    const top = {name: "", path: "", children: new Map()};
    for (const file of files) {
        const parts = file.path.split("/").filter(Boolean);
        let node = top;
        parts.forEach((name, index) => {
            const isFile = index === parts.length - 1;
            const key = isFile ? `f ${name}` : `d ${name}`;
            const root = file.path.startsWith("/") ? "/" : "";
            const path = root + parts.slice(0, index + 1).join("/");
            if (!node.children.has(key)) {
                node.children.set(key, isFile ? {name, path: file.path, file}
                    : {name, path, children: new Map()});
            }
            node = node.children.get(key);
        });
    }
    return joined(top);
}

function joined(node) {
    if (!node.children) return node;
    const children = [...node.children.values()].map(joined).sort(byName);
    const only = children.length === 1 && children[0].children ? children[0] : null;
    if (only && node.path !== "") {
        return {...only, name: `${node.name}/${only.name}`};
    }
    return {...node, children};
}

function byName(one, other) {
    if (Boolean(one.children) !== Boolean(other.children)) return one.children ? 1 : -1;
    return one.name.localeCompare(other.name);
}

/**
 * The rows of a tree that are seen.
 *
 * @param {Set<string>} closed paths of folders whose content is not
 * @returns {{node: object, depth: number}[]}
 */
export function seenRows(root, closed) {
    const rows = [];
    const walk = (node, depth) => {
        rows.push({node, depth});
        if (node.children && !closed.has(node.path)) {
            for (const child of node.children) walk(child, depth + 1);
        }
    };
    for (const child of root.children) walk(child, 0);
    return rows;
}

/** Which files are other ones than before: by path, `added`, `changed` or `removed`. */
export function changesOf(before, after) {
    const old = new Map(before.filter((file) => !file.removed).map((file) => [file.path, file]));
    const changes = new Map();
    for (const file of after) {
        const was = old.get(file.path);
        if (file.removed) {
            if (was) changes.set(file.path, "removed");
        } else if (!was) {
            changes.set(file.path, "added");
        } else if (was.revision !== file.revision) {
            changes.set(file.path, "changed");
        }
    }
    return changes;
}
