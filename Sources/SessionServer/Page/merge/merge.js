// A merge: what is taken over of another branch, what conflicts and how that is answered; then it
// is committed. What was saved against an old head comes here, too.

import {keepSheet} from "../overlay/sheet.js";
import {MergeSheet} from "./merge-sheet.js";

/** Keeps the sheet, and registers how it is opened. */
export function mount(root, context) {
    const {store, commands} = context;
    keepSheet(root, store, {
        kind: "merge", title: "Merge",
        draw: (body, overlay) => {
            const sheet = new MergeSheet(body, overlay, context);
            return () => sheet.stop();
        },
    });
    commands.add({
        id: "merge.open", title: "Merge a branch", keys: ["m"], group: "Moments",
        when: (state) => state.session !== null,
        run: () => store.change("merge", {overlay: {kind: "merge"}}),
    });
}
