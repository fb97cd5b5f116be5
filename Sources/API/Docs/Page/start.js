function guideSection(id, title, ...content) {
  const section = make('section', '', make('h2', '', title), ...content);
  section.id = id;
  return section;
}

function authentication() {
  const line = make('pre', 'wrap', `curl -H "Authorization: Bearer $KENNEL_TOKEN" '${location.origin}/…'`);
  return guideSection('authentication', 'Authentication',
    make('p', '', inline('Send `Authorization: Bearer …` with every request, except to operations marked **open**. '
      + 'The token is:')),
    schemeWords().flatMap(markdown), line,
    make('p', '', 'Paste a token at the top of this page to try operations. It stays in this tab, is sent to this '
      + 'server only, and stands in the curl lines.'));
}

// All failures of all operations, each once, by status and code.
function everyFailure() {
  const found = new Map();
  for (const failure of everyOperation().flatMap(({operation}) => failuresOf(operation)))
    found.set(failure.slice(0, 2).join(' '), failure);
  return [...found.values()].sort((a, b) => a[0] - b[0] || (a[2].code ?? 0) - (b[2].code ?? 0));
}

function errors() {
  const failures = everyFailure();
  return guideSection('errors', 'Errors',
    make('p', '', inline('A failure has an HTTP status, a `code` for programs and a `message` for people. '
      + 'Each operation lists the errors it can answer with.')),
    make('details', 'plain', make('summary', '', `All ${failures.length} errors`), failureTable(failures)));
}

function guide() {
  byId('guide').append(guideSection('introduction', 'Introduction', markdown(api.info.description ?? '')),
    authentication(), errors());
}

function show() {
  const tags = allTags().map(tag => ({tag, groups: groupsOf(tag)}));
  byId('version').textContent = api.info.version;
  byId('state').remove();
  guide();
  byId('operations').append(...tags.map(({tag, groups}) => tagSection(tag, groups)));
  byId('groups').append(guideLinks(), make('ul', '', moduleEntries(tags)));
  showCounts();
  watchScrolling();
  followHash();
}

function listen() {
  byId('filter').addEventListener('input', filter);
  byId('clear').addEventListener('click', clearFilter);
  byId('menu').addEventListener('click', () => setMenu(!document.body.classList.contains('menu')));
  byId('groups').addEventListener('click', event => { if (event.target.closest('a')) setMenu(false); });
  byId('token').addEventListener('input', () => {
    for (const form of document.querySelectorAll('form')) form.dispatchEvent(new Event('input'));
  });
  addEventListener('hashchange', followHash);
  addEventListener('keydown', onKey);
}

listen();
fetch('openapi.json').then(answer => answer.json()).then(document => { api = document; show(); })
  .catch(error => { byId('state').textContent = `Could not read /openapi.json: ${error}`; });
