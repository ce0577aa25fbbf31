// Events of the server, and what waits for them. A page is told to read anew; it never counts for itself, so that what it
// shows is what the API says.

const STREAM = '/api/v1/events';
/** All types that a page can follow; the stream names each event by one. */
const TYPES = ['session-opened', 'session-closed', 'session-refused', 'more-refused', 'maintenance-changed', 'limits-changed',
    'settings-changed', 'node-joined', 'node-left', 'node-lost', 'node-draining', 'node-resumed', 'gap'];
/** Many events at once are one reason to look. */
const AT_MOST_EVERY = 1000;
/** Idle times and leases change without an event; and there may be no stream for a while. */
const AT_LEAST_EVERY = 10_000;

const followers = new Set();
let stream = null;

function tell(type) {
    for (const follower of followers) {
        if (type === 'gap' || follower.types.includes(type)) {
            follower.hurry();
        }
    }
}

export const live = {
    start() {
        this.stop();
        stream = new EventSource(STREAM);
        // Also when it is back after it was away: something may have happened meanwhile.
        stream.addEventListener('open', () => tell('gap'));
        TYPES.forEach(type => stream.addEventListener(type, () => tell(type)));
    },

    stop() {
        stream?.close();
        stream = null;
    },

    /** Calls read now, after each event of one of the types and at least every ten seconds, until the signal. */
    follow(types, read, signal) {
        let timer = null;
        let running = false;
        let again = false;
        let last = 0;
        const follower = {
            types,
            hurry: () => plan(Math.max(0, last + AT_MOST_EVERY - Date.now())),
        };
        function plan(delay) {
            if (running) {
                again = true;
                return;
            }
            clearTimeout(timer);
            timer = setTimeout(look, delay);
        }
        async function look() {
            if (signal.aborted) {
                return;
            }
            running = true;
            again = false;
            last = Date.now();
            await read();
            running = false;
            if (!signal.aborted) {
                plan(again ? AT_MOST_EVERY : AT_LEAST_EVERY);
            }
        }
        followers.add(follower);
        signal.addEventListener('abort', () => {
            clearTimeout(timer);
            followers.delete(follower);
        });
        look();
        return follower.hurry;
    },
};
