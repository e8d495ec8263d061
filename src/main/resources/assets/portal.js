// Keeps what somebody types in a form for this tab, so that nothing is lost when the visit ends in the middle of it.
(() => {
  'use strict';

  const NAME = 'posthorn-draft';
  const store = (() => {
    try {
      return window.sessionStorage;
    } catch {
      return null; // a browser that keeps nothing for frames of other sites
    }
  })();
  if (!store) return;

  const read = () => {
    try {
      return JSON.parse(store.getItem(NAME));
    } catch {
      return null;
    }
  };

  // Secrets are not kept, and neither is the token of the session.
  const isKept = field => field.name && field.type !== 'hidden' && field.type !== 'password' && !('noDraft' in field.dataset);

  const form = document.querySelector('form[data-draft]');
  const draft = read();

  if (document.querySelector('.said')) store.removeItem(NAME);
  else if (form && draft?.path === location.pathname && !form.querySelector('[role=alert]')) restore(form, draft);
  else if (draft && draft.path !== location.pathname) offer(draft);

  form?.addEventListener('input', () => {
    const fields = [...form.elements].filter(isKept).map(field => ({
      name: field.name,
      value: field.value,
      on: field.type === 'checkbox' || field.type === 'radio' ? field.checked : null,
    }));
    store.setItem(NAME, JSON.stringify({ path: location.pathname, fields }));
  });
  document.querySelectorAll('[data-forget-draft]').forEach(link =>
    link.addEventListener('click', () => store.removeItem(NAME)));

  function restore(into, from) {
    let changed = false;
    for (const kept of from.fields) {
      for (const field of into.querySelectorAll(`[name="${CSS.escape(kept.name)}"]`)) {
        if (!isKept(field)) continue;
        if (kept.on === null) {
          changed ||= field.value !== kept.value;
          field.value = kept.value;
        } else if (field.value === kept.value) {
          changed ||= field.checked !== kept.on;
          field.checked = kept.on;
        }
      }
    }
    into.querySelectorAll('[data-shows]').forEach(field => field.dispatchEvent(new Event('change')));
    const notice = document.getElementById('draft-restored');
    if (changed && notice) notice.hidden = false;
  }

  function offer(from) {
    const notice = document.getElementById('draft-kept');
    if (!notice) return;
    notice.querySelector('a')?.setAttribute('href', from.path);
    notice.querySelector('button')?.addEventListener('click', () => {
      store.removeItem(NAME);
      notice.hidden = true;
    });
    notice.hidden = false;
  }
})();
