// Which ftp-servers are alive, what they run, and the way out of service for one of them.

import { api } from '../api.js';
import { ago, dialog, field, html, nothing, numberOrNull, say, table } from '../parts.js';
import { act, actions, one, sure, why } from '../rows.js';
import { number, t } from '../text.js';

export const name = 'nodes';
export const role = 'viewer';

const A_WEEK = 604800;

export function open(view) {
    let nodes = null;

    const hurry = view.follow(['node-joined', 'node-left', 'node-lost', 'node-draining', 'node-resumed', 'settings-changed', 'limits-changed',
        'maintenance-changed', 'session-opened', 'session-closed'], async () => {
        nodes = await api.get('nodes', null, view.signal);
        show();
    });

    const path = node => one('nodes', node.name) + '/drain';

    async function drain(node) {
        const done = await dialog(t('nodes.drain.title', { name: node.name }), problem => html`<p>${t('nodes.drain.sure')}</p>
            ${field('drainSeconds', t('windows.drain'), '', problem, { type: 'number', min: 0, max: A_WEEK, hint: t('nodes.drain.hint') })}
            ${field('message', t('maintenance.message'), '', problem, { maxlength: 400, hint: t('maintenance.message.hint') })}
            ${why(problem)}`,
        form => api.put(path(node), { drainSeconds: numberOrNull(form.get('drainSeconds')), message: form.get('message').trim() }, null,
            { reason: form.get('reason') }), { button: t('nodes.drain'), danger: true });
        if (done) {
            say(t('nodes.drained', { name: node.name }));
            hurry();
        }
    }

    async function resume(node) {
        const done = await sure(path(node), t('nodes.resume'), t('nodes.resume.sure', { name: node.name }),
            (form, tag) => api.remove(path(node), tag, { reason: form.get('reason') }), { button: t('nodes.resume') });
        if (done) {
            say(t('nodes.resumed', { name: node.name }));
            hurry();
        }
    }

    function show() {
        const { configurationVersion, applied, items } = nodes;
        const all = applied.nodes === applied.of;
        view.show(html`${view.title()}
        <p role="status"><span class="badge ${all ? 'text-bg-success' : 'text-bg-warning'}">${number(applied.nodes)}/${number(applied.of)}</span>
            ${t('nodes.applied', { version: number(configurationVersion), nodes: number(applied.nodes), of: number(applied.of) })}</p>
        ${table(t('page.nodes'), [
            { title: t('name'), cell: node => html`<span class="fw-semibold">${node.name}</span>
                ${node.draining ? html`<span class="badge text-bg-warning">${t('nodes.draining')}</span>` : nothing}` },
            { title: t('nodes.version'), cell: node => html`${number(node.configurationVersion)}
                ${node.configurationVersion < configurationVersion ? html`<span class="badge text-bg-warning">${t('nodes.behind')}</span>` : nothing}`,
            number: true },
            { title: t('sessions'), cell: node => html`<a href="#/sessions?node=${encodeURIComponent(node.name)}"
                aria-label="${t('sessions')} ${node.name}: ${number(node.sessions)}">${number(node.sessions)}</a>`, number: true },
            { title: t('nodes.waiting'), cell: node => number(node.waiting), number: true },
            { title: t('started'), cell: node => ago(node.startedAt) },
            ...items.some(node => node.heardAt) ? [{ title: t('nodes.heard'), cell: node => ago(node.heardAt) }] : [],
            { title: t('nodes.lease'), cell: node => ago(node.leaseUntil) },
            ...view.may('operator') ? [{ title: t('action'), cell: node => actions(node.draining
                ? act(t('nodes.resume'), node.name, () => resume(node))
                : act(t('nodes.drain'), node.name, () => drain(node), true)) }] : [],
        ], items, { empty: t('overview.no-nodes') })}`);
    }
}
