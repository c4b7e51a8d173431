// Heights of many rows, of which only some were measured: sums in logarithmic time. Pure.

/** Heights of rows that are `estimate` high until they are measured. */
export function createHeights(count, estimate) {
    let heights = new Float64Array(count).fill(estimate);
    let measured = new Uint8Array(count);
    let sums = summed(heights);

    function summed(values) {
        const tree = new Float64Array(values.length + 1);
        for (let index = 1; index <= values.length; index++) {
            tree[index] += values[index - 1];
            const next = index + (index & -index);
            if (next <= values.length) tree[next] += tree[index];
        }
        return tree;
    }

    /** Sets what a row was measured to be; gives by how much it grew. */
    function measure(index, height) {
        const growth = height - heights[index];
        measured[index] = 1;
        if (growth === 0) return 0;
        heights[index] = height;
        for (let at = index + 1; at < sums.length; at += at & -at) sums[at] += growth;
        return growth;
    }

    /** Where a row begins; of the row behind the last one: where all end. */
    function top(index) {
        let sum = 0;
        for (let at = Math.min(index, heights.length); at > 0; at -= at & -at) sum += sums[at];
        return sum;
    }

    /** The row at a distance from the top. */
    function indexAt(distance) {
        let index = 0;
        let rest = distance;
        let step = 1 << Math.floor(Math.log2(Math.max(heights.length, 1)));
        for (; step > 0; step >>= 1) {
            const next = index + step;
            if (next <= heights.length && sums[next] <= rest) {
                index = next;
                rest -= sums[next];
            }
        }
        return Math.max(Math.min(index, heights.length - 1), 0);
    }

    /** Changes the number of rows; `before` of them are new at the beginning. */
    function resize(next, before = 0) {
        const old = heights;
        const was = measured;
        heights = new Float64Array(next).fill(estimate);
        measured = new Uint8Array(next);
        const copied = Math.max(Math.min(old.length, next - before), 0);
        heights.set(old.subarray(0, copied), before);
        measured.set(was.subarray(0, copied), before);
        sums = summed(heights);
    }

    return {
        measure, top, indexAt, resize,
        height: (index) => heights[index],
        isMeasured: (index) => measured[index] === 1,
        get count() { return heights.length; },
        get total() { return top(heights.length); },
    };
}
