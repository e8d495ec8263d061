// What the pages need beyond htmx: the form token, the menu, the theme, times, copying, live parts, charts. Everything
// hangs on data- attributes, because the pages' policy runs no script from within a page.
(() => {
  'use strict';

  const each = (root, selector, act) => {
    if (root.matches?.(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  };

  // --- forms and fragments -------------------------------------------------------------------------------------

  document.addEventListener('htmx:configRequest', event => {
    const token = document.querySelector('meta[name="form-token"]');
    if (token) event.detail.headers['X-Form-Token'] = token.content;
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener('submit', event => {
    const form = event.target;
    const sentence = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (sentence && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      confirmed(sentence, event.submitter).then(yes => {
        if (!yes) return;
        form.dataset.confirmed = 'yes';
        form.requestSubmit(event.submitter ?? undefined);
        delete form.dataset.confirmed;
      });
      return;
    }
    if (!event.defaultPrevented && event.submitter && !form.hasAttribute('hx-post') && form.method === 'post') {
      const button = event.submitter;
      setTimeout(() => {
        button.disabled = true;
        button.dataset.sent = 'yes';
      });
    }
  }, true);

  // A page that comes back from the browser's history can be sent again.
  addEventListener('pageshow', () => each(document, 'form[method=post] [type=submit][data-sent]', button => { button.disabled = false; }));

  function confirmed(sentence, trigger) {
    const dialog = document.createElement('dialog');
    dialog.className = 'confirm';
    dialog.setAttribute('aria-labelledby', 'confirm-text');
    const text = document.createElement('p');
    text.id = 'confirm-text';
    text.textContent = sentence;
    const actions = document.createElement('div');
    actions.className = 'actions';
    const button = (label, value, look) => {
      const one = document.createElement('button');
      one.type = 'button';
      one.textContent = label;
      one.className = look;
      one.addEventListener('click', () => dialog.close(value));
      actions.append(one);
      return one;
    };
    const no = button('Cancel', '', 'quiet');
    button(trigger?.dataset.yes ?? trigger?.textContent.trim() ?? 'Yes', 'yes', trigger?.classList.contains('danger') ? 'danger' : 'primary');
    dialog.append(text, actions);
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
    return new Promise(done => dialog.addEventListener('close', () => {
      dialog.remove();
      trigger?.focus();
      done(dialog.returnValue === 'yes');
    }));
  }

  document.addEventListener('htmx:confirm', event => {
    const sentence = event.detail.elt.dataset?.confirm;
    if (!sentence) return;
    event.preventDefault();
    confirmed(sentence, event.detail.elt).then(yes => { if (yes) event.detail.issueRequest(true); });
  });

  // Whoever pressed a button is not thrown back to the top of the page because it was greyed meanwhile, or replaced by
  // what came.
  let pressed = null;
  document.addEventListener('htmx:beforeRequest', event => {
    const asks = event.detail.elt;
    if (asks.contains(document.activeElement)) pressed = { button: document.activeElement, by: asks };
  });
  document.addEventListener('htmx:afterSettle', event => {
    if (!pressed || event.detail.requestConfig?.elt !== pressed.by) return;
    const { button } = pressed;
    pressed = null;
    if (document.activeElement !== document.body) return;
    const next = button.isConnected ? button : event.detail.target.querySelector('button, a[href], input, select, pre');
    next?.focus();
  });

  // --- the frame: menu and theme -------------------------------------------------------------------------------

  const menu = document.querySelector('.menu');
  menu?.addEventListener('click', () => {
    const open = menu.getAttribute('aria-expanded') !== 'true';
    menu.setAttribute('aria-expanded', String(open));
    document.body.classList.toggle('menu-open', open);
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !document.body.classList.contains('menu-open')) return;
    menu.click();
    menu.focus();
  });

  const themes = ['system', 'light', 'dark'];
  each(document, '[data-theme-switch]', button => {
    const name = button.querySelector('[data-theme-name]');
    const show = () => { name.textContent = 'Theme: ' + (localStorage.getItem('posthorn-theme') ?? 'system'); };
    button.addEventListener('click', () => {
      const next = themes[(themes.indexOf(localStorage.getItem('posthorn-theme') ?? 'system') + 1) % themes.length];
      if (next === 'system') {
        localStorage.removeItem('posthorn-theme');
        delete document.documentElement.dataset.theme;
      } else {
        localStorage.setItem('posthorn-theme', next);
        document.documentElement.dataset.theme = next;
      }
      show();
      document.dispatchEvent(new CustomEvent('posthorn:theme'));
    });
    show();
  });

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    document.dispatchEvent(new CustomEvent('posthorn:theme')));

  // --- parts of pages, also those that come later -----------------------------------------------------------------

  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
  const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', hour: '2-digit', minute: '2-digit' });

  const until = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

  function dress(root) {
    each(root, 'time[data-time]', time => {
      const moment = new Date(time.dateTime);
      if (!isNaN(moment)) time.title = exact.format(moment);
    });
    each(root, 'time[data-weekday]', time => {
      const moment = new Date(time.dateTime);
      if (!isNaN(moment)) time.textContent = weekday.format(moment);
    });
    each(root, 'time[data-until]', time => {
      const moment = new Date(time.dateTime);
      if (!isNaN(moment)) time.textContent = until.format(moment);
    });
    each(root, '.scroll', part => {
      sizes.observe(part);
      if (part.firstElementChild) sizes.observe(part.firstElementChild);
    });
    each(root, '[data-copy]', button => {
      if (button.dataset.dressed) return;
      button.dataset.dressed = 'yes';
      button.addEventListener('click', () => copy(button));
    });
    each(root, '[data-shows]', dressSwitch);
    each(root, '[data-all]', dressSelectAll);
    each(root, '[data-live]', listen);
    each(root, 'canvas[data-chart]', draw);
  }

  // A table that is wider than its place is a stop of its own, so that the arrow keys move it; one that fits is none.
  const sizes = new ResizeObserver(changes => changes.forEach(({ target }) => reach(target.closest('.scroll'))));

  function reach(part) {
    if (!part) return;
    if (part.scrollWidth > part.clientWidth) {
      part.tabIndex = 0;
      part.setAttribute('role', 'group');
      part.setAttribute('aria-label', 'Table that scrolls sideways');
    } else {
      ['tabindex', 'role', 'aria-label'].forEach(name => part.removeAttribute(name));
    }
  }

  // What a screen reader says, because it cannot see that a label has changed.
  let teller;

  function tell(sentence) {
    if (!teller) {
      teller = document.createElement('p');
      teller.className = 'sr';
      teller.setAttribute('role', 'status');
      document.body.append(teller);
    }
    teller.textContent = '';
    setTimeout(() => { teller.textContent = sentence; });
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    const text = source.value ?? source.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand('copy');
    }
    const label = button.textContent;
    button.textContent = 'Copied';
    tell('Copied');
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  // <input type=radio|checkbox|select data-shows="name"> shows what has data-shown-by="name" (and data-when="value").
  function dressSwitch(control) {
    if (control.dataset.dressed) return;
    control.dataset.dressed = 'yes';
    const form = control.form ?? document;
    const apply = () => form.querySelectorAll(`[data-shown-by="${control.dataset.shows}"]`).forEach(part => {
      const value = control.type === 'checkbox' ? String(control.checked)
        : control.type === 'radio' ? form.querySelector(`[name="${control.name}"]:checked`)?.value : control.value;
      part.hidden = !part.dataset.when.split(' ').includes(value ?? '');
    });
    control.addEventListener('change', apply);
    apply();
  }

  function dressSelectAll(box) {
    if (box.dataset.dressed) return;
    box.dataset.dressed = 'yes';
    box.addEventListener('change', () =>
      box.form.querySelectorAll(`input[name="${box.dataset.all}"]`).forEach(one => { one.checked = box.checked; }));
  }

  // <section data-live="/…/live" hx-get="/…" hx-trigger="look">: the server says when there is something new to see.
  const streams = new Map();

  // Nothing is taken away from under somebody who reads an attempt, ticks boxes or is about to press a button.
  const isInUse = part => part.contains(document.activeElement) || document.querySelector('dialog[open]')
    || part.querySelector('details[open], input:checked');

  function listen(part) {
    if (streams.has(part)) return;
    const open = () => {
      const stream = new EventSource(part.dataset.live);
      stream.addEventListener('look', () => {
        if (!part.isConnected) return close(part);
        if (!isInUse(part)) htmx.trigger(part, 'look');
      });
      stream.addEventListener('end', () => close(part));
      streams.set(part, stream);
    };
    const close = which => {
      streams.get(which)?.close();
      streams.delete(which);
    };
    open();
    document.addEventListener('visibilitychange', () => {
      if (!part.isConnected) return;
      if (document.hidden) close(part);
      else if (!streams.has(part)) open();
    });
  }

  let library;

  function charting() {
    library ??= new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = '/assets/chart.umd.min.js';
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  // <canvas data-chart="/….json">: labels and series from the server, colours from the style sheet.
  const charts = new Map();

  async function draw(canvas) {
    if (charts.has(canvas)) return;
    charts.set(canvas, null);
    await charting();
    const answer = await fetch(canvas.dataset.chart, { headers: { Accept: 'application/json', 'HX-Request': 'true' } });
    if (!answer.ok) return;
    const data = await answer.json();
    const span = new Date(data.labels.at(-1)) - new Date(data.labels[0]);
    const clock = data.days ? { day: 'numeric', month: 'short', hour: '2-digit' }
      : { hour: '2-digit', minute: '2-digit', ...(span < 5 * 60_000 ? { second: '2-digit' } : {}) };
    const color = name => {
      canvas.style.color = `var(${name})`;
      return getComputedStyle(canvas).color;
    };
    const paint = () => {
      charts.get(canvas)?.destroy();
      const axis = { grid: { color: color('--line') }, ticks: { color: color('--ink-soft'), maxTicksLimit: 7, maxRotation: 0 }, border: { display: false } };
      charts.set(canvas, new Chart(canvas, {
        type: data.type ?? 'line',
        data: {
          labels: data.labels.map(moment => data.moments === false ? moment
            : new Date(moment).toLocaleString(undefined, clock)),
          datasets: data.series.map(series => ({
            label: series.name,
            data: series.values,
            borderColor: color(`--${series.tone}`),
            backgroundColor: color(`--${series.tone}`),
            borderWidth: 2,
            pointRadius: 0,
            pointHitRadius: 12,
            tension: 0.25,
            stack: 'one',
          })),
        },
        options: {
          animation: false,
          maintainAspectRatio: false,
          interaction: { mode: 'index', intersect: false },
          plugins: { legend: { display: data.series.length > 1, labels: { color: color('--ink-soft'), boxWidth: 10, boxHeight: 10 } } },
          scales: {
            x: { ...axis, stacked: data.type === 'bar', grid: { display: false } },
            y: { ...axis, stacked: data.type === 'bar', beginAtZero: true, ticks: { ...axis.ticks, precision: 0 } },
          },
        },
      }));
    };
    paint();
    document.addEventListener('posthorn:theme', paint);
  }

  document.addEventListener('DOMContentLoaded', () => dress(document));
  document.addEventListener('htmx:load', event => dress(event.detail.elt));
})();
