// Marks what is searched for in what is drawn, without changing what is drawn.

/** Places that are marked at most: more of them say nothing any more. */
const most = 2_000;

/** The words that are looked for: those in quotes belong together. Pure. */
export function wordsOf(text) {
    return [...text.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g)]
        .map(([, quoted, word]) => quoted ?? word).filter((word) => word.length > 1);
}

/** Where the words stand in a text: starts and ends, in order. Pure. */
export function placesOf(text, words) {
    const lower = text.toLowerCase();
    const places = [];
    for (const word of words) {
        for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
            places.push([at, at + word.length]);
        }
    }
    return places.sort(([one], [other]) => one - other);
}

/** Keeps the words of `state.find` marked in a root, as far as the browser can mark. */
export function keepMarks(root, store) {
    if (typeof Highlight === "undefined") return;
    const marks = new Highlight();
    CSS.highlights.set("found", marks);
    let frame = 0;

    function draw() {
        frame = 0;
        marks.clear();
        const words = wordsOf(store.state.find?.text ?? "");
        if (words.length === 0) return;
        const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (nodes.nextNode() && marks.size < most) {
            const node = nodes.currentNode;
            for (const [start, end] of placesOf(node.data, words)) {
                if (end > node.length) continue;
                const range = new Range();
                range.setStart(node, start);
                range.setEnd(node, end);
                marks.add(range);
            }
        }
    }

    const schedule = () => { frame ||= requestAnimationFrame(draw); };
    const watching = new MutationObserver(schedule);
    store.watch((state) => state.find?.text ?? "", (text) => {
        watching.disconnect();
        if (text) watching.observe(root, {childList: true, subtree: true});
        schedule();
    });
}
