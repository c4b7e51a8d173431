// A placeholder until the shell is written.

export async function keptTabs() { return null; }
