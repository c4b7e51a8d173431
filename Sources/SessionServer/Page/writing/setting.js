// A setting, written as a person writes one: `name = value`.

import {askedText} from "../dom/dialog.js";
import {changeSetting} from "./titles.js";

/** Asks for a setting of the session that is shown, and changes it. */
export async function askSetting(context) {
    const said = await askedText({
        title: "Change a setting", label: "Setting", value: "", yes: "Change",
        hint: "Write it as name = value. Without a value it is removed.",
        check: (text) => settingOf(text) ? null : "Write name = value.",
    });
    const setting = said && settingOf(said);
    const session = context.store.state.session?.session;
    if (setting && session) changeSetting(context, session, setting.name, setting.value);
}

/**
 * What a text says of a setting: its name and its value, null to remove it; null: nothing. Numbers,
 * true and false are such values, everything else is text.
 */
export function settingOf(text) {
    const parts = /^([^=\s]+)\s*=\s*(.*)$/s.exec(text.trim());
    if (!parts) return null;
    const [, name, value] = parts;
    if (value === "") return {name, value: null};
    const isValue = /^(true|false|-?\d+(\.\d+)?)$/.test(value);
    return {name, value: isValue ? JSON.parse(value) : value};
}
