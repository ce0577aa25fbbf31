// Who may use these pages, and how far.

import { api } from '../api.js';
import { dialog, field, html, nothing, say, table, time } from '../parts.js';
import { act, actions, one, remove, sure, why } from '../rows.js';
import { ROLES } from '../who.js';
import { t, word } from '../text.js';

export const name = 'administrators';
export const role = 'admin';

export function open(view) {
    let administrators = [];

    const hurry = view.follow(['settings-changed'], async () => {
        ({ items: administrators } = await api.get('administrators', null, view.signal));
        show();
    });

    async function edit(known) {
        const read = known ? await api.read(one('administrators', known.name)) : { value: { role: 'viewer' }, tag: null };
        const done = await dialog(known ? t('administrators.edit', { name: known.name }) : t('administrators.new'), problem => html`
            ${known ? nothing : html`${field('name', t('name'), '', problem, { required: true, maxlength: 64 })}
                ${field('password', t('password'), '', problem, { type: 'password', autocomplete: 'new-password', required: true })}`}
            ${field('role', t('role'), read.value.role, problem, { type: 'select', choices: ROLES.map(each => [each, t('role.' + each + '.means')]) })}
            ${why(problem)}`,
        form => {
            const query = { reason: form.get('reason') };
            return known ? api.patch(one('administrators', known.name), { role: form.get('role') }, read.tag, query)
                : api.create('administrators', { name: form.get('name').trim(), password: form.get('password'), role: form.get('role') }, query);
        });
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    async function password(known) {
        const { tag } = await api.read(one('administrators', known.name));
        const done = await dialog(t('password.of', { name: known.name }), problem => html`
            ${field('password', t('password.new'), '', problem, { type: 'password', autocomplete: 'new-password', required: true })}${why(problem)}`,
        form => api.patch(one('administrators', known.name), { password: form.get('password') }, tag, { reason: form.get('reason') }));
        if (done) {
            say(t('password.changed'));
            hurry();
        }
    }

    async function enable(known, enabled) {
        const words = enabled ? t('enable') : t('disable');
        const done = await sure(one('administrators', known.name), words,
            t(enabled ? 'administrators.enable.sure' : 'administrators.disable.sure', { name: known.name }),
            (form, tag) => api.patch(one('administrators', known.name), { enabled }, tag, { reason: form.get('reason') }),
            { button: words, danger: !enabled });
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    async function drop({ name }) {
        if (await remove(one('administrators', name), name)) {
            hurry();
        }
    }

    function show() {
        view.show(html`${view.title(html`<button type="button" class="btn btn-sm btn-primary" @click=${() => edit(null)}>${t('administrators.new')}</button>`)}
        ${table(t('page.administrators'), [
            { title: t('name'), cell: each => html`<span class="fw-semibold">${each.name}</span>
                ${each.enabled ? nothing : html`<span class="badge text-bg-secondary">${t('disabled')}</span>`}` },
            { title: t('role'), cell: each => word('role', each.role) },
            { title: t('created'), cell: each => time(each.createdAt) },
            { title: t('changed'), cell: each => time(each.changedAt) },
            { title: t('action'), cell: each => actions(
                act(t('edit'), each.name, () => edit(each)),
                act(t('password'), each.name, () => password(each)),
                act(each.enabled ? t('disable') : t('enable'), each.name, () => enable(each, !each.enabled)),
                act(t('delete'), each.name, () => drop(each), true)) },
        ], administrators)}`);
    }
}
