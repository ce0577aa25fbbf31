// What the API answers, and what goes wrong on the way.

const BASE = '/api/v1/';

/** RFC 9457, or that there was no answer (status 0). */
export class Problem extends Error {
    constructor(status, detail, errors = [], retryAfter = null) {
        super(detail);
        this.status = status;
        this.errors = errors;
        this.retryAfter = retryAfter;
    }
}

/** Told when the API no longer knows who this is. */
export const signedOut = new EventTarget();

async function ask(method, path, { body, match, query, signal, headers = {}, create = false } = {}) {
    const url = new URL(BASE + path, location.origin);
    for (const [name, value] of Object.entries(query ?? {})) {
        if (value !== null && value !== undefined && value !== '') {
            url.searchParams.set(name, value);
        }
    }
    // Without the first one a 401 would open the browser's own dialog.
    const all = { 'X-Requested-With': 'XMLHttpRequest', Accept: 'application/json', ...headers };
    if (body !== undefined) {
        all['Content-Type'] = 'application/json';
    }
    if (match) {
        all['If-Match'] = match;
    }
    if (create) {
        all['Idempotency-Key'] = crypto.randomUUID();
    }
    let answer;
    try {
        answer = await fetch(url, { method, headers: all, body: body === undefined ? undefined : JSON.stringify(body), signal });
    } catch (problem) {
        if (problem.name === 'AbortError') {
            throw problem;
        }
        throw new Problem(0, problem.message);
    }
    const json = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : null;
    if (!answer.ok) {
        if (answer.status === 401 && path !== 'sign-in') {
            signedOut.dispatchEvent(new Event('signed-out'));
        }
        throw new Problem(answer.status, json?.detail ?? answer.statusText, json?.errors, answer.headers.get('Retry-After'));
    }
    return { json, tag: answer.headers.get('ETag') };
}

export const api = {
    /** @return the body */
    get: async (path, query, signal, headers) => (await ask('GET', path, { query, signal, headers })).json,
    /** @return the body and its entity tag, to be given back with a change */
    read: async (path, signal) => {
        const { json, tag } = await ask('GET', path, { signal });
        return { value: json, tag };
    },
    create: async (path, body, query) => (await ask('POST', path, { body, query, create: true })).json,
    post: async (path, body) => (await ask('POST', path, { body })).json,
    put: async (path, body, match, query) => (await ask('PUT', path, { body, match, query })).json,
    patch: async (path, body, match, query) => (await ask('PATCH', path, { body, match, query })).json,
    remove: async (path, match, query) => (await ask('DELETE', path, { match, query })).json,
};
