// Who is inside; and the way out for those who are to leave.

import { api } from '../api.js';
import { ago, dialog, field, html, nothing, say, table } from '../parts.js';
import { bytes, number, t, word } from '../text.js';

export const name = 'sessions';
export const role = 'viewer';

const PAGE = 100;
const FILTERS = ['account', 'address', 'node', 'listener', 'host', 'state', 'idleSeconds'];
const STATES = ['connected', 'idle', 'transferring'];
const SORTS = ['-connectedAt', 'connectedAt', '-lastActivityAt', 'lastActivityAt'];

export function open(view) {
    const filter = Object.fromEntries(FILTERS.map(one => [one, view.parameters.get(one) ?? '']));
    let sort = view.parameters.get('sort') ?? '-connectedAt';
    /** Where each page that was turned to begins; the first one at the beginning. */
    let begins = [null];
    let page = { items: [], total: 0, next: null };
    let problem = null;

    async function read() {
        try {
            page = await api.get('sessions', { ...filter, sort, limit: PAGE, after: begins.at(-1) }, view.signal);
            problem = null;
        } catch (wrong) {
            if (wrong.status !== 400) {
                throw wrong;
            }
            problem = wrong;
        }
        show();
    }

    const hurry = view.follow(['session-opened', 'session-closed', 'node-lost', 'node-left'], read);

    function look(event) {
        event.preventDefault();
        const form = new FormData(event.target);
        FILTERS.forEach(one => {
            filter[one] = form.get(one).trim();
        });
        sort = form.get('sort');
        view.remember({ ...filter, sort });
        begins = [null];
        hurry();
    }

    async function kick(session) {
        const done = await dialog(t('sessions.kick'), html`<p>${t('sessions.kick.one', {
            address: session.remoteAddress, account: session.account ?? '–', node: session.node })}</p>${reason()}`,
        form => api.remove(`sessions/${session.id}`, null, { reason: form.get('reason') }), { button: t('sessions.kick'), danger: true });
        if (done) {
            say(t('sessions.kicked', { count: 1 }));
            hurry();
        }
    }

    async function kickAll() {
        const all = FILTERS.every(one => !filter[one]) ? { all: true } : {};
        const { matched } = await api.remove('sessions', null, { ...filter, ...all, preview: true });
        const done = await dialog(t('sessions.kick-all'), html`<p>${t('sessions.kick.many', { count: number(matched) })}</p>${reason()}`,
            form => api.remove('sessions', null, { ...filter, ...all, reason: form.get('reason') }),
            { button: t('sessions.kick-all'), danger: true });
        if (done) {
            say(t('sessions.kicked', { count: number(done.ended) }));
            hurry();
        }
    }

    function turn(to) {
        begins = to;
        hurry();
    }

    function show() {
        const steers = view.may('operator');
        view.show(html`${view.title(steers && page.total > 0
            ? html`<button type="button" class="btn btn-outline-danger btn-sm" @click=${kickAll}>${t('sessions.kick-all')}</button>` : nothing)}
        <form class="row gx-2 align-items-end mb-2" @submit=${look} novalidate>
            ${['account', 'address', 'node', 'listener', 'host'].map(one => html`<div class="col-6 col-md-4 col-xl-2">
                ${field(one, t(one), filter[one], problem)}</div>`)}
            <div class="col-6 col-md-4 col-xl-2">${field('idleSeconds', t('sessions.idle'), filter.idleSeconds, problem, { type: 'number', min: 0 })}</div>
            <div class="col-6 col-md-4 col-xl-2">${field('state', t('state'), filter.state, problem, { type: 'select',
                choices: [['', t('all')], ...STATES.map(one => [one, word('state', one)])] })}</div>
            <div class="col-6 col-md-4 col-xl-3">${field('sort', t('sort'), sort, problem, { type: 'select',
                choices: SORTS.map(one => [one, t('sessions.sort.' + one)]) })}</div>
            <div class="col-auto my-2"><button class="btn btn-primary">${t('look')}</button></div>
        </form>
        <p class="mb-2" role="status">${t('sessions.total', { total: number(page.total) })}</p>
        ${table(t('page.sessions'), [
            { title: t('account'), cell: one => one.account ?? html`<span class="text-body-secondary">${t('sessions.nobody')}</span>` },
            { title: t('address'), cell: one => one.remoteAddress },
            { title: t('state'), cell: one => word('state', one.state) },
            { title: t('node'), cell: one => one.node },
            { title: t('listener'), cell: one => one.host ? `${one.listener} · ${one.host}` : one.listener },
            { title: t('sessions.since'), cell: one => ago(one.connectedAt) },
            { title: t('sessions.last'), cell: one => ago(one.lastActivityAt) },
            { title: t('sessions.received'), cell: one => bytes(one.bytesReceived), number: true },
            { title: t('sessions.sent'), cell: one => bytes(one.bytesSent), number: true },
            ...steers ? [{ title: t('action'), cell: one => html`<button type="button" class="btn btn-sm btn-outline-danger"
                aria-label="${t('sessions.kick')} ${one.remoteAddress} ${one.account ?? ''}" @click=${() => kick(one)}>${t('sessions.kick')}</button>` }] : [],
        ], page.items, { empty: t('sessions.none') })}
        <div class="d-flex gap-2">
            <button type="button" class="btn btn-outline-secondary btn-sm" ?disabled=${begins.length === 1}
                @click=${() => turn(begins.slice(0, -1))}>${t('page-before')}</button>
            <button type="button" class="btn btn-outline-secondary btn-sm" ?disabled=${page.next === null}
                @click=${() => turn([...begins, page.next])}>${t('page-next')}</button>
        </div>`);
    }
}

const reason = () => field('reason', t('reason.audit'), '', null, { maxlength: 200 });
