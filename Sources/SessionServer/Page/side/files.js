// The files as they were at the moment: the tree, and below it the one that is chosen.

import {createBorder} from "../dom/border.js";
import {el} from "../dom/el.js";
import {createTree} from "./file-tree.js";
import {createFile} from "./file.js";

/** Draws the pane. */
export function createFiles(root, context) {
    const tree = el("section.tree-part", {"aria-label": "Files"});
    const file = el("section.file-part", {"aria-label": "The chosen file"});
    const border = createBorder({
        part: "files", title: "Height of the files", isHeight: true, least: 96, most: 900,
        first: null, way: 1, node: () => tree,
        set: (size) => {
            tree.style.height = size ?? "";
            tree.classList.toggle("is-sized", size !== null);
        },
    });
    root.append(tree, border, file);
    const parts = [createTree(tree, context), createFile(file, context)];
    return {stop: () => parts.forEach((part) => part.stop())};
}
