// A placeholder until the shell is written.

export function mount() {}
