// Who may log in by FTP, what they may do there, and in which groups they are.

import { api } from '../api.js';
import { dialog, field, fromLocal, html, list, nothing, say, table, textOrNull, time, toLocal } from '../parts.js';
import { act, actions, one, remove, sure, why } from '../rows.js';
import { number, t, word } from '../text.js';

export const name = 'accounts';
export const role = 'viewer';

const PAGE = 100;
const FILTERS = ['search', 'group', 'enabled'];
const PERMISSIONS = ['list', 'download', 'upload', 'overwrite', 'delete', 'rename', 'make_directory'];

export function open(view) {
    const filter = Object.fromEntries(FILTERS.map(each => [each, view.parameters.get(each) ?? '']));
    let accounts = [];
    let total = 0;
    let next = null;
    let groups = [];
    let problem = null;

    async function readPage(after) {
        const page = await api.get('accounts', { ...filter, limit: PAGE, after }, view.signal);
        ({ total, next } = page);
        return page.items;
    }

    /** As many as were shown: whoever has come far down stays there. */
    async function read(atLeast) {
        ({ items: groups } = await api.get('groups', null, view.signal));
        try {
            const found = await readPage(null);
            while (next && found.length < atLeast) {
                found.push(...await readPage(next));
            }
            accounts = found;
            problem = null;
        } catch (wrong) {
            if (wrong.status !== 400) {
                throw wrong;
            }
            problem = wrong;
        }
        show();
    }

    const again = (atLeast = accounts.length) => view.read(() => read(atLeast));

    const more = () => view.read(async () => {
        accounts = [...accounts, ...await readPage(next)];
        show();
    });

    function look(event) {
        event.preventDefault();
        const form = new FormData(event.target);
        FILTERS.forEach(each => {
            filter[each] = form.get(each).trim();
        });
        view.remember(filter);
        again(0);
    }

    function changed(words, done) {
        if (done) {
            say(words);
            again();
        }
    }

    async function edit(known) {
        const read = known ? await api.read(one('accounts', known.name))
            : { value: { enabled: true, tlsRequired: false, certificates: [], group: null }, tag: null };
        const it = read.value;
        const rights = rightsOf(it, t('accounts.rights.own'), t('accounts.networks.hint'));
        changed(t('saved'), await dialog(known ? t('accounts.edit', { name: known.name }) : t('accounts.new'), (problem, show) => html`
            ${known ? nothing : html`${field('name', t('name'), '', problem, { required: true, maxlength: 64 })}
                ${field('password', t('password'), '', problem, { type: 'password', autocomplete: 'new-password', required: true })}`}
            ${field('home', t('accounts.home'), it.home, problem, { maxlength: 519, hint: known ? nothing : t('accounts.home.hint') })}
            ${field('group', t('group'), it.group, problem, { type: 'select', choices: [['', t('accounts.no-group')], ...named(groups)] })}
            ${known ? nothing : field('enabled', t('accounts.enabled'), it.enabled, problem, { type: 'switch' })}
            ${field('tlsRequired', t('accounts.tls'), it.tlsRequired, problem, { type: 'switch' })}
            ${rights.fields(problem, show)}
            ${field('expiresAt', t('expires'), toLocal(it.expiresAt), problem, { type: 'datetime-local', hint: t('accounts.expires.hint') })}
            ${field('certificates', t('accounts.certificates'), it.certificates.join('\n'), problem, { type: 'textarea',
                hint: t('accounts.certificates.hint') })}
            ${why(problem)}`,
        form => {
            // A time that was not touched goes as it was: the control knows no seconds.
            const expiresAt = toLocal(it.expiresAt) === form.get('expiresAt') ? it.expiresAt : fromLocal(form.get('expiresAt'));
            const body = { home: textOrNull(form.get('home')) ?? it.home, group: textOrNull(form.get('group')), ...rights.chosen(form),
                tlsRequired: form.has('tlsRequired'), certificates: list(form.get('certificates')), expiresAt };
            const query = { reason: form.get('reason') };
            return known ? api.patch(one('accounts', known.name), body, read.tag, query)
                : api.create('accounts', { name: form.get('name').trim(), password: form.get('password'),
                    enabled: form.has('enabled'), ...body }, query);
        }));
    }

    async function password({ name }) {
        const { tag } = await api.read(one('accounts', name));
        changed(t('password.changed'), await dialog(t('password.of', { name }), problem => html`
            ${field('password', t('password.new'), '', problem, { type: 'password', autocomplete: 'new-password', required: true })}${why(problem)}`,
        form => api.patch(one('accounts', name), { password: form.get('password') }, tag, { reason: form.get('reason') })));
    }

    async function enable({ name }, enabled) {
        const words = enabled ? t('enable') : t('disable');
        changed(t('saved'), await sure(one('accounts', name), words,
            t(enabled ? 'accounts.enable.sure' : 'accounts.disable.sure', { name }),
            (form, tag) => api.patch(one('accounts', name), { enabled }, tag, { reason: form.get('reason') }),
            { button: words, danger: !enabled }));
    }

    async function editGroup(known) {
        const read = known ? await api.read(one('groups', known.name)) : { value: {}, tag: null };
        const rights = rightsOf(read.value, t('groups.rights.own'), t('groups.networks.hint'));
        changed(t('saved'), await dialog(known ? t('groups.edit', { name: known.name }) : t('groups.new'), (problem, show) => html`
            ${known ? nothing : field('name', t('name'), '', problem, { required: true, maxlength: 64, hint: t('windows.name.hint') })}
            ${rights.fields(problem, show)}${why(problem)}`,
        form => {
            const query = { reason: form.get('reason') };
            return known ? api.patch(one('groups', known.name), rights.chosen(form), read.tag, query)
                : api.create('groups', { name: form.get('name').trim(), ...rights.chosen(form) }, query);
        }));
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
        view.show(html`${view.title(administers ? html`<button type="button" class="btn btn-sm btn-primary"
            @click=${() => edit(null)}>${t('accounts.new')}</button>` : nothing)}
        <form class="row gx-2 align-items-end mb-2" @submit=${look} novalidate>
            <div class="col-sm-6 col-md-4">${field('search', t('accounts.search'), filter.search, problem, { type: 'search', maxlength: 64 })}</div>
            <div class="col-6 col-md-3">${field('group', t('group'), filter.group, problem, { type: 'select',
                choices: [['', t('all')], ...named(groups)] })}</div>
            <div class="col-6 col-md-3">${field('enabled', t('state'), filter.enabled, problem, { type: 'select',
                choices: [['', t('all')], ['true', t('enabled')], ['false', t('disabled')]] })}</div>
            <div class="col-auto my-2"><button class="btn btn-primary">${t('look')}</button></div>
        </form>
        <p class="mb-2" role="status">${t('accounts.found', { found: number(accounts.length), total: number(total) })}</p>
        ${table(t('page.accounts'), [
            { title: t('name'), cell: each => html`<span class="fw-semibold">${each.name}</span>
                ${each.enabled ? nothing : html`<span class="badge text-bg-secondary">${t('disabled')}</span>`}
                ${each.home === each.name ? nothing : html`<div class="small text-body-secondary">${each.home}</div>`}` },
            { title: t('group'), cell: each => each.group ?? nothing },
            { title: t('accounts.login'), cell: each => [each.tlsRequired && t('accounts.tls'),
                each.certificates.length && t('accounts.by-certificate')].filter(Boolean).join(', ') || nothing },
            { title: t('rights'), cell: each => each.permissions ? words(each.permissions) : nothing },
            { title: t('network'), cell: each => each.allowedNetworks?.join(', ') ?? nothing },
            { title: t('expires'), cell: each => each.expiresAt ? html`${time(each.expiresAt)} ${new Date(each.expiresAt) > new Date() ? nothing
                : html`<span class="badge text-bg-secondary">${t('expired')}</span>`}` : nothing },
            ...administers ? [{ title: t('action'), cell: each => actions(
                act(t('edit'), each.name, () => edit(each)),
                act(t('password'), each.name, () => password(each)),
                act(each.enabled ? t('disable') : t('enable'), each.name, () => enable(each, !each.enabled)),
                act(t('delete'), each.name, () => dropAccount(each), true)) }] : [],
        ], accounts, { empty: FILTERS.some(each => filter[each]) ? t('accounts.no-match') : t('accounts.none') })}
        ${next ? html`<button type="button" class="btn btn-sm btn-outline-secondary" @click=${more}>${t('more')}</button>` : nothing}
        <section class="card card-body mt-3" aria-labelledby="groups">
            <div class="d-flex mb-2"><h2 id="groups" class="me-auto">${t('groups')}</h2>
                ${administers ? html`<button type="button" class="btn btn-sm btn-outline-primary" @click=${() => editGroup(null)}>${t('groups.new')}</button>` : nothing}</div>
            ${table(t('groups'), [
                { title: t('name'), cell: each => html`<a class="fw-semibold" href="#/accounts?group=${each.name}">${each.name}</a>` },
                { title: t('rights'), cell: each => each.permissions ? words(each.permissions) : t('rights.all') },
                { title: t('network'), cell: each => each.allowedNetworks?.join(', ') ?? t('rights.everywhere') },
                { title: t('created'), cell: each => time(each.createdAt) },
                ...administers ? [{ title: t('action'), cell: each => actions(act(t('edit'), each.name, () => editGroup(each)),
                    act(t('delete'), each.name, () => dropGroup(each), true)) }] : [],
            ], groups, { empty: t('groups.none') })}
        </section>`);
    }

    again(0);
}

const named = groups => groups.map(({ name }) => [name, name]);

const words = permissions => permissions.map(each => word('permission', each)).join(', ') || t('rights.none');

/** What may be done, and from where: of an account, or of the accounts of a group; null where it does not say it itself. */
function rightsOf(it, own, networksHint) {
    let saysItself = Boolean(it.permissions);
    return {
        fields: (problem, show) => html`
            ${field('own', own, saysItself, problem, { type: 'switch', input: event => {
                saysItself = event.target.checked;
                show();
            } })}
            ${saysItself ? html`<fieldset class="row gx-2 ms-3"><legend class="visually-hidden">${t('rights')}</legend>
                ${PERMISSIONS.map(each => html`<div class="col-6">${field('may.' + each, word('permission', each),
                    (it.permissions ?? PERMISSIONS).includes(each), problem, { type: 'switch' })}</div>`)}</fieldset>` : nothing}
            ${field('allowedNetworks', t('rights.networks'), it.allowedNetworks?.join('\n'), problem, { type: 'textarea', hint: networksHint })}`,
        chosen: form => {
            const networks = list(form.get('allowedNetworks'));
            return { permissions: form.has('own') ? PERMISSIONS.filter(each => form.has('may.' + each)) : null,
                allowedNetworks: networks.length === 0 ? null : networks };
        },
    };
}
