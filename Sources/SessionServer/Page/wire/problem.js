// What the server says when it refuses, as an error.

/** An answer that is none. `status` 0: the server was not reached. */
export class ApiError extends Error {
    constructor({status, code, message, hint, problem}) {
        super(message);
        this.name = "ApiError";
        this.status = status;
        this.code = code;
        this.hint = hint;
        /** The whole problem: `expected`, `actual`, `since`, `merge` where they are. */
        this.problem = problem ?? {};
    }

    get isOffline() { return this.status === 0; }
}

/** The error of an answer whose status is not a good one. */
export async function problemOf(response) {
    let problem = {};
    try {
        problem = await response.json();
    } catch {
        // A proxy in between may answer with something else: the status then has to do.
    }
    return new ApiError({
        status: response.status,
        code: problem.code ?? "unexpected",
        message: problem.detail ?? problem.title ?? `The server answered ${response.status}.`,
        hint: problem.hint,
        problem,
    });
}

/** The error of a request that never came back. */
export function unreachable() {
    return new ApiError({
        status: 0, code: "offline", message: "The server cannot be reached.",
        hint: "What you changed is kept here and sent when it is back.",
    });
}
