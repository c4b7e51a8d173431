// New events slide in: the view moves to where it shall be within a moment, or at once.

const lasts = 140;

/** @param {(view: {from: number, through: number}) => void} show */
export function createGlide(show) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let frame = 0;

    function stop() {
        cancelAnimationFrame(frame);
        frame = 0;
    }

    /** Goes from one view to another. */
    function go(from, to) {
        stop();
        if (calm.matches) return show(to);
        const began = performance.now();
        const step = (now) => {
            const part = Math.min((now - began) / lasts, 1);
            const eased = 1 - (1 - part) ** 3;
            frame = part < 1 ? requestAnimationFrame(step) : 0;
            show({
                from: from.from + (to.from - from.from) * eased,
                through: from.through + (to.through - from.through) * eased,
            });
        };
        frame = requestAnimationFrame(step);
        return undefined;
    }

    return {go, stop};
}
