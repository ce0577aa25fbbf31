// Closing the door now, and windows in which it closes by itself.

import { api } from '../api.js';
import { dialog, field, fromLocal, html, list, nothing, numberOrNull, say, table, textOrNull, time, toLocal } from '../parts.js';
import { t, word } from '../text.js';

export const name = 'maintenance';
export const role = 'viewer';

const MODES = ['announce', 'refuse', 'drain', 'disconnect'];
const SCOPES = ['cluster', 'listener', 'host', 'group', 'node'];

export function open(view) {
    let flag = null;
    let windows = [];
    let reply = '';

    async function read() {
        [flag, { items: windows }] = await Promise.all([api.read('maintenance', view.signal),
            api.get('maintenance/windows', null, view.signal)]);
        const { enabled, message, retryAfterSeconds } = flag.value;
        reply = enabled && view.may('operator') ? await asRead(message, retryAfterSeconds) : message;
        show();
    }

    const hurry = view.follow(['maintenance-changed'], read);

    async function turn(enabled) {
        const title = enabled ? t('maintenance.on') : t('maintenance.off');
        const now = flag.value;
        let words = await asRead(now.message, now.retryAfterSeconds);
        const preview = async (form, again) => {
            const data = new FormData(form);
            try {
                words = await asRead(data.get('message'), numberOrNull(data.get('retryAfterSeconds')));
            } catch {
                // What is wrong with it is said when it is sent.
                words = '421 …';
            }
            again();
        };
        const body = enabled ? (problem, again) => html`
            ${field('message', t('maintenance.message'), now.message, problem, { maxlength: 400, hint: t('maintenance.message.hint'),
                input: event => preview(event.target.form, again) })}
            ${field('retryAfterSeconds', t('maintenance.retry'), now.retryAfterSeconds, problem, { type: 'number', min: 0, max: 604800,
                hint: t('maintenance.retry.hint'), input: event => preview(event.target.form, again) })}
            <div class="mb-1">${t('maintenance.preview')}</div>
            <p class="wire" aria-live="polite">${words}</p>
            ${field('reason', t('reason.audit'), '', problem, { maxlength: 200 })}`
            : problem => html`<p>${t('maintenance.off.sure')}</p>${field('reason', t('reason.audit'), '', problem, { maxlength: 200 })}`;
        const done = await dialog(title, body, form => api.put('maintenance', enabled
            ? { enabled, message: form.get('message'), retryAfterSeconds: numberOrNull(form.get('retryAfterSeconds')) }
            : { enabled, message: now.message, retryAfterSeconds: now.retryAfterSeconds }, flag.tag, { reason: form.get('reason') }),
        { button: title, danger: enabled });
        if (done) {
            say(enabled ? t('maintenance.is-on') : t('maintenance.is-off'));
            hurry();
        }
    }

    async function edit(known) {
        const read = known ? await api.read(`maintenance/windows/${known.name}`) : { value: { mode: 'drain', scope: 'cluster', timeZone: zone() }, tag: null };
        const it = read.value;
        const done = await dialog(known ? t('windows.edit', { name: known.name }) : t('windows.new'), problem => html`
            ${known ? nothing : field('name', t('name'), '', problem, { maxlength: 64, required: true, hint: t('windows.name.hint') })}
            ${field('mode', t('mode'), it.mode, problem, { type: 'select', choices: MODES.map(one => [one, word('mode', one)]) })}
            <div class="row gx-2">
                <div class="col-6">${field('scope', t('scope'), it.scope, problem, { type: 'select', choices: SCOPES.map(one => [one, word('scope', one)]) })}</div>
                <div class="col-6">${field('subject', t('windows.subject'), it.subject, problem, { hint: t('windows.subject.hint') })}</div>
                <div class="col-6">${field('startsAt', t('from'), toLocal(it.startsAt), problem, { type: 'datetime-local' })}</div>
                <div class="col-6">${field('endsAt', t('until'), toLocal(it.endsAt), problem, { type: 'datetime-local' })}</div>
                <div class="col-6">${field('recurrence', t('windows.recurrence'), it.recurrence, problem, { placeholder: 'FREQ=WEEKLY;BYDAY=SU' })}</div>
                <div class="col-6">${field('timeZone', t('windows.zone'), it.timeZone, problem)}</div>
                <div class="col-6">${field('drainSeconds', t('windows.drain'), it.drainSeconds, problem, { type: 'number', min: 0 })}</div>
                <div class="col-6">${field('retryAfterSeconds', t('maintenance.retry'), it.retryAfterSeconds, problem, { type: 'number', min: 0 })}</div>
            </div>
            ${field('en', t('windows.message', { language: 'English' }), it.messages?.en, problem, { maxlength: 400, hint: t('windows.message.hint') })}
            ${field('th', t('windows.message', { language: 'ไทย' }), it.messages?.th, problem, { maxlength: 400 })}
            ${field('exemptNetworks', t('windows.exempt.networks'), it.exemptNetworks?.join(', '), problem)}
            ${field('exemptAccounts', t('windows.exempt.accounts'), it.exemptAccounts?.join(', '), problem)}
            ${field('reason', t('windows.reason'), it.reason, problem, { maxlength: 200 })}`,
        form => {
            const body = {
                mode: form.get('mode'), scope: form.get('scope'), subject: textOrNull(form.get('subject')),
                ...moments(form, it),
                recurrence: textOrNull(form.get('recurrence')), timeZone: textOrNull(form.get('timeZone')) ?? 'UTC',
                drainSeconds: numberOrNull(form.get('drainSeconds')), retryAfterSeconds: numberOrNull(form.get('retryAfterSeconds')),
                messages: Object.fromEntries(['en', 'th'].map(one => [one, textOrNull(form.get(one))]).filter(([, words]) => words)),
                exemptNetworks: list(form.get('exemptNetworks')), exemptAccounts: list(form.get('exemptAccounts')),
                reason: form.get('reason').trim(),
            };
            // What clients read is also why, for the audit.
            const query = { reason: body.reason };
            if (!known) {
                return api.create('maintenance/windows', { name: form.get('name').trim(), ...body }, query);
            }
            // A merge patch puts a field away by null.
            const messages = { en: null, th: null, ...body.messages };
            return api.patch(`maintenance/windows/${known.name}`, { ...body, messages }, read.tag, query);
        });
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    async function remove(window) {
        const { tag } = await api.read(`maintenance/windows/${window.name}`);
        const done = await dialog(t('delete'), problem => html`<p>${t('delete.sure', { name: window.name })}</p>
            ${field('reason', t('reason.audit'), '', problem, { maxlength: 200 })}`,
        form => api.remove(`maintenance/windows/${window.name}`, tag, { reason: form.get('reason') }), { button: t('delete'), danger: true });
        if (done) {
            say(t('deleted'));
            hurry();
        }
    }

    function show() {
        const steers = view.may('operator');
        const { enabled, changedBy, changedAt } = flag.value;
        view.show(html`${view.title(steers ? html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${() => edit(null)}>${t('windows.new')}</button>` : nothing)}
        <section class="card card-body mb-3" aria-labelledby="now">
            <h2 id="now">${t('maintenance.now')}</h2>
            <p role="status">${enabled ? html`<span class="badge text-bg-danger">421</span> ${t('maintenance.closed')}`
                : html`<span class="badge text-bg-success">220</span> ${t('maintenance.open')}`}
                ${changedBy ? html`<span class="text-body-secondary">${changedBy}, ${time(changedAt)}</span>` : nothing}</p>
            ${enabled ? html`<p class="wire">${reply}</p>` : nothing}
            ${steers ? html`<div><button type="button" class="btn ${enabled ? 'btn-success' : 'btn-danger'}" @click=${() => turn(!enabled)}>
                ${enabled ? t('maintenance.off') : t('maintenance.on')}</button></div>` : nothing}
        </section>
        <section class="card card-body" aria-labelledby="windows"><h2 id="windows">${t('windows')}</h2>
        ${table(t('windows'), [
            { title: t('name'), cell: one => html`<span class="fw-semibold">${one.name}</span>
                ${one.active ? html`<span class="badge text-bg-warning">${t('windows.active')}</span>` : nothing}` },
            { title: t('mode'), cell: one => word('mode', one.mode) },
            { title: t('scope'), cell: one => html`${word('scope', one.scope)} ${one.subject ?? ''}` },
            { title: t('windows.next'), cell: one => one.next.length === 0 ? t('windows.over')
                : html`<ul class="list-unstyled mb-0">${one.next.slice(0, 3).map(next => html`<li>${time(next.startsAt)} – ${time(next.endsAt)}</li>`)}</ul>` },
            { title: t('windows.recurrence'), cell: one => one.recurrence ? html`${one.recurrence}<br><span class="text-body-secondary">${one.timeZone}</span>` : t('windows.once') },
            { title: t('windows.words'), cell: one => one.messages.en ?? one.messages.th ?? one.reason },
            ...steers ? [{ title: t('action'), cell: one => html`
                <button type="button" class="btn btn-sm btn-outline-secondary" aria-label="${t('edit')} ${one.name}" @click=${() => edit(one)}>${t('edit')}</button>
                <button type="button" class="btn btn-sm btn-outline-danger" aria-label="${t('delete')} ${one.name}" @click=${() => remove(one)}>${t('delete')}</button>` }] : [],
        ], windows.toSorted(byTime), { empty: t('windows.none') })}</section>`);
    }
}

/** A time that was not touched goes as it was: the control knows no seconds. */
function moments(form, it) {
    const kept = (field, value) => toLocal(value) === form.get(field) ? value ?? null : fromLocal(form.get(field));
    const startsAt = kept('startsAt', it.startsAt);
    return { ...startsAt ? { startsAt } : {}, endsAt: kept('endsAt', it.endsAt) };
}

const byTime = (a, b) => (a.next[0]?.startsAt ?? '~').localeCompare(b.next[0]?.startsAt ?? '~') || a.name.localeCompare(b.name);

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The line on the wire, as the server makes it. */
const asRead = async (message, retryAfterSeconds) =>
    (await api.post('maintenance/preview', { enabled: true, message, retryAfterSeconds })).reply;
