// The tokens' colours as a canvas needs them, for the scheme that is shown.

const tokens = {
    paper: "--paper", hover: "--hover", line: "--line-strong", bar: "--line-strong",
    ink: "--ink-soft", faint: "--ink-faint", quiet: "--ink-faint", accent: "--accent",
    soft: "--accent-soft", green: "--came", red: "--went", amber: "--tool-mark", violet: "--merge",
};

/** Reads them: a probe, because a custom property tells only what was written, not what it is. */
export function readColours(root) {
    const probe = document.createElement("i");
    probe.hidden = true;
    root.append(probe);
    const colours = {};
    for (const [name, token] of Object.entries(tokens)) {
        probe.style.color = `var(${token})`;
        colours[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    return colours;
}

/** Calls when the system's scheme, or how dense the screen is, becomes another. */
export function watchScreen(listener) {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener);
    const watchDensity = () => {
        matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => {
            watchDensity();
            listener();
        }, {once: true});
    };
    watchDensity();
}
