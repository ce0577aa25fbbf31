// Places that are kept for some, and the virtual hosts through which clients come.

import { api } from '../api.js';
import { dialog, field, html, list, nothing, numberOrNull, say, table, time } from '../parts.js';
import { act, actions, one, remove, why } from '../rows.js';
import { number, t } from '../text.js';

export const name = 'places';
export const role = 'viewer';

export function open(view) {
    let reserves = [];
    let hosts = [];

    const hurry = view.follow(['settings-changed', 'limits-changed'], async () => {
        [{ items: reserves }, { items: hosts }] = await Promise.all([api.get('reserves', null, view.signal), api.get('hosts', null, view.signal)]);
        show();
    });

    async function reserve(known) {
        const read = known ? await api.read(one('reserves', known.name)) : { value: { sessions: 1, networks: [], accounts: [] }, tag: null };
        const it = read.value;
        const done = await dialog(known ? t('reserves.edit', { name: known.name }) : t('reserves.new'), problem => html`
            ${known ? nothing : field('name', t('name'), '', problem, { required: true, maxlength: 64, hint: t('windows.name.hint') })}
            ${field('sessions', t('reserves.sessions'), it.sessions, problem, { type: 'number', min: 1 })}
            ${field('networks', t('reserves.networks'), it.networks.join('\n'), problem, { type: 'textarea', hint: t('list.hint') })}
            ${field('accounts', t('reserves.accounts'), it.accounts.join('\n'), problem, { type: 'textarea', hint: t('list.hint') })}
            ${why(problem)}`,
        form => {
            const body = { sessions: numberOrNull(form.get('sessions')), networks: list(form.get('networks')), accounts: list(form.get('accounts')) };
            const query = { reason: form.get('reason') };
            return known ? api.patch(one('reserves', known.name), body, read.tag, query)
                : api.create('reserves', { name: form.get('name').trim(), ...body }, query);
        });
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    async function host(known) {
        const read = known ? await api.read(one('hosts', known.name)) : { value: { banner: '' }, tag: null };
        const done = await dialog(known ? t('hosts.edit', { name: known.name }) : t('hosts.new'), problem => html`
            ${known ? nothing : field('name', t('name'), '', problem, { required: true, maxlength: 253, placeholder: 'ftp.example.org' })}
            ${field('banner', t('hosts.banner'), read.value.banner, problem, { maxlength: 400, hint: t('hosts.banner.hint') })}
            ${why(problem)}`,
        form => {
            const banner = form.get('banner').trim();
            const query = { reason: form.get('reason') };
            return known ? api.patch(one('hosts', known.name), { banner }, read.tag, query)
                : api.create('hosts', { name: form.get('name').trim(), banner }, query);
        });
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    const drop = path => async ({ name }) => {
        if (await remove(one(path, name), name)) {
            hurry();
        }
    };
    const dropReserve = drop('reserves');
    const dropHost = drop('hosts');

    function show() {
        const steers = view.may('operator');
        const administers = view.may('admin');
        view.show(html`${view.title()}
        <section class="card card-body mb-3" aria-labelledby="reserves">
            <div class="d-flex mb-2"><h2 id="reserves" class="me-auto">${t('reserves')}</h2>
                ${steers ? html`<button type="button" class="btn btn-sm btn-outline-primary" @click=${() => reserve(null)}>${t('reserves.new')}</button>` : nothing}</div>
            ${table(t('reserves'), [
                { title: t('name'), cell: each => html`<span class="fw-semibold">${each.name}</span>` },
                { title: t('reserves.sessions'), cell: each => number(each.sessions), number: true },
                { title: t('reserves.networks'), cell: each => each.networks.join(', ') },
                { title: t('reserves.accounts'), cell: each => each.accounts.join(', ') },
                { title: t('changed'), cell: each => html`${each.changedBy}, ${time(each.changedAt)}` },
                ...steers ? [{ title: t('action'), cell: each => actions(act(t('edit'), each.name, () => reserve(each)),
                    act(t('delete'), each.name, () => dropReserve(each), true)) }] : [],
            ], reserves, { empty: t('reserves.none') })}
        </section>
        <section class="card card-body" aria-labelledby="hosts">
            <div class="d-flex mb-2"><h2 id="hosts" class="me-auto">${t('hosts')}</h2>
                ${administers ? html`<button type="button" class="btn btn-sm btn-outline-primary" @click=${() => host(null)}>${t('hosts.new')}</button>` : nothing}</div>
            ${table(t('hosts'), [
                { title: t('name'), cell: each => html`<span class="fw-semibold">${each.name}</span>` },
                { title: t('hosts.banner'), cell: each => html`<span class="font-monospace">220 ${each.banner || each.name}</span>` },
                { title: t('created'), cell: each => time(each.createdAt) },
                ...administers ? [{ title: t('action'), cell: each => actions(act(t('edit'), each.name, () => host(each)),
                    act(t('delete'), each.name, () => dropHost(each), true)) }] : [],
            ], hosts, { empty: t('hosts.none') })}
        </section>`);
    }
}
