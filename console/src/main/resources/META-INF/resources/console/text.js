// Words, times and numbers in the language of whoever reads them.

import en from './text/en.js';
import th from './text/th.js';

const LANGUAGES = { en, th };
const KEPT = 'drawbridge.language';

function chosen() {
    const kept = localStorage.getItem(KEPT);
    if (kept in LANGUAGES) {
        return kept;
    }
    return navigator.languages.map(one => one.slice(0, 2)).find(one => one in LANGUAGES) ?? 'en';
}

let language = chosen();
document.documentElement.lang = language;

export const languages = { en: 'English', th: 'ไทย' };

export function currentLanguage() {
    return language;
}

export function speak(other) {
    localStorage.setItem(KEPT, other);
    language = other;
    document.documentElement.lang = other;
}

/** The words of a key, with what stands in {braces} filled in. */
export function t(key, values = {}) {
    const words = LANGUAGES[language][key] ?? key;
    return words.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
}

/** The word of one of a closed set: what is not known here yet is shown as the API writes it. */
export function word(set, value) {
    const key = set + '.' + value;
    return key in LANGUAGES[language] ? t(key) : value;
}

/** With Gregorian years, also in Thai: they are compared with logs. */
const locale = () => language === 'th' ? 'th-TH-u-ca-gregory' : navigator.languages.find(one => one.startsWith('en')) ?? 'en-GB';

export const number = value => new Intl.NumberFormat(locale()).format(value);

export const moment = instant => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
    .format(new Date(instant));

export const clock = instant => new Intl.DateTimeFormat(locale(), { timeStyle: 'short', hourCycle: 'h23' }).format(new Date(instant));

/** "3 minutes ago", "in 2 hours". */
export function distance(instant) {
    const seconds = Math.round((new Date(instant) - Date.now()) / 1000);
    const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
    for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
        if (Math.abs(seconds) >= size) {
            return format.format(Math.trunc(seconds / size), unit);
        }
    }
    return format.format(seconds, 'second');
}

export function bytes(count) {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
    return new Intl.NumberFormat(locale(), { style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: 1 })
        .format(count / 1000 ** power);
}
