'use strict';
let api;  // the OpenAPI document

const byId = id => document.getElementById(id);

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

function link(target, className, ...children) {
  const anchor = make('a', className, ...children);
  anchor.href = target;
  return anchor;
}

function action(words, className, act) {
  const button = make('button', className, words);
  button.type = 'button';
  button.addEventListener('click', act);
  return button;
}

// Without HTTPS there is no navigator.clipboard; the old command works on a selection.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = make('textarea', 'offscreen');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('The browser refused to copy.');
}

function copyButton(what, read) {
  const button = action('Copy', 'quiet', async () => {
    button.textContent = await copy(read()).then(() => 'Copied', () => 'Not copied');
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  button.setAttribute('aria-label', `Copy ${what}`);
  return button;
}

function block(title, what, pre) {
  pre.tabIndex = 0;
  pre.setAttribute('aria-label', what);
  return make('div', 'block',
    make('div', 'bar', make('h4', '', title), copyButton(what, () => pre.textContent)), pre);
}

// A name or path that may break after a separator, not within a word.
function breakable(text) {
  return text.split(/(?<=[_/.-])/).flatMap((part, at) => at ? [make('wbr'), part] : [part]);
}

const json = value => JSON.stringify(value, null, 2);
