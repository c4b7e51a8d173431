// A placeholder until its owner writes it.

export function mount() {}
