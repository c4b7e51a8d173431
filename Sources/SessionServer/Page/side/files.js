// The files as they were at the moment: the tree, and below it the one that is chosen.

import {el} from "../dom/el.js";
import {createTree} from "./file-tree.js";
import {createFile} from "./file.js";

/** Draws the pane. */
export function createFiles(root, context) {
    const tree = el("section.tree-part", {"aria-label": "Files"});
    const file = el("section.file-part", {"aria-label": "The chosen file"});
    root.append(tree, file);
    const parts = [createTree(tree, context), createFile(file, context)];
    return {stop: () => parts.forEach((part) => part.stop())};
}
