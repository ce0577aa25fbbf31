// What the codes of FTP mean, in the language of whoever reads.

import { api } from '../api.js';
import { complaint, field, html, nothing, table } from '../parts.js';
import { currentLanguage, number, t } from '../text.js';

export const name = 'replies';
export const role = 'viewer';

const ABOUT = ['meaning', 'whenSeen', 'whatToDo', 'whenToUse'];

export function open(view) {
    const language = { 'Accept-Language': currentLanguage() };
    let replies = [];
    let looked = view.parameters.get('look') ?? '';
    let first = view.parameters.get('first') ?? '220';
    let second = view.parameters.get('second') ?? '421';
    let comparison = null;
    let problem = null;

    async function compare() {
        try {
            comparison = await api.get(`replies/${first}/compare/${second}`, null, view.signal, language);
            problem = null;
        } catch (wrong) {
            if (wrong.status !== 404) {
                throw wrong;
            }
            problem = wrong;
        }
    }

    function remember() {
        view.remember({ look: looked, first, second });
    }

    function look(event) {
        looked = event.target.value.trim();
        remember();
        show();
    }

    function choose(event) {
        const form = new FormData(event.target.form);
        first = form.get('first');
        second = form.get('second');
        remember();
        view.read(async () => {
            await compare();
            show();
        });
    }

    function show() {
        const wanted = looked.toLocaleLowerCase();
        const found = replies.filter(one => /^\d{1,3}$/.test(wanted) ? String(one.code).startsWith(wanted)
            : [one.name, one.group, one.replyClass, one.source, ...ABOUT.map(each => one[each])]
                .some(words => words.toLocaleLowerCase().includes(wanted)));
        const choices = replies.map(one => [String(one.code), `${one.code} ${one.name}`]);
        view.show(html`${view.title()}
        <section class="card card-body mb-3" aria-labelledby="compare"><h2 id="compare">${t('replies.compare')}</h2>
            <form class="row gx-2">
                <div class="col-sm-6">${field('first', t('replies.first'), first, null, { type: 'select', choices, input: choose })}</div>
                <div class="col-sm-6">${field('second', t('replies.second'), second, null, { type: 'select', choices, input: choose })}</div>
            </form>
            ${complaint(problem)}
            <div aria-live="polite">${comparison ? table(t('replies.compare'), [
                { title: t('replies.aspect'), cell: one => html`<span class="fw-semibold">${one.aspect}</span>` },
                { title: String(comparison.first.code), cell: one => one.first },
                { title: String(comparison.second.code), cell: one => one.differs ? one.second
                    : html`<span class="text-body-secondary">${t('replies.same')}</span>` },
            ], comparison.aspects) : nothing}</div>
        </section>
        <section aria-labelledby="codes"><h2 id="codes">${t('replies.codes')}</h2>
            <div class="row"><div class="col-sm-6 col-lg-4">${field('look', t('replies.look'), looked, null, { type: 'search', input: look })}</div></div>
            <p class="mb-2" role="status">${t('replies.found', { count: number(found.length) })}</p>
            ${found.map(one => html`<details class="card mb-2" ?open=${found.length === 1}>
                <summary class="card-body py-2"><span class="badge ${COLOURS[Math.trunc(one.code / 100)]} me-2">${one.code}</span>${one.name}
                    ${one.closesConnection ? html`<span class="badge text-bg-secondary">${t('replies.closes')}</span>` : nothing}</summary>
                <dl class="card-body border-top mb-0">
                    ${ABOUT.map(each => html`<dt>${t('replies.' + each)}</dt><dd>${one[each]}</dd>`)}
                    <dt>${t('replies.kind')}</dt><dd>${one.replyClass} · ${one.group}</dd>
                    <dt>${t('replies.source')}</dt><dd class="mb-0">${one.source}</dd>
                </dl></details>`)}
            ${found.length === 0 ? html`<p class="text-body-secondary">${t('replies.none')}</p>` : nothing}
        </section>`);
    }

    view.read(async () => {
        [{ items: replies }] = await Promise.all([api.get('replies', null, view.signal, language), compare()]);
        show();
    });
}

/** By the first digit: done, half done, not now, never. */
const COLOURS = { 1: 'text-bg-info', 2: 'text-bg-success', 3: 'text-bg-primary', 4: 'text-bg-warning', 5: 'text-bg-danger', 6: 'text-bg-secondary' };
