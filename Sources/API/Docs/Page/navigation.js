function countOf(...ids) {
  const count = make('span', 'count');
  count.dataset.of = ids.join(' ');
  return count;
}

function groupLink(tag, group, words) {
  const id = anchor('group', tag.name, group.name);
  return make('li', '', link(`#${id}`, '', make('span', '', breakable(words)), countOf(id)));
}

// Tags of one module stand below its name.
function moduleOf({tag, groups}) {
  const [first, second] = groups[0].targets[0].parts;
  return first === 'modules' ? second : tag.name;
}

function withoutPrefix(name, prefix) {
  return name.startsWith(prefix) ? name.slice(prefix.length).replace(/^[^\p{L}\p{N}]+/u, '') : name;
}

function moduleEntry(name, tags) {
  const links = tags.flatMap(({tag, groups}) => groups.map(group => {
    const words = [withoutPrefix(tag.name, name), group.name].filter(Boolean).join('/');
    return groupLink(tag, group, words || 'general');
  }));
  if (links.length === 1) return groupLink(tags[0].tag, tags[0].groups[0], tags[0].tag.name);
  const count = countOf(...tags.map(({tag}) => anchor('tag', tag.name)));
  return make('li', '', make('details', '',
    make('summary', '', make('span', '', breakable(name)), count), make('ul', '', links)));
}

function moduleEntries(tags) {
  return [...Map.groupBy(tags, moduleOf)].map(([name, tags]) => moduleEntry(name, tags));
}

function guideLinks() {
  const links = make('ul', '', [...document.querySelectorAll('#guide > section')].map(section =>
    make('li', '', link(`#${section.id}`, '', section.querySelector('h2').textContent))));
  links.id = 'guide-links';
  return links;
}

function setMenu(isOpen) {
  document.body.classList.toggle('menu', isOpen);
  byId('menu').setAttribute('aria-expanded', String(isOpen));
}

function mark(id) {
  const nav = byId('groups');
  nav.querySelector('[aria-current]')?.removeAttribute('aria-current');
  const current = nav.querySelector(`a[href="#${id}"]`);
  if (!current) return;
  current.setAttribute('aria-current', 'true');
  current.closest('details')?.setAttribute('open', '');
  const place = current.offsetTop - nav.scrollTop;
  if (place < 0 || place > nav.clientHeight - 40) nav.scrollTop = current.offsetTop - nav.clientHeight / 2;
}

// Marks the uppermost section in the upper part of the window.
function watchScrolling() {
  const visible = new Set();
  const sections = [...document.querySelectorAll('#guide > section, section.group')];
  const observer = new IntersectionObserver(entries => {
    for (const {target, isIntersecting} of entries)
      if (isIntersecting) visible.add(target); else visible.delete(target);
    const first = sections.find(section => visible.has(section));
    if (first) mark(first.id);
  }, {rootMargin: '-70px 0px -65% 0px'});
  for (const section of sections) observer.observe(section);
}

function showCounts() {
  for (const count of document.querySelectorAll('[data-of]')) {
    const found = count.dataset.of.split(' ').flatMap(id =>
      [...byId(id).querySelectorAll('details.operation:not([hidden])')]).length;
    count.textContent = found;
    count.closest('li').hidden = found === 0;
  }
}

function filter() {
  const asked = byId('filter').value.trim();
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [...document.querySelectorAll('details.operation')];
  for (const row of rows) row.hidden = !words.every(word => row.searched.includes(word));
  for (const section of document.querySelectorAll('section.group, section.tag'))
    section.hidden = !section.querySelector('details.operation:not([hidden])');
  const found = rows.filter(row => !row.hidden).length;
  byId('guide').hidden = byId('guide-links').hidden = words.length > 0;
  byId('nothing').hidden = found > 0;
  byId('asked').textContent = asked;
  byId('found').textContent = words.length ? `${found} of ${rows.length} operations` : '';
  showCounts();
  for (const entry of words.length ? byId('groups').querySelectorAll('details') : []) entry.open = true;
}

function clearFilter() {
  byId('filter').value = '';
  filter();
  byId('filter').focus();
}

// Opens the operation that the address names; its content is made by its toggle event.
function followHash() {
  const linked = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
  if (!linked) return;
  if (linked.hidden || linked.closest('[hidden]')) clearFilter();
  if (linked.matches('details.operation')) linked.open = true;
  setTimeout(() => linked.scrollIntoView());
}

function onKey(event) {
  const isTyping = event.target.closest('input, textarea, select');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId('filter').focus();
  }
  if (event.key === 'Escape' && event.target === byId('filter')) clearFilter();
}
