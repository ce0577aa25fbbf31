// What pages do with what stands in the rows of a table.

import { api } from './api.js';
import { dialog, field, html, say } from './parts.js';
import { t } from './text.js';

/** A button at the end of a row: which row it is for is said to those who hear only the button. */
export const act = (words, row, click, danger = false) => html`<button type="button"
    class="btn btn-sm ${danger ? 'btn-outline-danger' : 'btn-outline-secondary'}" aria-label="${words} ${row}" @click=${click}>${words}</button>`;

export const actions = (...buttons) => html`<div class="d-flex flex-wrap gap-1 justify-content-end justify-content-md-start">${buttons}</div>`;

/** Why something is changed. */
export const why = problem => field('reason', t('reason.audit'), '', problem, { maxlength: 200 });

/**
 * Asks first, and does it only to what was read before.
 *
 * @param path of what is edited
 * @param act (form, tag) => what to do
 * @return whether it was done
 */
export async function sure(path, title, words, act, options) {
    const { tag } = await api.read(path);
    return await dialog(title, problem => html`<p>${words}</p>${why(problem)}`, form => act(form, tag), options) !== undefined;
}

/** @return whether it is deleted */
export async function remove(path, name) {
    const done = await sure(path, t('delete'), t('delete.sure', { name }),
        (form, tag) => api.remove(path, tag, { reason: form.get('reason') }), { button: t('delete'), danger: true });
    if (done) {
        say(t('deleted'));
    }
    return done;
}

/** The path of one of a collection. */
export const one = (collection, name) => `${collection}/${encodeURIComponent(name)}`;
