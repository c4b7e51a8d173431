// How well a text fits what a person typed: as a whole, or its letters in order at beginnings of
// words. Pure.

/** 0: not at all; higher is better. */
export function score(typed, text) {
    const wanted = typed.toLowerCase().replace(/\s+/g, "");
    if (wanted === "") return 1;
    const lower = text.toLowerCase();
    const whole = lower.indexOf(typed.trim().toLowerCase());
    if (whole >= 0) return 1000 - whole + (whole === 0 || !/\w/.test(lower[whole - 1]) ? 500 : 0);
    let points = 0;
    let at = -1;
    for (const letter of wanted) {
        const next = lower.indexOf(letter, at + 1);
        if (next < 0) return 0;
        const isBeginning = next === 0 || !/\w/.test(lower[next - 1]);
        points += next === at + 1 ? 5 : isBeginning ? 4 : 1;
        at = next;
    }
    return points >= 2 * wanted.length ? points : 0;
}

/** The best of many, best first; ties stay in their order. */
export function best(typed, all, textOf, limit = 50) {
    return all
        .map((item, index) => ({item, index, points: score(typed, textOf(item))}))
        .filter((entry) => entry.points > 0)
        .sort((a, b) => b.points - a.points || a.index - b.index)
        .slice(0, limit)
        .map((entry) => entry.item);
}
