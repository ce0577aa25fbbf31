// Who has changed what, when, from where and why; and what was in force at a moment.

import { api } from '../api.js';
import { field, fromLocal, html, nothing, table, time, toLocal } from '../parts.js';
import { t, word } from '../text.js';

export const name = 'audit';
export const role = 'viewer';

const PAGE = 50;
const FILTERS = ['actor', 'kind', 'name', 'at'];
const KINDS = ['limits', 'limit-rule', 'reserve', 'maintenance', 'maintenance-window', 'access-rule', 'ban', 'protection', 'account',
    'group', 'host', 'node', 'session', 'administrator', 'token'];
export function open(view) {
    const filter = Object.fromEntries(FILTERS.map(one => [one, view.parameters.get(one) ?? '']));
    /** Where each page that was turned to begins; the first one at the beginning. */
    let begins = [null];
    let page = { items: [], next: null };
    let problem = null;

    const hurry = view.follow(['settings-changed', 'limits-changed', 'maintenance-changed', 'node-draining', 'node-resumed'], async () => {
        try {
            page = await api.get('audit', { ...filter, limit: PAGE, below: begins.at(-1) }, view.signal);
            problem = null;
        } catch (wrong) {
            if (wrong.status !== 400) {
                throw wrong;
            }
            problem = wrong;
        }
        show();
    });

    function look(event) {
        event.preventDefault();
        const form = new FormData(event.target);
        FILTERS.forEach(one => {
            filter[one] = form.get(one).trim();
        });
        filter.at = fromLocal(filter.at) ?? '';
        view.remember(filter);
        begins = [null];
        hurry();
    }

    function turn(to) {
        begins = to;
        hurry();
    }

    function show() {
        const kinds = KINDS.includes(filter.kind) || !filter.kind ? KINDS : [...KINDS, filter.kind];
        view.show(html`${view.title()}
        <form class="row gx-2 align-items-end mb-2" @submit=${look} novalidate>
            <div class="col-6 col-md-3">${field('actor', t('audit.actor'), filter.actor, problem)}</div>
            <div class="col-6 col-md-3">${field('kind', t('audit.kind'), filter.kind, problem, { type: 'select',
                choices: [['', t('all')], ...kinds.map(one => [one, word('kind', one)])] })}</div>
            <div class="col-6 col-md-3">${field('name', t('name'), filter.name, problem)}</div>
            <div class="col-6 col-md-3">${field('at', t('audit.at'), toLocal(filter.at), problem, { type: 'datetime-local' })}</div>
            <div class="col-auto my-2"><button class="btn btn-primary">${t('look')}</button></div>
        </form>
        ${filter.at ? html`<p class="alert alert-info py-2" role="status">${t('audit.in-force')} ${time(filter.at)}</p>` : nothing}
        ${table(t('page.audit'), [
            { title: t('time'), cell: change => time(change.at) },
            { title: t('audit.actor'), cell: change => html`${change.actor}${change.address
                ? html`<br><span class="small text-body-secondary">${change.address}</span>` : nothing}` },
            { title: t('audit.what'), cell: change => html`<div>${word('kind', change.kind)} <span class="fw-semibold">${change.name}</span>
                <span class="badge ${BADGES[change.action] ?? 'text-bg-secondary'}">${word('done', change.action)}</span></div>` },
            { title: t('audit.change'), cell: change => difference(change.name, filter.at ? null : change.before, change.after) },
            { title: t('reason'), cell: change => change.reason ?? '' },
        ], page.items, { empty: t('audit.none') })}
        <div class="d-flex gap-2">
            <button type="button" class="btn btn-outline-secondary btn-sm" ?disabled=${begins.length === 1}
                @click=${() => turn(begins.slice(0, -1))}>${t('page-before')}</button>
            <button type="button" class="btn btn-outline-secondary btn-sm" ?disabled=${page.next === null}
                @click=${() => turn([...begins, page.next])}>${t('page-next')}</button>
        </div>`);
    }
}

const BADGES = { created: 'text-bg-success', changed: 'text-bg-primary', deleted: 'text-bg-danger', ended: 'text-bg-danger' };

const AN_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function written(value) {
    switch (typeof value) {
        case 'string': return AN_INSTANT.test(value) ? time(value) : value;
        case 'object': return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
        default: return String(value);
    }
}

const isSaid = value => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Only what differs; of what is new or gone, all that it says. */
function difference(name, before, after) {
    const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    const rows = names.map(one => [one, before?.[one], after?.[one]])
        // Its name stands in the row already.
        .filter(([, was, is]) => (was ?? is) !== name && JSON.stringify(was) !== JSON.stringify(is) && (isSaid(was) || isSaid(is)));
    return rows.length === 0 ? nothing : html`<ul class="list-unstyled mb-0 small">${rows.map(([one, was, is]) => html`<li>
        <span class="text-body-secondary">${one}</span>
        ${isSaid(was) ? html`<del class="text-danger-emphasis"><span class="visually-hidden">${t('audit.before')} </span>${written(was)}</del>` : nothing}
        ${isSaid(is) ? html`${isSaid(was) ? '→' : nothing} <ins class="text-success-emphasis text-decoration-none"><span
            class="visually-hidden">${t('audit.after')} </span>${written(is)}</ins>` : nothing}
    </li>`)}</ul>`;
}
