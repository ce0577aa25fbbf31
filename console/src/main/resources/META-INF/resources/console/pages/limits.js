// How many may be inside, and come; and whom a change would meet, before it is made.

import { api } from '../api.js';
import { dialog, field, html, nothing, numberOrNull, say, table, textOrNull, time } from '../parts.js';
import { number, t, word } from '../text.js';

export const name = 'limits';
export const role = 'viewer';

const FIELDS = ['maxSessions', 'maxSessionsPerAddress', 'maxSessionsPerAccount', 'connectionsPerMinute',
    'connectionsPerMinutePerAddress', 'connectionsPerMinutePerAccount'];
const EVICT = ['none', 'oldest', 'idle'];
const SCOPES = ['listener', 'host', 'node', 'network', 'address', 'account', 'group'];

export function open(view) {
    let limits = null;
    let usage = null;
    let rules = [];

    async function read() {
        [limits, usage, { items: rules }] = await Promise.all([api.read('limits', view.signal),
            api.get('limits/usage', null, view.signal), api.get('limits/rules', null, view.signal)]);
        show();
    }

    const hurry = view.follow(['limits-changed', 'session-opened', 'session-closed'], read);

    async function edit() {
        const { value, tag } = limits;
        let effect = null;
        const preview = async (form, again) => {
            try {
                effect = await api.post('limits/preview', changeOf(new FormData(form)));
            } catch (problem) {
                if (problem.status !== 400) {
                    throw problem;
                }
                // What is wrong with it is said when it is sent.
                effect = null;
            }
            again();
        };
        const input = again => event => preview(event.target.form, again);
        const done = await dialog(t('limits.edit'), (problem, again) => html`<div class="row gx-2">
            ${FIELDS.map(one => html`<div class="col-md-6">${field(one, t('limits.' + one), value[one], problem,
                { type: 'number', min: 0, placeholder: t('limits.none'), input: input(again) })}</div>`)}</div>
            ${field('evict', t('limits.evict'), value.evict, problem, { type: 'select', input: input(again),
                choices: EVICT.map(one => [one, word('evict', one)]) })}
            <div class="alert alert-secondary my-2" aria-live="polite">${effect ? effectOf(effect) : t('limits.effect.before')}</div>
            ${field('reason', t('reason.audit'), '', problem, { maxlength: 200 })}`,
        form => api.patch('limits', changeOf(form), tag, { reason: form.get('reason') }));
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    async function editRule(known) {
        const read = known ? await api.read(`limits/rules/${known.name}`) : { value: { scope: 'address', evict: 'none' }, tag: null };
        const it = read.value;
        const done = await dialog(known ? t('rules.edit', { name: known.name }) : t('rules.new'), problem => html`
            ${known ? nothing : html`${field('name', t('name'), '', problem, { required: true, maxlength: 64 })}
                ${field('scope', t('scope'), it.scope, problem, { type: 'select', choices: SCOPES.map(one => [one, word('scope', one)]) })}
                ${field('subject', t('rules.subject'), '', problem, { hint: t('rules.subject.hint') })}
                ${field('network', t('network'), '', problem, { placeholder: '192.0.2.0/24', hint: t('rules.network.hint') })}
                ${field('membersOf', t('rules.members'), '', problem)}`}
            ${field('maxSessions', t('limits.max'), it.maxSessions, problem, { type: 'number', min: 0, placeholder: t('limits.none') })}
            ${field('connectionsPerMinute', t('limits.rate'), it.connectionsPerMinute, problem, { type: 'number', min: 1, placeholder: t('limits.none') })}
            ${field('evict', t('limits.evict'), it.evict, problem, { type: 'select', choices: EVICT.map(one => [one, word('evict', one)]) })}
            ${field('reason', t('reason.audit'), '', problem, { maxlength: 200 })}`,
        form => {
            const change = { maxSessions: numberOrNull(form.get('maxSessions')),
                connectionsPerMinute: numberOrNull(form.get('connectionsPerMinute')), evict: form.get('evict') };
            const query = { reason: form.get('reason') };
            return known ? api.patch(`limits/rules/${known.name}`, change, read.tag, query)
                : api.create('limits/rules', { name: form.get('name').trim(), scope: form.get('scope'), subject: textOrNull(form.get('subject')),
                    network: textOrNull(form.get('network')), membersOf: textOrNull(form.get('membersOf')), ...change }, query);
        });
        if (done) {
            say(t('saved'));
            hurry();
        }
    }

    async function remove(rule) {
        const { tag } = await api.read(`limits/rules/${rule.name}`);
        const done = await dialog(t('delete'), problem => html`<p>${t('delete.sure', { name: rule.name })}</p>
            ${field('reason', t('reason.audit'), '', problem, { maxlength: 200 })}`,
        form => api.remove(`limits/rules/${rule.name}`, tag, { reason: form.get('reason') }), { button: t('delete'), danger: true });
        if (done) {
            say(t('deleted'));
            hurry();
        }
    }

    function show() {
        const steers = view.may('operator');
        const { value } = limits;
        view.show(html`${view.title()}
        <section class="card card-body mb-3" aria-labelledby="own">
            <div class="d-flex"><h2 id="own" class="me-auto">${t('limits.own')}</h2>
                ${steers ? html`<button type="button" class="btn btn-sm btn-primary" @click=${edit}>${t('limits.edit')}</button>` : nothing}</div>
            <dl class="row mb-0">${FIELDS.map(one => html`<dt class="col-sm-6 fw-normal">${t('limits.' + one)}</dt>
                <dd class="col-sm-6 fw-semibold">${value[one] === null ? t('limits.none') : number(value[one])}</dd>`)}
                <dt class="col-sm-6 fw-normal">${t('limits.evict')}</dt><dd class="col-sm-6 fw-semibold">${word('evict', value.evict)}</dd></dl>
            ${value.changedBy ? html`<p class="small text-body-secondary mb-0">${value.changedBy}, ${time(value.changedAt)}</p>` : nothing}
        </section>
        <section class="card card-body mb-3" aria-labelledby="usage"><h2 id="usage">${t('limits.usage')}</h2>
            ${table(t('limits.usage'), [
                { title: t('scope'), cell: one => word('scope', one.scope) },
                { title: t('limits.rule'), cell: one => one.rule === 'limits' ? t('limits.own') : one.rule },
                { title: t('limits.max'), cell: one => number(one.maxSessions), number: true },
                { title: t('limits.fullest'), cell: one => one.subject ? `${one.subject}: ${number(one.held)}` : number(one.held), number: true },
                { title: t('limits.full'), cell: one => number(one.full), number: true },
                { title: t('limits.above'), cell: one => number(one.above), number: true },
            ], usage.items, { empty: t('limits.unused') })}
        </section>
        <section class="card card-body" aria-labelledby="rules">
            <div class="d-flex"><h2 id="rules" class="me-auto">${t('rules')}</h2>
                ${steers ? html`<button type="button" class="btn btn-sm btn-outline-primary" @click=${() => editRule(null)}>${t('rules.new')}</button>` : nothing}</div>
            ${table(t('rules'), [
                { title: t('name'), cell: one => html`<span class="fw-semibold">${one.name}</span>` },
                { title: t('scope'), cell: one => word('scope', one.scope) },
                { title: t('rules.for'), cell: one => one.subject ?? one.network ?? one.membersOf ?? t('rules.each') },
                { title: t('limits.max'), cell: one => one.maxSessions === null ? '–' : number(one.maxSessions), number: true },
                { title: t('limits.rate'), cell: one => one.connectionsPerMinute === null ? '–' : number(one.connectionsPerMinute), number: true },
                { title: t('limits.evict'), cell: one => word('evict', one.evict) },
                ...steers ? [{ title: t('action'), cell: one => html`
                    <button type="button" class="btn btn-sm btn-outline-secondary" aria-label="${t('edit')} ${one.name}" @click=${() => editRule(one)}>${t('edit')}</button>
                    <button type="button" class="btn btn-sm btn-outline-danger" aria-label="${t('delete')} ${one.name}" @click=${() => remove(one)}>${t('delete')}</button>` }] : [],
            ], rules, { empty: t('rules.none') })}
        </section>`);
    }
}

const changeOf = form => ({ ...Object.fromEntries(FIELDS.map(one => [one, numberOrNull(form.get(one))])), evict: form.get('evict') });

function effectOf(usage) {
    const above = usage.items.filter(one => one.above > 0);
    return above.length === 0 ? t('limits.effect.nobody')
        : html`<ul class="mb-0 ps-3">${above.map(one => html`<li>${t('limits.effect', {
            count: number(one.above), scope: word('scopes', one.scope), limit: number(one.maxSessions) })}</li>`)}</ul>`;
}
