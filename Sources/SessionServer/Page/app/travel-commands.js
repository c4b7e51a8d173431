// The keys that travel: by event, prompt, file change and error, to both ends, and back.

import {createSteps, step, toNow, travel} from "./travel.js";
import {toast, toastError} from "../dom/toast.js";

/** Adds the commands that go to another moment. */
export function addTravelCommands({store, api, commands}) {
    const steps = createSteps({store, api});
    const when = (state) => state.session !== null;
    const stepping = (id, title, keys, run) => commands.add({
        id, title, keys, group: "Moment", when, run,
    });
    const leading = (id, what, keys, direction) => stepping(
        `travel.${id}`, `${direction > 0 ? "Next" : "Previous"} ${what}`, keys,
        async () => {
            try {
                const isFound = await steps[id.split(".")[0]](direction);
                if (!isFound) toast(`There is no ${direction > 0 ? "later" : "earlier"} ${what}.`,
                    {time: 2000});
            } catch (error) {
                toastError(error);
            }
        });

    stepping("travel.event.before", "Previous event", ["ArrowLeft", "k"], () => step(store, -1));
    stepping("travel.event.next", "Next event", ["ArrowRight", "j"], () => step(store, 1));
    leading("prompt.before", "prompt", ["["], -1);
    leading("prompt.next", "prompt", ["]"], 1);
    leading("file.before", "file change", ["{"], -1);
    leading("file.next", "file change", ["}"], 1);
    leading("error.before", "error", ["("], -1);
    leading("error.next", "error", [")"], 1);
    stepping("travel.first", "To the first event", ["Home"], () => travel(store, {revision: 1}));
    stepping("travel.now", "Now: to the head", ["End"], () => toNow(store));
    commands.add(
        {id: "page.back", title: "Back to what was shown before", keys: ["Alt+ArrowLeft"],
            group: "Page", run: () => history.back()},
        {id: "view.back", title: "Take back the last change of the view", keys: ["Alt+z"],
            group: "Page", run: () => store.back()},
        {id: "view.forward", title: "Do it again", keys: ["Alt+Shift+z"], group: "Page",
            hidden: true, run: () => store.forward()},
        {id: "page.forward", title: "Forward again", keys: ["Alt+ArrowRight"], group: "Page",
            run: () => history.forward()});
}
