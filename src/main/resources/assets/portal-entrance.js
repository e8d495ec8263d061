// Takes the token out of the address, so that it stays in no history, and hands it in for a session.
(() => {
  'use strict';
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  history.replaceState(null, '', location.pathname);
  const form = document.getElementById('entrance');
  if (key) {
    form.elements.key.value = key;
    form.submit();
  } else {
    document.getElementById('no-key').hidden = false;
    document.getElementById('entering').hidden = true;
  }
})();
