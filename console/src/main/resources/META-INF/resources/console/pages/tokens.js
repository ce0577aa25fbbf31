// What programs show in place of a password.

import { api } from '../api.js';
import { ago, dialog, field, fromLocal, html, nothing, say, table, time } from '../parts.js';
import { act, actions, one, why } from '../rows.js';
import { t, word } from '../text.js';
import { ROLES } from '../who.js';

export const name = 'tokens';
export const role = 'viewer';

export function open(view) {
    let tokens = [];
    /** Shown until the page is left, and never again. */
    let made = null;

    const hurry = view.follow(['settings-changed'], async () => {
        ({ items: tokens } = await api.get('tokens', null, view.signal));
        show();
    });

    async function make() {
        const done = await dialog(t('tokens.new'), problem => html`
            ${field('name', t('name'), '', problem, { required: true, maxlength: 64, hint: t('windows.name.hint') })}
            ${field('role', t('role'), 'viewer', problem, { type: 'select',
                choices: ROLES.filter(view.may).map(each => [each, t('role.' + each + '.means')]) })}
            ${field('expiresAt', t('expires'), '', problem, { type: 'datetime-local', hint: t('tokens.expires.hint') })}
            ${why(problem)}`,
        form => api.create('tokens', { name: form.get('name').trim(), role: form.get('role'), expiresAt: fromLocal(form.get('expiresAt')) },
            { reason: form.get('reason') }), { button: t('tokens.new') });
        if (done) {
            made = done;
            show();
            document.querySelector('#made')?.focus();
            hurry();
        }
    }

    async function copy() {
        const input = document.querySelector('#made');
        input.select();
        // A page that did not come over TLS has no clipboard: what is selected can be copied by hand.
        if (navigator.clipboard) {
            await navigator.clipboard.writeText(made.token);
            say(t('tokens.copied'));
        }
    }

    async function drop({ name }) {
        const done = await dialog(t('delete'), problem => html`<p>${t('delete.sure', { name })}</p>${why(problem)}`,
            form => api.remove(one('tokens', name), null, { reason: form.get('reason') }), { button: t('delete'), danger: true });
        if (done) {
            say(t('deleted'));
            if (made?.name === name) {
                made = null;
            }
            hurry();
        }
    }

    function show() {
        const others = tokens.some(({ owner }) => owner !== view.me.name);
        view.show(html`${view.title(html`<button type="button" class="btn btn-sm btn-primary" @click=${make}>${t('tokens.new')}</button>`)}
        <p>${t('tokens.about')} <code>Authorization: Bearer dbt_…</code></p>
        ${made ? html`<div class="alert alert-success" role="status"><label class="form-label" for="made">${t('tokens.made', { name: made.name })}</label>
            <div class="input-group"><input class="form-control font-monospace" id="made" readonly .value=${made.token}>
                <button type="button" class="btn btn-success" @click=${copy}>${t('tokens.copy')}</button></div></div>` : nothing}
        ${table(t('page.tokens'), [
            { title: t('name'), cell: each => html`<span class="fw-semibold">${each.name}</span>` },
            ...others ? [{ title: t('tokens.owner'), cell: each => each.owner }] : [],
            { title: t('role'), cell: each => word('role', each.role) },
            { title: t('created'), cell: each => time(each.createdAt) },
            { title: t('expires'), cell: each => each.expiresAt ? html`${time(each.expiresAt)}
                ${new Date(each.expiresAt) < new Date() ? html`<span class="badge text-bg-secondary">${t('expired')}</span>` : nothing}` : t('tokens.no-expiry') },
            { title: t('tokens.used'), cell: each => each.lastUsedAt ? ago(each.lastUsedAt) : t('tokens.unused') },
            { title: t('action'), cell: each => actions(act(t('delete'), each.name, () => drop(each), true)) },
        ], tokens, { empty: t('tokens.none') })}`);
    }
}
