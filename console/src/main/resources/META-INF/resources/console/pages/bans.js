// Who is turned away for a time, who always or never, and what an address is banned for by itself.

import { api } from '../api.js';
import { ago, dialog, field, html, nothing, numberOrNull, say, table, time } from '../parts.js';
import { act, actions, one, remove, why } from '../rows.js';
import { number, t, word } from '../text.js';

export const name = 'bans';
export const role = 'viewer';

const MOST = 500;
const ACCESS = ['allow', 'deny'];
const PROTECTION = ['threshold', 'halfLifeSeconds', 'banSeconds', 'maxBanSeconds', 'failedLogin', 'badCommand', 'dataPortStranger', 'refusal'];

export function open(view) {
    let bans = { items: [], total: 0 };
    let rules = [];
    let protection = null;

    async function read() {
        [bans, { items: rules }, { value: protection }] = await Promise.all([api.get('bans', { limit: MOST }, view.signal),
            api.get('access', null, view.signal), api.read('protection', view.signal)]);
        show();
    }

    const hurry = view.follow(['settings-changed'], read);

    async function ban() {
        const done = await dialog(t('bans.new'), problem => html`
            ${field('network', t('bans.network'), '', problem, { required: true, maxlength: 49, placeholder: '192.0.2.0/24' })}
            ${field('seconds', t('bans.seconds'), 3600, problem, { type: 'number', min: 1, max: 31536000, hint: t('bans.seconds.hint') })}
            ${field('reason', t('reason'), '', problem, { maxlength: 400, hint: t('bans.reason.hint') })}
            <p class="mb-0">${t('bans.new.sure')}</p>`,
        form => {
            const reason = form.get('reason').trim();
            return api.create('bans', { network: form.get('network').trim(), seconds: numberOrNull(form.get('seconds')), reason }, { reason });
        }, { button: t('bans.new'), danger: true });
        if (done) {
            say(t('bans.done'));
            hurry();
        }
    }

    async function revoke({ network }) {
        const done = await dialog(t('bans.revoke'), problem => html`<p>${t('bans.revoke.sure', { network })}</p>${why(problem)}`,
            form => api.remove(one('bans', network), null, { reason: form.get('reason') }), { button: t('bans.revoke') });
        if (done) {
            say(t('bans.revoked'));
            hurry();
        }
    }

    async function rule(known) {
        const read = known ? await api.read(one('access', known.network)) : { value: { access: 'deny', comment: '' }, tag: null };
        const done = await dialog(known ? t('access.edit', { network: known.network }) : t('access.new'), problem => html`
            ${known ? nothing : field('network', t('bans.network'), '', problem, { required: true, maxlength: 49,
                placeholder: '192.0.2.0/24', hint: t('access.network.hint') })}
            ${field('access', t('access'), read.value.access, problem, { type: 'select',
                choices: ACCESS.map(choice => [choice, t('access.' + choice + '.means')]) })}
            ${field('comment', t('access.comment'), read.value.comment, problem, { maxlength: 400 })}
            ${why(problem)}`,
        // No network at all would be another path: the API says what is wrong with a space.
        form => api.put(one('access', known ? known.network : form.get('network').trim() || ' '),
            { access: form.get('access'), comment: form.get('comment').trim() }, read.tag, { reason: form.get('reason') }));
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    async function drop({ network }) {
        if (await remove(one('access', network), network)) {
            hurry();
        }
    }

    async function protect() {
        const { value, tag } = await api.read('protection');
        const done = await dialog(t('protection.edit'), problem => html`
            ${field('enabled', t('protection.enabled'), value.enabled, problem, { type: 'switch' })}
            <div class="row gx-2">${PROTECTION.map(each => html`<div class="col-md-6">${field(each, t('protection.' + each), value[each], problem,
                { type: 'number', min: 0 })}</div>`)}</div>
            ${why(problem)}`,
        form => api.patch('protection', { enabled: form.has('enabled'),
            ...Object.fromEntries(PROTECTION.map(each => [each, numberOrNull(form.get(each))])) }, tag, { reason: form.get('reason') }));
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    function show() {
        const steers = view.may('operator');
        view.show(html`${view.title(steers ? html`<button type="button" class="btn btn-sm btn-outline-danger" @click=${ban}>${t('bans.new')}</button>` : nothing)}
        <section class="card card-body mb-3" aria-labelledby="bans"><h2 id="bans">${t('bans.now')}</h2>
            ${bans.total > bans.items.length ? html`<p class="mb-2">${t('bans.newest', { count: number(bans.items.length), total: number(bans.total) })}</p>` : nothing}
            ${table(t('bans.now'), [
                { title: t('network'), cell: each => html`<span class="fw-semibold">${each.network}</span>` },
                { title: t('since'), cell: each => time(each.since) },
                { title: t('until'), cell: each => html`${time(each.until)} <span class="text-body-secondary">(${ago(each.until)})</span>` },
                { title: t('bans.times'), cell: each => number(each.times), number: true },
                { title: t('reason'), cell: each => each.reason },
                { title: t('by'), cell: each => each.bannedBy === 'protection' ? t('protection') : each.bannedBy },
                ...steers ? [{ title: t('action'), cell: each => actions(act(t('bans.revoke'), each.network, () => revoke(each))) }] : [],
            ], bans.items, { empty: t('bans.none') })}
        </section>
        <section class="card card-body mb-3" aria-labelledby="access">
            <div class="d-flex mb-2"><h2 id="access" class="me-auto">${t('access.rules')}</h2>
                ${steers ? html`<button type="button" class="btn btn-sm btn-outline-primary" @click=${() => rule(null)}>${t('access.new')}</button>` : nothing}</div>
            ${table(t('access.rules'), [
                { title: t('network'), cell: each => html`<span class="fw-semibold">${each.network}</span>` },
                { title: t('access'), cell: each => html`<span class="badge ${each.access === 'allow' ? 'text-bg-success' : 'text-bg-danger'}">${word('access', each.access)}</span>` },
                { title: t('access.comment'), cell: each => each.comment },
                { title: t('changed'), cell: each => html`${each.changedBy}, ${time(each.changedAt)}` },
                ...steers ? [{ title: t('action'), cell: each => actions(act(t('edit'), each.network, () => rule(each)),
                    act(t('delete'), each.network, () => drop(each), true)) }] : [],
            ], rules, { empty: t('access.none') })}
        </section>
        <section class="card card-body" aria-labelledby="protection">
            <div class="d-flex mb-2"><h2 id="protection" class="me-auto">${t('protection')}</h2>
                ${steers ? html`<button type="button" class="btn btn-sm btn-outline-primary" @click=${protect}>${t('protection.edit')}</button>` : nothing}</div>
            <p><span class="badge ${protection.enabled ? 'text-bg-success' : 'text-bg-secondary'}">${protection.enabled ? t('protection.on') : t('protection.off')}</span></p>
            <dl class="row mb-0">${PROTECTION.map(each => html`<dt class="col-sm-6 fw-normal">${t('protection.' + each)}</dt>
                <dd class="col-sm-6 fw-semibold">${number(protection[each])}</dd>`)}</dl>
            ${protection.changedBy ? html`<p class="small text-body-secondary mb-0">${protection.changedBy}, ${time(protection.changedAt)}</p>` : nothing}
        </section>`);
    }
}
