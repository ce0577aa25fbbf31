// Before anything is painted: a page that is light first and dark then hurts the eyes of the night shift.
(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
        const chosen = localStorage.getItem('drawbridge.theme');
        document.documentElement.dataset.bsTheme = chosen ?? (system.matches ? 'dark' : 'light');
    };
    system.addEventListener('change', apply);
    addEventListener('drawbridge:theme', apply);
    apply();
})();
