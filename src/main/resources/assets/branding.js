// The preview of a branding: what is in the form, before it is saved. The colours come as a sheet from the server, which
// knows which text can be read on them.
(() => {
  'use strict';

  const MOST_BYTES = 48_000; // as a data address it is a third longer, and has to stay below 65,536 characters

  const form = document.querySelector('form[data-brand]');
  if (!form) return;
  const field = name => form.elements.namedItem(name);
  const each = (name, act) => document.querySelectorAll(`[data-brand-${name}]`).forEach(act);
  const sheet = document.getElementById('brand-sheet');
  const upload = document.getElementById('upload');
  const says = document.getElementById('upload-says');
  const isColor = text => /^#[0-9a-fA-F]{6}$/.test(text);

  form.querySelectorAll('[data-needs-script]').forEach(part => { part.hidden = false; });

  const colors = () => {
    const asked = new URLSearchParams();
    for (const name of ['color', 'darkColor']) asked.set(name, field(name).value.trim());
    return '/dashboard/branding/preview.css?' + asked;
  };

  function show() {
    const name = field('name').value.trim() || 'Webhooks';
    const logo = field('logo').value.trim() || field('picture').value;
    const shown = /^(https:\/\/.|data:image\/)/.test(logo);
    each('name', part => { part.textContent = name; });
    each('logo', part => {
      part.hidden = !shown;
      if (shown && part.getAttribute('src') !== logo) part.src = logo;
    });
    each('horn', part => { part.hidden = shown; });
    each('help', part => { part.hidden = !field('supportUrl').value.trim(); });
    each('picture', part => { part.hidden = !field('picture').value; });
    if (sheet.getAttribute('href') !== colors()) sheet.href = colors();
  }

  // A picker always has a colour, also where its field has none: the one that counts then.
  const pickers = [...form.querySelectorAll('[data-picks]')];
  const plain = new Map(pickers.map(picker => [picker, picker.value]));
  const paint = () => pickers.forEach(picker => {
    const named = field(picker.dataset.picks).value.trim() || field('color').value.trim();
    picker.value = isColor(named) ? named.toLowerCase() : plain.get(picker);
  });
  pickers.forEach(picker => picker.addEventListener('input', () => { field(picker.dataset.picks).value = picker.value; }));

  let waiting;
  form.addEventListener('input', event => {
    if (event.target === field('logo') && field('logo').value) field('picture').value = '';
    if (event.target === field('logo')) says.textContent = '';
    paint();
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });

  upload.addEventListener('change', () => {
    const file = upload.files[0];
    upload.value = '';
    if (!file) return;
    if (file.size > MOST_BYTES) {
      says.textContent = `This picture has ${Math.ceil(file.size / 1000)} kB. At most 48 kB are kept here; take a smaller one, or give the address of this one.`;
      return;
    }
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      field('picture').value = reader.result;
      field('logo').value = '';
      says.textContent = '';
      show();
    });
    reader.readAsDataURL(file);
  });

  document.getElementById('take-away').addEventListener('click', () => {
    field('picture').value = '';
    says.textContent = '';
    show();
    upload.focus();
  });

  each('logo', part => part.addEventListener('error', () => { says.textContent = 'No picture comes from there.'; }));

  paint();
  show();
})();
