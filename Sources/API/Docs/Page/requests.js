// What a form says now, as a request. Both curl and "Send" are made of it.
function requestOf({method, path, operation}, form) {
  let url = path;
  const query = [], headers = {};
  for (const field of parametersOf(operation)) {
    const value = form.elements[field.name].value;
    const text = encodeURIComponent(value);
    if (field.in === 'path') url = url.replace(`{${field.name}}`, text);
    else if (value !== '' && field.in === 'query') query.push(`${encodeURIComponent(field.name)}=${text}`);
    else if (value !== '') headers[field.name] = value;
  }
  const body = form.elements.body?.value;
  if (body) headers['Content-Type'] = 'application/json';
  return {method: method.toUpperCase(), url: location.origin + url + (query.length ? '?' + query.join('&') : ''),
    headers, body: body || undefined};
}

const needsToken = operation => (operation.security ?? api.security ?? []).length > 0;
const quoted = text => `'${text.replace(/'/g, `'\\''`)}'`;

function authorization(operation) {
  if (!needsToken(operation)) return [];
  const token = byId('token').value;
  return [token ? quoted(`Authorization: Bearer ${token}`) : '"Authorization: Bearer $KENNEL_TOKEN"'];
}

function curl(target, form) {
  const {method, url, headers, body} = requestOf(target, form);
  const fields = Object.entries(headers).map(([name, value]) => quoted(`${name}: ${value}`));
  return [
    `curl ${quoted(url)}`,
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...[...authorization(target.operation), ...fields].map(field => `-H ${field}`),
    ...(body ? [`--data-raw ${quoted(body)}`] : [])].join(' \\\n  ');
}

function pretty(text) {
  try { return json(JSON.parse(text)); } catch { return text; }
}

async function send(target, form, output) {
  const {url, headers, ...options} = requestOf(target, form);
  const token = byId('token').value;
  if (token && needsToken(target.operation)) headers.Authorization = `Bearer ${token}`;
  output.textContent = 'Waiting for the answer …';
  try {
    const answer = await fetch(url, {...options, headers});
    const text = pretty(await answer.text());
    output.textContent = `${answer.status} ${answer.statusText}\n${text.slice(0, 20000)}`;
  } catch (error) { output.textContent = String(error); }
}

function parameterInput(field) {
  const input = make('input');
  const example = given(field) ?? sample(field.schema ?? {});
  input.name = field.name;
  input.autocomplete = 'off';
  input.required = Boolean(field.required);
  if (field.required) input.value = example; else input.placeholder = `optional, e.g. ${example}`;
  return make('label', '', make('code', '', field.name), input);
}

function examplePicker(content, text) {
  const examples = Object.entries(content.examples ?? {}).map(([name, example]) => [name, resolve(example)]);
  if (examples.length < 2) return null;
  const select = make('select', '', examples.map(([name, {summary}]) => {
    const option = make('option', '', summary ?? name);
    option.value = name;
    return option;
  }));
  select.addEventListener('change', () => {
    text.value = json(resolve(content.examples[select.value]).value);
    text.dispatchEvent(new Event('input', {bubbles: true}));
  });
  return make('label', '', 'Example', select);
}

function bodyInput(content, id) {
  const text = make('textarea');
  text.name = 'body';
  text.id = `${id}-body`;
  text.spellcheck = false;
  text.value = json(contentSample(content));
  text.rows = Math.min(24, text.value.split('\n').length + 1);
  const label = make('label', '', 'Body');
  label.htmlFor = text.id;
  return [examplePicker(content, text),
    make('div', 'block', make('div', 'bar', label, copyButton('the body', () => text.value)), text)];
}

function trial(target) {
  const {operation} = target;
  const content = contentOf(resolve(operation.requestBody));
  const output = make('pre');
  const result = block('What came back', 'what came back', output);
  const line = make('pre', 'wrap');
  const button = make('button', '', 'Send');
  const form = make('form', '', parametersOf(operation).map(parameterInput),
    content ? bodyInput(content, operation.operationId) : [], button);
  const refresh = () => { line.textContent = curl(target, form); };
  form.addEventListener('input', refresh);
  form.addEventListener('submit', event => {
    event.preventDefault();
    result.hidden = false;
    send(target, form, output);
  });
  output.setAttribute('role', 'status');
  result.hidden = true;
  refresh();
  return [block('curl', 'the curl line', line), make('h4', '', 'Try it'), form, result];
}
