// A folder of small files in the browser's own storage (OPFS); where that is missing, in IndexedDB.

/**
 * @param {string} name
 * @returns {Promise<{write(name: string, text: string): Promise<boolean>,
 *     read(name: string): Promise<string|null>, remove(name: string): Promise<void>,
 *     all(): Promise<string[]>, prune(count: number): Promise<void>}>}
 */
export async function openFolder(name) {
    try {
        const root = await navigator.storage.getDirectory();
        return files(await root.getDirectoryHandle(name, {create: true}));
    } catch {
        return openDatabase(name);
    }
}

function files(directory) {
    async function write(name, text) {
        const file = await directory.getFileHandle(name, {create: true});
        const stream = await file.createWritable();
        await stream.write(text);
        await stream.close();
        return true;
    }

    async function read(name) {
        try {
            const handle = await directory.getFileHandle(name);
            return await (await handle.getFile()).text();
        } catch {
            return null;
        }
    }

    async function handles() {
        const found = [];
        for await (const handle of directory.values()) {
            if (handle.kind === "file" && !handle.name.endsWith(".crswap")) found.push(handle);
        }
        return found;
    }

    /** Keeps the newest ones alone. */
    async function prune(count) {
        const all = await handles();
        if (all.length <= count) return;
        const dated = await Promise.all(all.map(async (handle) =>
            ({name: handle.name, at: (await handle.getFile()).lastModified})));
        dated.sort((one, other) => other.at - one.at);
        // What another page is writing just now stays.
        await Promise.all(dated.slice(count).map((one) =>
            directory.removeEntry(one.name).catch(() => {})));
    }

    return {
        write: (...file) => write(...file).catch(() => false), read, prune,
        remove: (name) => directory.removeEntry(name).catch(() => {}),
        all: async () => (await Promise.all((await handles()).map(async (handle) =>
            (await handle.getFile()).text()))),
    };
}

async function openDatabase(name) {
    const asked = indexedDB.open(`session-store-${name}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    const database = await settled(asked);
    const files = (mode) => database.transaction("files", mode).objectStore("files");
    return {
        write: async (file, text) => {
            await settled(files("readwrite").put(text, file));
            return true;
        },
        read: async (file) => await settled(files("readonly").get(file)) ?? null,
        remove: (file) => settled(files("readwrite").delete(file)),
        all: () => settled(files("readonly").getAll()),
        prune: async (count) => {
            const names = await settled(files("readonly").getAllKeys());
            if (names.length > count) await settled(files("readwrite").clear());
        },
    };
}

function settled(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}
