// Who may log in by FTP, and in which groups.

import { api } from '../api.js';
import { dialog, field, html, list, nothing, say, table, textOrNull, time } from '../parts.js';
import { act, actions, one, remove, sure, why } from '../rows.js';
import { number, t } from '../text.js';

export const name = 'accounts';
export const role = 'viewer';

/** Rows at once: a browser is slow with ten thousand of them, and nobody reads them. */
const ROWS = 100;

export function open(view) {
    let accounts = [];
    let groups = [];
    let members = new Map();
    let looked = view.parameters.get('name') ?? '';
    let shown = ROWS;

    const again = () => view.read(async () => {
        [{ items: accounts }, { items: groups }] = await Promise.all([api.get('accounts', null, view.signal),
            api.get('groups', null, view.signal)]);
        members = new Map();
        accounts.forEach(({ group }) => members.set(group, (members.get(group) ?? 0) + 1));
        show();
    });

    function look(event) {
        looked = event.target.value.trim();
        shown = ROWS;
        view.remember({ name: looked });
        show();
    }

    async function edit(known) {
        const read = known ? await api.read(one('accounts', known.name))
            : { value: { enabled: true, tlsRequired: false, certificates: [], group: null }, tag: null };
        const it = read.value;
        const done = await dialog(known ? t('accounts.edit', { name: known.name }) : t('accounts.new'), problem => html`
            ${known ? nothing : html`${field('name', t('name'), '', problem, { required: true, maxlength: 64 })}
                ${field('password', t('password'), '', problem, { type: 'password', autocomplete: 'new-password', required: true })}`}
            ${field('home', t('accounts.home'), it.home, problem, { maxlength: 519, hint: known ? nothing : t('accounts.home.hint') })}
            ${field('group', t('group'), it.group, problem, { type: 'select',
                choices: [['', t('accounts.no-group')], ...groups.map(({ name }) => [name, name])] })}
            ${known ? nothing : field('enabled', t('accounts.enabled'), it.enabled, problem, { type: 'switch' })}
            ${field('tlsRequired', t('accounts.tls'), it.tlsRequired, problem, { type: 'switch' })}
            ${field('certificates', t('accounts.certificates'), it.certificates.join('\n'), problem, { type: 'textarea',
                hint: t('accounts.certificates.hint') })}
            ${why(problem)}`,
        form => {
            const body = { home: textOrNull(form.get('home')) ?? it.home, group: textOrNull(form.get('group')),
                tlsRequired: form.has('tlsRequired'), certificates: list(form.get('certificates')) };
            const query = { reason: form.get('reason') };
            return known ? api.patch(one('accounts', known.name), body, read.tag, query)
                : api.create('accounts', { name: form.get('name').trim(), password: form.get('password'),
                    enabled: form.has('enabled'), ...body }, query);
        });
        if (done) {
            say(t('saved'));
            again();
        }
    }

    async function password(account) {
        const { tag } = await api.read(one('accounts', account.name));
        const done = await dialog(t('password.of', { name: account.name }), problem => html`
            ${field('password', t('password.new'), '', problem, { type: 'password', autocomplete: 'new-password', required: true })}${why(problem)}`,
        form => api.patch(one('accounts', account.name), { password: form.get('password') }, tag, { reason: form.get('reason') }));
        if (done) {
            say(t('password.changed'));
            again();
        }
    }

    async function enable(account, enabled) {
        const words = enabled ? t('enable') : t('disable');
        const done = await sure(one('accounts', account.name), words,
            t(enabled ? 'accounts.enable.sure' : 'accounts.disable.sure', { name: account.name }),
            (form, tag) => api.patch(one('accounts', account.name), { enabled }, tag, { reason: form.get('reason') }),
            { button: words, danger: !enabled });
        if (done) {
            say(t('saved'));
            again();
        }
    }

    async function addGroup() {
        const done = await dialog(t('groups.new'), problem => html`
            ${field('name', t('name'), '', problem, { required: true, maxlength: 64, hint: t('windows.name.hint') })}${why(problem)}`,
        form => api.create('groups', { name: form.get('name').trim() }, { reason: form.get('reason') }));
        if (done) {
            say(t('saved'));
            again();
        }
    }

    const drop = path => async ({ name }) => {
        if (await remove(one(path, name), name)) {
            again();
        }
    };
    const dropAccount = drop('accounts');
    const dropGroup = drop('groups');

    function show() {
        const administers = view.may('admin');
        const wanted = looked.toLowerCase();
        const found = accounts.filter(({ name, group }) => name.toLowerCase().includes(wanted) || group === looked);
        view.show(html`${view.title(administers ? html`<button type="button" class="btn btn-sm btn-primary"
            @click=${() => edit(null)}>${t('accounts.new')}</button>` : nothing)}
        <div class="row"><div class="col-sm-6 col-lg-4">${field('look', t('accounts.look'), looked, null, { type: 'search', input: look })}</div></div>
        <p class="mb-2" role="status">${t('accounts.found', { found: number(found.length), total: number(accounts.length) })}</p>
        ${table(t('page.accounts'), [
            { title: t('name'), cell: account => html`<span class="fw-semibold">${account.name}</span>
                ${account.enabled ? nothing : html`<span class="badge text-bg-secondary">${t('disabled')}</span>`}` },
            { title: t('group'), cell: account => account.group ?? '' },
            { title: t('accounts.home'), cell: account => account.home },
            { title: 'TLS', cell: account => account.tlsRequired ? t('accounts.tls.required') : '' },
            { title: t('accounts.certificates'), cell: account => account.certificates.length || '', number: true },
            { title: t('changed'), cell: account => time(account.changedAt) },
            ...administers ? [{ title: t('action'), cell: account => actions(
                act(t('edit'), account.name, () => edit(account)),
                act(t('password'), account.name, () => password(account)),
                act(account.enabled ? t('disable') : t('enable'), account.name, () => enable(account, !account.enabled)),
                act(t('delete'), account.name, () => dropAccount(account), true)) }] : [],
        ], found.slice(0, shown), { empty: accounts.length === 0 ? t('accounts.none') : t('accounts.no-match') })}
        ${found.length > shown ? html`<button type="button" class="btn btn-sm btn-outline-secondary mb-3" @click=${() => {
            shown += ROWS;
            show();
        }}>${t('more')}</button>` : nothing}
        <section class="card card-body mt-3" aria-labelledby="groups">
            <div class="d-flex mb-2"><h2 id="groups" class="me-auto">${t('groups')}</h2>
                ${administers ? html`<button type="button" class="btn btn-sm btn-outline-primary" @click=${addGroup}>${t('groups.new')}</button>` : nothing}</div>
            ${table(t('groups'), [
                { title: t('name'), cell: group => html`<span class="fw-semibold">${group.name}</span>` },
                { title: t('page.accounts'), cell: group => number(members.get(group.name) ?? 0), number: true },
                { title: t('created'), cell: group => time(group.createdAt) },
                ...administers ? [{ title: t('action'), cell: group => actions(act(t('delete'), group.name, () => dropGroup(group), true)) }] : [],
            ], groups, { empty: t('groups.none') })}
        </section>`);
    }

    again();
}
