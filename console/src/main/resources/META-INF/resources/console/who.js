// Signing in and out, and what a role may do.

import { html, render, nothing } from './lib/lit-html/lit-html.js';
import { api } from './api.js';
import { complaint, field } from './parts.js';
import { t } from './text.js';

export const ROLES = ['viewer', 'operator', 'admin'];

export const may = (me, role) => ROLES.indexOf(me.role) >= ROLES.indexOf(role);

/** Asks until somebody has signed in. */
export function signIn(controls) {
    document.title = t('sign-in') + ' · Drawbridge';
    return new Promise(done => {
        let ways = { password: true, oidc: null };
        const show = problem => render(html`<main class="container py-5"><div class="mx-auto col-sm-8 col-md-6 col-lg-4">
            <h1 class="mb-3">Drawbridge</h1>
            ${ways.oidc ? html`<a class="btn btn-primary w-100 mb-3" href=${ways.oidc.href}>${t('sign-in.with', { name: ways.oidc.name })}</a>` : nothing}
            ${ways.password ? html`<form @submit=${submit} novalidate>
                ${field('name', t('name'), '', problem, { autocomplete: 'username', required: true })}
                ${field('password', t('password'), '', problem, { type: 'password', autocomplete: 'current-password', required: true })}
                ${problem?.status === 401 ? html`<div class="alert alert-danger my-2" role="alert">${t('sign-in.wrong')}</div>` : complaint(problem)}
                <button type="submit" class="btn ${ways.oidc ? 'btn-outline-primary' : 'btn-primary'} w-100 my-2">${t('sign-in')}</button>
            </form>` : nothing}
            <div class="d-flex gap-2 mt-3 justify-content-end">${controls()}</div>
        </div></main>`, document.body);
        async function submit(event) {
            event.preventDefault();
            const form = new FormData(event.target);
            try {
                await api.post('sign-in', { name: form.get('name'), password: form.get('password') });
                done();
            } catch (problem) {
                show(problem);
            }
        }
        render(nothing, document.body);
        show(null);
        document.querySelector('input')?.focus();
        api.get('sign-in').then(answer => {
            ways = answer;
            show(null);
        }, show);
    });
}

/** Who has signed in elsewhere also signs out there. */
export async function signOut(me) {
    if (me.signOutHref !== null) {
        location.assign(me.signOutHref);
        return;
    }
    try {
        await api.post('sign-out');
    } finally {
        location.assign('/');
    }
}
