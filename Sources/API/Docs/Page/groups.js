const largest = 16;  // a group with more operations is divided by the next part of the path

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

function everyOperation() {
  return Object.entries(api.paths).flatMap(([path, item]) => methods.filter(method => item[method])
    .map(method => ({path, method, operation: item[method], parts: path.split('/').filter(Boolean)})));
}

function operationsOf(tag) {
  return everyOperation().filter(target => target.operation.tags?.includes(tag));
}

function commonLength(targets) {
  const [first, ...others] = targets.map(target => target.parts);
  const end = first.findIndex((part, at) => part.startsWith('{') || others.some(parts => parts[at] !== part));
  return end < 0 ? first.length : end;
}

// `trigger/{id}` and `triggers` are about the same.
const stem = part => part.replace(/s$/, '');

function byNextPart(targets, depth) {
  const found = new Map();
  for (const target of targets) {
    const part = target.parts[depth] ?? '';
    const key = part.startsWith('{') ? '' : stem(part);
    const group = found.get(key) ?? found.set(key, {name: '', targets: []}).get(key);
    if (part.length > group.name.length) group.name = part;
    group.targets.push(target);
  }
  return [...found.values()];
}

// Groups of a tag by the paths below what all share: single operations come together as "general".
function divide(targets, depth, prefix) {
  const groups = byNextPart(targets, depth);
  const single = groups.filter(group => group.targets.length === 1 || !group.name).flatMap(group => group.targets);
  const name = part => [...prefix, part].join('/');
  const divided = groups.filter(group => group.targets.length > 1 && group.name).flatMap(group =>
    group.targets.length > largest ? divide(group.targets, depth + 1, [...prefix, group.name])
      : [{name: name(group.name), targets: group.targets}]);
  return single.length ? [{name: prefix.length ? prefix.join('/') : 'general', targets: single}, ...divided] : divided;
}

function groupsOf(tag) {
  const targets = operationsOf(tag.name);
  if (targets.length <= largest) return [{name: '', targets}];
  return divide(targets, commonLength(targets), []);
}

// The tags that the document lists, then those that only operations name.
function allTags() {
  const used = everyOperation().flatMap(({operation}) => operation.tags ?? []);
  const listed = api.tags ?? [];
  const others = [...new Set(used)].filter(name => !listed.some(tag => tag.name === name)).map(name => ({name}));
  return [...listed, ...others].filter(tag => used.includes(tag.name));
}

const anchor = (...names) => names.filter(Boolean).join('-').replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();

function groupSection(tag, group) {
  const section = make('section', 'group', group.name ? make('h3', '', group.name) : null,
    group.targets.map(operationRow));
  section.id = anchor('group', tag.name, group.name);
  return section;
}

function tagSection(tag, groups) {
  const section = make('section', 'tag', make('h2', '', tag.name),
    tag.description ? make('div', 'what', markdown(tag.description)) : null,
    groups.map(group => groupSection(tag, group)));
  section.id = anchor('tag', tag.name);
  return section;
}
