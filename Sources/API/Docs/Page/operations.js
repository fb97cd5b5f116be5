function successOf(operation) {
  const [, answer] = Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
  return resolve(answer);
}

function answerParts(operation) {
  const answer = successOf(operation);
  const content = contentOf(answer);
  if (!content?.schema) {
    const types = Object.keys(answer.content ?? {});
    return [make('p', 'what', types.length ? `Answers with ${types.join(' or ')}.` : 'Answers without a body.')];
  }
  const rows = innerObjects(content.schema).flatMap(object => propertyRows(object, 0, false));
  return [
    block('Answer', 'the answer', make('pre', '', json(contentSample(content)))),
    make('details', 'plain', make('summary', '', 'Fields of the answer'), fieldTable(rows))];
}

// Every way a request can fail: [status, name, error].
function failuresOf(operation) {
  const failed = Object.entries(operation.responses).filter(([status]) => !status.startsWith('2'));
  return failed.flatMap(([status, response]) => {
    const content = contentOf(resolve(response)) ?? {};
    const examples = Object.entries(content.examples ?? {}).map(([name, example]) => [name, resolve(example).value]);
    if (content.example) examples.push(['', content.example]);
    if (!examples.length) return [[status, '', {message: resolve(response).description}]];
    return examples.map(([name, value]) => [status, name, value?.error ?? {}]);
  });
}

function failureTable(failures) {
  return make('table', 'failures', make('tbody', '', failures.map(([status, name, {code, message}]) => make('tr', '',
    make('td', '', make('code', '', status)),
    make('td', '', make('div', '', make('code', '', name), code === undefined ? '' : ` code ${code}`),
      make('div', 'what', message ?? ''))))));
}

function schemeWords() {
  const schemes = Object.values(api.components?.securitySchemes ?? {});
  return schemes.map(scheme => resolve(scheme).description).filter(Boolean);
}

function callers(operation) {
  if (!needsToken(operation)) return ['Anybody, without a token.'];
  return operation['x-internal'] ? ['With a bearer token. This operation is ', make('strong', '', 'internal'),
    ', not for general use.'] : ['With a ', link('#authentication', '', 'bearer token'), '.'];
}

function extras(operation) {
  return Object.entries(operation).filter(([name, value]) => name.startsWith('x-') && name !== 'x-internal'
    && ['string', 'number'].includes(typeof [value].flat()[0])).map(([name, value]) =>
    make('p', '', make('strong', '', `${name[2].toUpperCase()}${name.slice(3).replace(/-/g, ' ')}: `),
      inline([value].flat().join(', '))));
}

function about(operation) {
  const permalink = link(`#${operation.operationId}`, 'permalink', 'Link to this operation');
  return make('div', 'about',
    operation.description ? markdown(operation.description) : [],
    make('p', '', make('strong', '', 'Who may call: '), callers(operation)), extras(operation),
    parameterTables(operation), bodyTable(operation), permalink);
}

function fill(body, target) {
  const {operation} = target;
  body.append(about(operation), make('div', 'use', trial(target), answerParts(operation)),
    make('div', 'fails', make('h4', '', 'Errors'), failureTable(failuresOf(operation))));
}

function badges(operation) {
  return [operation['x-internal'] ? 'internal' : null, needsToken(operation) ? null : 'open',
    operation.deprecated ? 'deprecated' : null].filter(Boolean).map(word => make('span', 'badge', word));
}

function operationRow(target) {
  const {method, path, operation} = target;
  const body = make('div', 'body');
  const details = make('details', 'operation', make('summary', '',
    make('span', `method ${method}`, method), make('span', 'path', breakable(path)),
    make('span', 'badges', badges(operation)), make('span', 'what', inline(operation.summary ?? ''))), body);
  details.id = operation.operationId;
  details.addEventListener('toggle', () => {
    if (details.open && !body.firstChild) fill(body, target);
  });
  const searched = [path, method, operation.summary, operation.operationId, ...fieldNames(operation)];
  details.searched = searched.join(' ').toLowerCase();
  return details;
}
