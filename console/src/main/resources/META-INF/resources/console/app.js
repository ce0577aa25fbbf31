// The frame around all pages: who is here, where they are, and where they may go.

import { html, render, nothing } from './lib/lit-html/lit-html.js';
import { api, signedOut } from './api.js';
import { dialog, field, say, sayProblem } from './parts.js';
import { currentLanguage, languages, speak, t, word } from './text.js';
import { may, signIn, signOut } from './who.js';
import { live } from './live.js';
import { pages } from './pages.js';

let me = null;
let leave = null;

function theme() {
    return document.documentElement.dataset.bsTheme;
}

function toggleTheme() {
    localStorage.setItem('drawbridge.theme', theme() === 'dark' ? 'light' : 'dark');
    dispatchEvent(new Event('drawbridge:theme'));
    open();
}

function chooseLanguage(event) {
    speak(event.target.value);
    open();
}

const controls = () => html`
    <select class="form-select form-select-sm w-auto" aria-label=${t('language')} @change=${chooseLanguage}>
        ${Object.entries(languages).map(([code, name]) =>
            html`<option value=${code} lang=${code} ?selected=${code === currentLanguage()}>${name}</option>`)}</select>
    <button type="button" class="btn btn-sm btn-outline-secondary" @click=${toggleTheme}>
        ${theme() === 'dark' ? t('theme.light') : t('theme.dark')}</button>`;

function changePassword() {
    return dialog(t('password.change'), problem => html`
        ${field('current', t('password.current'), '', problem, { type: 'password', autocomplete: 'current-password', required: true })}
        ${field('new', t('password.new'), '', problem, { type: 'password', autocomplete: 'new-password', required: true })}`,
    form => api.put('me/password', { current: form.get('current'), new: form.get('new') }))
        .then(done => done && say(t('password.changed')));
}

function toggleMenu(event) {
    const nav = document.querySelector('.frame > nav');
    event.currentTarget.setAttribute('aria-expanded', nav.classList.toggle('open'));
}

function frame(page) {
    return html`<a class="skip btn btn-primary" href="#main" @click=${toMain}>${t('skip')}</a>
    <div class="frame">
        <header class="d-flex flex-wrap gap-2 align-items-center border-bottom px-3 py-2">
            <button type="button" class="menu btn btn-sm btn-outline-secondary" aria-expanded="false" aria-controls="nav"
                @click=${toggleMenu}>${t('menu')}</button>
            <a class="fw-bold text-decoration-none text-body me-auto" href="#/overview">Drawbridge</a>
            ${controls()}
            <span class="small text-body-secondary">${me.name} (${word('role', me.role)})</span>
            ${me.signOutHref === null ? html`<button type="button" class="btn btn-sm btn-outline-secondary" @click=${changePassword}>${t('password.change')}</button>` : nothing}
            <button type="button" class="btn btn-sm btn-outline-secondary" @click=${() => signOut(me)}>${t('sign-out')}</button>
        </header>
        <nav id="nav" class="py-2" aria-label=${t('pages')}>
            <ul class="nav flex-column">${pages.filter(one => may(me, one.role)).map(one => html`<li class="nav-item">
                <a class="nav-link" href="#/${one.name}" aria-current=${one === page ? 'page' : nothing}>${t('page.' + one.name)}</a>
            </li>`)}</ul>
        </nav>
        <main id="main" class="p-3" tabindex="-1"></main>
    </div>`;
}

function toMain(event) {
    event.preventDefault();
    document.querySelector('#main').focus();
}

/** Shows the page that the address names, and ends what the page before had going on. */
function open() {
    leave?.abort();
    leave = new AbortController();
    if (me === null) {
        return;
    }
    const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
    const page = pages.find(one => one.name === path && may(me, one.role)) ?? pages[0];
    document.title = t('page.' + page.name) + ' · Drawbridge';
    render(frame(page), document.body);
    document.querySelector('.frame > nav').classList.remove('open');
    document.querySelector('.menu').setAttribute('aria-expanded', 'false');
    const main = document.querySelector('#main');
    const { signal } = leave;
    let told = null;
    const view = {
        me,
        signal,
        /** Whether whoever looks may do what needs this role. */
        may: role => may(me, role),
        parameters: new URLSearchParams(query),
        show: content => {
            if (!signal.aborted) {
                render(html`${content}`, main);
                if (told === null) {
                    told = true;
                    main.querySelector('h1')?.focus({ preventScroll: true });
                }
            }
        },
        /** Keeps what is looked for in the address, so that it can be sent to a colleague. */
        remember: parameters => {
            const kept = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
            history.replaceState(null, '', `#/${page.name}${kept.size ? '?' + kept : ''}`);
        },
        /** Reads, and shows what goes wrong. */
        read: async read => {
            try {
                await read();
            } catch (problem) {
                if (problem.name !== 'AbortError' && problem.status !== 401 && !signal.aborted) {
                    view.show(html`${view.title()}<div class="alert alert-danger" role="alert">${sayProblem(problem)}</div>`);
                }
            }
        },
        /** Reads anew now, whenever one of these events comes, and when the stream of events was away. */
        follow: (types, read) => live.follow(types, () => view.read(read), signal),
        title: (...actions) => html`<div class="d-flex flex-wrap gap-2 align-items-center mb-3">
            <h1 tabindex="-1" class="me-auto">${t('page.' + page.name)}</h1>${actions}</div>`,
    };
    render(nothing, main);
    page.open(view);
}

async function begin() {
    leave?.abort();
    live.stop();
    me = null;
    for (;;) {
        try {
            me = await api.get('me');
            break;
        } catch (problem) {
            if (problem.status !== 401) {
                render(html`<main class="container py-5"><h1>Drawbridge</h1>
                    <div class="alert alert-danger" role="alert">${sayProblem(problem)}</div>
                    <button class="btn btn-primary" @click=${begin}>${t('again')}</button></main>`, document.body);
                return;
            }
            await signIn(controls);
        }
    }
    render(nothing, document.body);
    live.start();
    open();
}

addEventListener('hashchange', open);
signedOut.addEventListener('signed-out', () => {
    if (me !== null) {
        begin();
    }
});
begin();
