// Why clients have read 421, and what one would read now.

import { api } from '../api.js';
import { complaint, field, html, nothing, table, textOrNull, time } from '../parts.js';
import { number, t, word } from '../text.js';

export const name = 'refusals';
export const role = 'viewer';

const NEWEST = 100;

export function open(view) {
    let address = view.parameters.get('address') ?? '';
    let list = { items: [], counts: {} };
    let found = null;
    let notFound = null;
    let explained = null;
    let problem = null;

    async function read() {
        list = await api.get('refusals', { limit: NEWEST, address }, view.signal);
        show();
    }

    const hurry = view.follow(['session-refused', 'more-refused'], read);

    async function find(reference) {
        found = null;
        notFound = null;
        try {
            found = await api.get(`refusals/${encodeURIComponent(reference)}`);
        } catch (wrong) {
            notFound = wrong;
        }
        view.remember({ reference });
        show();
    }

    /** All of the 421 may be pasted. */
    function lookUp(event) {
        event.preventDefault();
        const pasted = new FormData(event.target).get('reference').toUpperCase();
        find(pasted.match(/R-[0-9A-Z]{6}/)?.[0] ?? pasted.trim());
    }

    async function explain(event) {
        event.preventDefault();
        const form = new FormData(event.target);
        explained = null;
        problem = null;
        try {
            explained = await api.get('explain', { address: form.get('address').trim(), account: textOrNull(form.get('account')),
                host: textOrNull(form.get('host')), node: textOrNull(form.get('node')) });
        } catch (wrong) {
            problem = wrong;
        }
        show();
    }

    function only(event) {
        event.preventDefault();
        address = new FormData(event.target).get('only').trim();
        view.remember({ address });
        hurry();
    }

    function show() {
        view.show(html`${view.title()}
        <div class="row g-3 mb-3">
            <div class="col-lg-6"><section class="card card-body h-100" aria-labelledby="look-up"><h2 id="look-up">${t('refusals.find')}</h2>
                <form class="d-flex gap-2 align-items-end" @submit=${lookUp}>
                    <div class="flex-grow-1">${field('reference', t('refusals.reference'), view.parameters.get('reference'), null,
                        { placeholder: 'R-7K3Q2M', required: true, hint: t('refusals.reference.hint') })}</div>
                </form>
                ${complaint(notFound)}
                <div aria-live="polite">${found ? refusal(found) : nothing}</div>
            </section></div>
            <div class="col-lg-6"><section class="card card-body h-100" aria-labelledby="ask"><h2 id="ask">${t('explain')}</h2>
                <form class="row gx-2 align-items-end" @submit=${explain}>
                    <div class="col-sm-6">${field('address', t('address'), '', problem, { placeholder: '192.0.2.7', required: true })}</div>
                    <div class="col-sm-6">${field('account', t('account'), '', problem)}</div>
                    <div class="col-sm-6">${field('host', t('host'), '', problem)}</div>
                    <div class="col-sm-6">${field('node', t('node'), '', problem)}</div>
                    <div class="col-auto my-2"><button class="btn btn-primary">${t('explain.ask')}</button></div>
                </form>
                ${problem && !problem.errors?.length ? complaint(problem) : nothing}
                <div aria-live="polite">${explained ? explanation(explained) : nothing}</div>
            </section></div>
        </div>
        <section class="card card-body" aria-labelledby="newest">
            <h2 id="newest">${t('refusals.newest')}</h2>
            <p class="text-body-secondary">${Object.entries(list.counts).filter(([, count]) => count > 0).map(([why, count], i) =>
                html`${i > 0 ? ' · ' : ''}${word('reason', why)} ${number(count)}`)}</p>
            <form class="row gx-2 align-items-end mb-2" @submit=${only}>
                <div class="col-sm-4">${field('only', t('refusals.only'), address, null)}</div>
                <div class="col-auto my-2"><button class="btn btn-outline-primary">${t('look')}</button></div>
            </form>
            ${table(t('refusals.newest'), [
                { title: t('time'), cell: one => time(one.refusedAt) },
                { title: t('refusals.reference'), cell: one => html`<button type="button" class="btn btn-link p-0 font-monospace"
                    @click=${() => find(one.reference)}>${one.reference}</button>` },
                { title: t('address'), cell: one => one.remoteAddress },
                { title: t('account'), cell: one => one.account ?? '' },
                { title: t('reason'), cell: one => word('reason', one.reason) },
                { title: t('limits.rule'), cell: one => one.rule ?? '' },
                { title: t('node'), cell: one => one.node },
            ], list.items, { empty: t('refusals.none') })}
        </section>`);
    }

    if (view.parameters.get('reference')) {
        find(view.parameters.get('reference'));
    }
}

const facts = rows => html`<dl class="row mb-0">${rows.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([title, value]) => html`<dt class="col-5 fw-normal text-body-secondary">${title}</dt><dd class="col-7 break">${value}</dd>`)}</dl>`;

const refusal = one => facts([
    [t('reason'), word('reason', one.reason)],
    [t('time'), time(one.refusedAt)],
    [t('address'), one.remoteAddress],
    [t('account'), one.account],
    [t('node'), one.node],
    [t('refusals.whose'), one.subject],
    [t('limits.rule'), one.rule === 'limits' ? t('limits.own') : one.rule],
    [t('limits.max'), one.limit === null ? null : number(one.limit)],
    [t('refusals.held'), one.held === null ? null : number(one.held)],
    [t('refusals.message'), one.message],
    [t('refusals.retry'), t('seconds', { count: number(one.retryAfterSeconds) })],
]);

const explanation = one => html`<p class="mb-2"><span class="badge ${one.reply === 220 ? 'text-bg-success' : 'text-bg-danger'}">${one.reply}</span>
    ${one.reply === 220 ? t('explain.in') : word('reason', one.reason)}</p>
    ${facts([
        [t('refusals.whose'), one.subject],
        [t('limits.rule'), one.rule === 'limits' ? t('limits.own') : one.rule],
        [t('limits.max'), one.limit === null ? null : number(one.limit)],
        [t('refusals.held'), one.held === null ? null : number(one.held)],
        [t('refusals.retry'), one.retryAfterSeconds === null ? null : t('seconds', { count: number(one.retryAfterSeconds) })],
        [t('explain.reserve'), one.reserve],
        [t('explain.access'), one.access && `${one.access.access} ${one.access.network}`],
        [t('explain.ban'), one.ban && html`${one.ban.network} ${t('until')} ${time(one.ban.until)}`],
        [t('page.maintenance'), one.maintenance && `${one.maintenance.name}: ${word('mode', one.maintenance.mode)}`],
    ])}
    ${table(t('explain.limits'), [
        { title: t('scope'), cell: limit => `${word('scope', limit.scope)} ${limit.subject ?? ''}` },
        { title: t('refusals.held'), cell: limit => number(limit.held), number: true },
        { title: t('limits.max'), cell: limit => limit.maxSessions === null ? '–' : number(limit.maxSessions), number: true },
    ], one.limits, { empty: t('explain.no-limits') })}`;
