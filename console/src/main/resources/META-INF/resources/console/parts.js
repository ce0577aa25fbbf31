// What many pages are made of.

import { html, render, nothing } from './lib/lit-html/lit-html.js';
import { t, moment, distance } from './text.js';

export { html, nothing };

/** A moment in the zone of whoever looks; in UTC, as logs have it, when pointed at. */
export const time = instant => instant === null || instant === undefined ? nothing
    : html`<time datetime=${instant} title=${instant}>${moment(instant)}</time>`;

export const ago = instant => instant === null || instant === undefined ? nothing
    : html`<time datetime=${instant} title=${instant}>${distance(instant)}</time>`;

/** What went wrong, in the API's words. */
export const complaint = problem => problem
    ? html`<div class="alert alert-danger my-2" role="alert">${sayProblem(problem)}</div>` : nothing;

export function sayProblem(problem) {
    switch (problem.status) {
        case 0: return t('problem.unreachable');
        case 412: return t('problem.changed');
        default: return problem.message;
    }
}

/** What the API says of one field of a form. */
export const faultOf = (problem, field) => problem?.errors?.find(one => one.field === field)?.detail;

/**
 * @param columns {title, cell(row), number?, plain?}: how it is called, and what it shows
 * @param key by which a row is known again
 */
export function table(caption, columns, rows, { empty = t('nothing.here') } = {}) {
    if (rows.length === 0) {
        return html`<p class="text-body-secondary py-3 mb-0">${empty}</p>`;
    }
    return html`<table class="table table-sm cards align-middle">
        <caption class="visually-hidden">${caption}</caption>
        <thead><tr>${columns.map(column => html`<th scope="col" class=${column.number ? 'number' : ''}>${column.title}</th>`)}</tr></thead>
        <tbody>${rows.map(row => html`<tr>${columns.map(column =>
            html`<td data-label=${column.title} class=${column.number ? 'number' : 'break'}><div>${column.cell(row)}</div></td>`)}</tr>`)}</tbody>
    </table>`;
}

let fields = 0;

/**
 * A labelled control of a form: its name is the API's field, so that the API's words find their place.
 *
 * @param options.type of input; or 'select' with options.choices as [value, words], 'textarea', 'switch'
 */
export function field(name, label, value, problem, options = {}) {
    const { type = 'text', choices = [], hint, ...attributes } = options;
    const id = `field-${name}-${++fields}`;
    const fault = faultOf(problem, name);
    const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || nothing;
    const common = { required: false, min: nothing, max: nothing, maxlength: nothing, pattern: nothing, autocomplete: 'off',
        placeholder: nothing, disabled: false, input: nothing, ...attributes };
    const below = html`${hint ? html`<div id="${id}-hint" class="form-text">${hint}</div>` : nothing}
        ${fault ? html`<div id="${id}-fault" class="text-danger small">${fault}</div>` : nothing}`;
    if (type === 'switch') {
        return html`<div class="form-check form-switch my-2">
            <input class="form-check-input" type="checkbox" role="switch" id=${id} name=${name} ?checked=${value}
                aria-describedby=${described} ?disabled=${common.disabled} @input=${common.input}>
            <label class="form-check-label" for=${id}>${label}</label>${below}</div>`;
    }
    const control = type === 'select'
        ? html`<select class="form-select" id=${id} name=${name} aria-describedby=${described} ?disabled=${common.disabled}
            @input=${common.input}>${choices.map(([choice, words]) =>
                html`<option value=${choice} ?selected=${choice === (value ?? '')}>${words}</option>`)}</select>`
        : type === 'textarea'
            ? html`<textarea class="form-control" id=${id} name=${name} rows="3" aria-describedby=${described}
                ?required=${common.required} maxlength=${common.maxlength} .value=${value ?? ''} @input=${common.input}></textarea>`
            : html`<input class="form-control ${fault ? 'is-invalid' : ''}" type=${type} id=${id} name=${name}
                .value=${value ?? ''} aria-describedby=${described} ?required=${common.required} min=${common.min} max=${common.max}
                maxlength=${common.maxlength} pattern=${common.pattern} autocomplete=${common.autocomplete}
                placeholder=${common.placeholder} ?disabled=${common.disabled} @input=${common.input}>`;
    return html`<div class="my-2"><label class="form-label mb-1" for=${id}>${label}</label>${control}${below}</div>`;
}

/**
 * Asks in a dialog, until what is asked for is done or given up.
 *
 * @param body (problem) => what stands in the form
 * @param act what to do with the form's data; a problem that it throws is shown, and it may be tried again
 * @param options.danger it cannot be undone
 * @return what act has returned; undefined when it was given up
 */
export function dialog(title, body, act, { button = t('save'), danger = false } = {}) {
    return new Promise(done => {
        const before = document.activeElement;
        const element = document.createElement('dialog');
        element.setAttribute('aria-labelledby', 'dialog-title');
        document.body.append(element);
        let result;
        let busy = false;
        const show = problem => render(html`<form method="dialog" @submit=${submit} novalidate>
            <header><h2 id="dialog-title" class="mb-0">${title}</h2></header>
            <div>${typeof body === 'function' ? body(problem, () => show(problem)) : body}
                ${problem && !problem.errors?.length ? complaint(problem) : nothing}
                ${problem?.errors?.length ? html`<p class="text-danger small" role="alert">${sayProblem(problem)}</p>` : nothing}</div>
            <footer class="d-flex gap-2 justify-content-end">
                <button type="button" class="btn btn-outline-secondary" @click=${() => element.close()}>${t('cancel')}</button>
                <button type="submit" class="btn ${danger ? 'btn-danger' : 'btn-primary'}">${button}</button>
            </footer></form>`, element);
        async function submit(event) {
            event.preventDefault();
            if (busy) {
                return;
            }
            busy = true;
            try {
                result = await act(new FormData(event.target)) ?? true;
                element.close();
            } catch (problem) {
                show(problem);
                element.querySelector('.is-invalid')?.focus();
            } finally {
                busy = false;
            }
        }
        element.addEventListener('close', () => {
            element.remove();
            before?.focus();
            done(result);
        });
        show(null);
        element.showModal();
    });
}

/** Says that something is done, also to those who do not see it. */
export function say(words) {
    let place = document.querySelector('.toasts');
    if (!place) {
        place = document.createElement('div');
        place.className = 'toasts';
        place.setAttribute('role', 'status');
        document.body.append(place);
    }
    const note = document.createElement('div');
    note.className = 'alert alert-success shadow mb-2 py-2';
    note.textContent = words;
    place.append(note);
    setTimeout(() => note.remove(), 6000);
}

/** Empty is null, and what is no number goes as it is to the API, which says what is wrong with it. */
export function numberOrNull(text) {
    const stripped = String(text ?? '').trim();
    return stripped === '' ? null : /^-?\d{1,15}$/.test(stripped) ? Number(stripped) : stripped;
}

export const textOrNull = text => String(text ?? '').trim() || null;

/** Lines or commas between them. */
export const list = text => String(text ?? '').split(/[\s,]+/).filter(Boolean);

/** What datetime-local needs, in the zone of the browser; and back. */
export function toLocal(instant) {
    if (!instant) {
        return '';
    }
    const date = new Date(instant);
    return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export const fromLocal = text => text ? new Date(text).toISOString().replace('.000Z', 'Z') : null;
