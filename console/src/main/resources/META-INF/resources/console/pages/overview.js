// How the door stands: 220 against 421, what is held of each limit, the nodes, and maintenance now and next.

import { api } from '../api.js';
import { ago, html, nothing, table, time } from '../parts.js';
import { clock, moment, number, t, word } from '../text.js';

export const name = 'overview';
export const role = 'viewer';

const HOUR = 3_600_000;
const STEP = 60;
const GAUGES = 8;

export function open(view) {
    let chart = null;
    view.signal.addEventListener('abort', () => chart?.destroy());

    async function read() {
        const to = new Date();
        const [usage, nodes, flag, windows, statistics] = await Promise.all([
            api.get('limits/usage', null, view.signal), api.get('nodes', null, view.signal),
            api.get('maintenance', null, view.signal), api.get('maintenance/windows', null, view.signal),
            api.get('statistics', { from: new Date(to - HOUR).toISOString(), to: to.toISOString(), step: STEP }, view.signal),
        ]);
        view.show(content(usage, nodes, flag, windows.items, statistics.items));
        draw(statistics.items);
    }

    function content(usage, nodes, flag, windows, steps) {
        const admitted = sum(steps, 'admitted');
        const refused = sum(steps, 'refused');
        return html`${view.title()}
        ${state(flag, windows)}
        <div class="tiles mb-3">
            ${tile(t('overview.sessions'), number(usage.sessions), '#/sessions')}
            ${tile(t('overview.admitted'), number(admitted))}
            ${tile(t('overview.refused'), number(refused), '#/refusals')}
            ${tile(t('overview.nodes'), number(nodes.total))}
        </div>
        <section class="card card-body mb-3" aria-labelledby="over-time">
            <h2 id="over-time">${t('overview.chart')}</h2>
            <div class="chart"><canvas role="img" aria-label=${t('overview.chart.said', { admitted: number(admitted), refused: number(refused) })}></canvas></div>
            <details class="mt-2"><summary>${t('overview.chart.table')}</summary>
                ${table(t('overview.chart'), [
                    { title: t('time'), cell: step => time(step.at) },
                    { title: '220', cell: step => number(step.admitted), number: true },
                    { title: '421', cell: step => number(step.refused), number: true },
                ], steps.filter(step => step.admitted > 0 || step.refused > 0).reverse())}
            </details>
        </section>
        <section class="card card-body mb-3" aria-labelledby="gauges">
            <h2 id="gauges">${t('overview.limits')}</h2>
            ${usage.items.length === 0 ? html`<p class="text-body-secondary mb-0">${t('overview.no-limits')}</p>`
                : html`<div class="tiles">${usage.items.toSorted((a, b) => share(b) - share(a)).slice(0, GAUGES).map(gauge)}</div>`}
        </section>
        <div class="row g-3">
            <div class="col-lg-6"><section class="card card-body h-100" aria-labelledby="nodes-now">
                <h2 id="nodes-now">${t('overview.nodes')}</h2>
                ${table(t('overview.nodes'), [
                    { title: t('node'), cell: node => node.name },
                    { title: t('sessions'), cell: node => number(node.sessions), number: true },
                    { title: t('started'), cell: node => ago(node.startedAt) },
                ], nodes.items, { empty: t('overview.no-nodes') })}
            </section></div>
            <div class="col-lg-6"><section class="card card-body h-100" aria-labelledby="next-windows">
                <h2 id="next-windows">${t('overview.next')}</h2>
                ${table(t('overview.next'), [
                    { title: t('name'), cell: one => one.window.name },
                    { title: t('mode'), cell: one => word('mode', one.window.mode) },
                    { title: t('from'), cell: one => time(one.startsAt) },
                    { title: t('until'), cell: one => time(one.endsAt) },
                ], coming(windows), { empty: t('overview.nothing-next') })}
            </section></div>
        </div>`;
    }

    function draw(steps) {
        const canvas = document.querySelector('.chart canvas');
        if (!canvas || view.signal.aborted) {
            return;
        }
        const data = {
            labels: steps.map(step => clock(step.at)),
            datasets: [
                { label: '220', data: steps.map(step => step.admitted), backgroundColor: '#3d8bfd' },
                { label: '421', data: steps.map(step => step.refused), backgroundColor: '#d9480f' },
            ],
        };
        if (chart) {
            chart.data = data;
            chart.update('none');
            return;
        }
        const ink = getComputedStyle(document.body).getPropertyValue('--bs-secondary-color');
        const line = getComputedStyle(document.body).getPropertyValue('--bs-border-color');
        chart = new Chart(canvas, {
            type: 'bar',
            data,
            options: {
                animation: false, maintainAspectRatio: false, color: ink,
                scales: {
                    x: { stacked: true, ticks: { color: ink, maxTicksLimit: 12 }, grid: { display: false } },
                    y: { stacked: true, beginAtZero: true, ticks: { color: ink, precision: 0 }, grid: { color: line } },
                },
                plugins: { legend: { labels: { color: ink } } },
            },
        });
    }

    view.follow(['session-opened', 'session-closed', 'session-refused', 'more-refused', 'maintenance-changed', 'limits-changed',
        'node-joined', 'node-left', 'node-lost', 'node-draining', 'node-resumed'], read);
}

const sum = (steps, field) => steps.reduce((all, step) => all + step[field], 0);

const share = limit => limit.maxSessions === 0 ? 1 : limit.held / limit.maxSessions;

/** The times of all windows that are to come, the first one first. */
const coming = windows => windows.flatMap(window => window.next.map(one => ({ window, ...one })))
    .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt)).slice(0, 5);

function state(flag, windows) {
    const open = windows.filter(window => window.active);
    if (flag.enabled) {
        return html`<div class="alert alert-warning py-2" role="status"><strong>${t('overview.closed')}</strong> ${flag.message}
            <a class="alert-link" href="#/maintenance">${t('page.maintenance')}</a></div>`;
    }
    if (open.length > 0) {
        return html`<div class="alert alert-warning py-2" role="status">${open.map(window => html`<div>
            <strong>${window.name}</strong>: ${word('mode', window.mode)}, ${word('scope', window.scope)} ${window.subject ?? nothing}
            ${window.next[0]?.endsAt ? html`, ${t('until')} ${moment(window.next[0].endsAt)}` : nothing}</div>`)}</div>`;
    }
    return html`<div class="alert alert-success py-2" role="status">${t('overview.open')}</div>`;
}

const tile = (title, value, href) => html`<div class="card card-body">
    <div class="text-body-secondary">${href ? html`<a class="link-body-emphasis" href=${href}>${title}</a>` : title}</div>
    <div class="big">${value}</div></div>`;

function gauge(limit) {
    const what = limit.subject ? `${word('scope', limit.scope)} ${limit.subject}` : word('scope', limit.scope);
    const words = t('overview.gauge', { held: number(limit.held), limit: number(limit.maxSessions) });
    return html`<div>
        <div class="d-flex justify-content-between gap-2"><span class="break">${what}</span><span class="number text-nowrap">${words}</span></div>
        <meter min="0" max=${Math.max(1, limit.maxSessions)} .value=${Math.min(limit.held, Math.max(1, limit.maxSessions))}
            high=${limit.maxSessions * 0.9} optimum="0" aria-label="${what}: ${words}"></meter>
        <div class="small text-body-secondary">${limit.rule === 'limits' ? t('overview.own') : t('overview.rule', { rule: limit.rule })}${
            limit.subjects > 1 ? t('overview.fullest', { subjects: number(limit.subjects), full: number(limit.full) }) : nothing}</div>
    </div>`;
}
