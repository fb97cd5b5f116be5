function words(condition) {
  const own = flat(condition);
  const parts = Object.entries(own.properties).map(([name, schema]) => {
    const {const: only, enum: several = [only], not} = flat(schema);
    const values = not ? flat(not).enum ?? [flat(not).const] : several;
    return `${name} is ${not ? 'not ' : ''}${values.map(value => JSON.stringify(value)).join(' or ')}`;
  });
  const names = own.required.filter(name => !(name in own.properties)).map(name => `${name} is given`);
  const negated = own.not ? [`not (${words(own.not)})`] : [];
  return [...parts, ...names, ...negated].join(' and ');
}

// When a field that isn't always required is: by if/then, dependentRequired, or an x- member of its own.
function requiredWhen(name, field, parent) {
  const reasons = [];
  for (const {test, then, otherwise} of parent.conditions) {
    if (flat(then).required.includes(name)) reasons.push(`if ${words(test)}`);
    if (flat(otherwise).required.includes(name)) reasons.push(`unless ${words(test)}`);
  }
  for (const [other, names] of Object.entries(parent.dependentRequired))
    if (names.includes(name)) reasons.push(`with ${other}`);
  const extra = field['x-required-with'] ?? field['x-required-when'];
  if (extra) reasons.push(typeof extra === 'string' || Array.isArray(extra)
    ? `with ${[extra].flat().join(', ')}` : `if ${words({properties: constants(extra)})}`);
  return reasons.join(', ');
}

// {"type": "a"} and {"type": ["a", "b"]} as the schemas they stand for.
function constants(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, {enum: [value].flat()}]));
}

function need(isRequired, reasons) {
  if (isRequired) return make('span', 'need', 'required');
  return reasons ? make('span', 'need some', `required ${reasons}`) : make('span', 'optional', 'optional');
}

function fieldRow(name, schema, depth, mark) {
  const own = flat(schema);
  const label = make('td', '', make('code', 'name', breakable(name)), mark);
  label.style.paddingInlineStart = `${depth * 1.1}rem`;
  const type = make('div', 'type', [typeName(schema), ...limits(schema)].join(' · '));
  return make('tr', depth ? 'nested' : '', label,
    make('td', '', type, own.description ? make('div', '', inline(own.description)) : null));
}

// The object inside a schema: itself, the elements of a list, what may be null.
function innerObjects(schema) {
  const own = flat(schema);
  if (isObject(own)) return [own];
  const inner = [...options(own), ...(own.items ? [own.items] : [])];
  return inner.flatMap(innerObjects);
}

function propertyRows(object, depth, marks) {
  return Object.entries(object.properties).filter(([, schema]) => schema !== false).flatMap(([name, schema]) => {
    const mark = marks ? need(object.required.includes(name), requiredWhen(name, resolve(schema), object)) : null;
    const row = fieldRow(name, schema, depth, mark);
    const inside = depth < deepest ? innerObjects(schema) : [];
    return [row, ...inside.flatMap(inner => propertyRows(inner, depth + 1, marks))];
  });
}

function fieldTable(rows) {
  return make('table', 'fields', make('tbody', '', rows));
}

const placeNames = {path: 'In the path', query: 'In the query', header: 'Headers', cookie: 'Cookies'};

function parametersOf(operation) {
  return (operation.parameters ?? []).map(resolve);
}

function parameterTables(operation) {
  return Object.entries(placeNames).flatMap(([place, title]) => {
    const found = parametersOf(operation).filter(field => field.in === place);
    const rows = found.map(({name, schema, description, required, ...more}) => fieldRow(
      name, {...schema, ...(description ? {description} : {})}, 0,
      need(required, requiredWhen(name, more, flat({})))));
    return rows.length ? [make('h4', '', title), fieldTable(rows)] : [];
  });
}

function bodyTable(operation) {
  const body = resolve(operation.requestBody);
  const schema = contentOf(body)?.schema;
  if (!schema) return [];
  const rows = innerObjects(schema).flatMap(object => propertyRows(object, 0, true));
  return [make('h4', '', body.required ? 'Body, JSON' : 'Body, JSON (may be left out)'), fieldTable(rows)];
}

function fieldNames(operation) {
  const schema = contentOf(resolve(operation.requestBody))?.schema;
  const properties = schema ? innerObjects(schema).flatMap(object => Object.keys(object.properties)) : [];
  return [...parametersOf(operation).map(field => field.name), ...properties];
}
