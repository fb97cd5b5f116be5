const sampleId = '175928847299117063';
const deepest = 5;  // a schema may contain itself: below this, only what is required

function texts() {
  return ['text', sampleId, '1', 'a', 'abc', 'ABC', '#5865f2', '00000000-0000-4000-8000-000000000000', '2026-01-31',
    '2026-01-31T12:00:00.000Z', 'sample-name', 'a'.repeat(32), '0'.repeat(32), '0'.repeat(64)];
}

function formatted(format) {
  return {'date-time': '2026-01-31T12:00:00.000Z', date: '2026-01-31', uri: new URL('/', location).href,
    email: 'someone@example.com', uuid: '00000000-0000-4000-8000-000000000000'}[format];
}

function textSample(schema) {
  const known = formatted(schema.format);
  if (known) return known;
  const low = schema.minLength ?? 0, high = schema.maxLength ?? Infinity;
  if (!schema.pattern) return 'text'.padEnd(low, ' text').slice(0, high);
  const pattern = new RegExp(schema.pattern, 'u');
  const fits = text => pattern.test(text) && text.length >= low && text.length <= high;
  return texts().find(fits) ?? 'text';
}

// As near to 1 as the range allows.
function numberSample(schema, isInteger) {
  const step = schema.multipleOf ?? (isInteger ? 1 : 0.5);
  const low = schema.minimum ?? (schema.exclusiveMinimum ?? -Infinity) + step;
  const high = schema.maximum ?? (schema.exclusiveMaximum ?? Infinity) - step;
  const value = Math.min(Math.max(1, low), high);
  return schema.multipleOf ? (value > 0 ? Math.ceil(value / step) : Math.floor(value / step)) * step : value;
}

function listSample(schema, depth) {
  const least = schema.minItems ?? 0;
  const count = depth > deepest ? least : Math.min(Math.max(1, least), schema.maxItems ?? Infinity);
  return Array.from({length: count}, () => sample(schema.items ?? {}, depth + 1));
}

// Whether an `if` is true of an object: as far as const, enum, type null, required and not decide it.
function holds(schema, value) {
  const own = flat(schema);
  if ('const' in own && own.const !== value) return false;
  if (own.enum && !own.enum.includes(value)) return false;
  if (own.type === 'null' && value !== null) return false;
  if (own.not && holds(own.not, value)) return false;
  if (alternatives(own) && !alternatives(own).some(option => holds(option, value))) return false;
  const has = name => Object.hasOwn(Object(value), name);
  return own.required.every(has)
    && Object.entries(own.properties).every(([name, inner]) => !has(name) || holds(inner, value[name]));
}

function objectSample(schema, depth) {
  const value = {};
  const add = properties => {
    for (const [name, inner] of Object.entries(properties))
      if (inner === false) delete value[name];
      else if (depth <= deepest || schema.required.includes(name)) value[name] = sample(inner, depth + 1);
  };
  add(schema.properties);
  for (const {test, then, otherwise} of schema.conditions) {
    const branch = flat(holds(test, value) ? then : otherwise);
    add(Object.fromEntries(Object.entries(branch.properties).map(([name, inner]) => [
      name, inner === false ? false : merge(flat(schema.properties[name]), flat(inner))])));
    for (const name of branch.not?.required ?? []) delete value[name];
  }
  return value;
}

// The example a schema, parameter or media type gives itself.
function given(holder) {
  const several = Array.isArray(holder.examples) ? holder.examples
    : Object.values(holder.examples ?? {}).map(example => resolve(example).value);
  return [holder.example, ...several].find(value => value !== undefined && value !== null);
}

// Strings first: JavaScript can't hold every integer of 64 bits.
function preferred(schema) {
  return options(schema).find(option => typesOf(flat(option)).includes('string')) ?? options(schema)[0] ?? {};
}

// A value that the schema allows; null only if it allows nothing else.
function sample(schema, depth = 0) {
  const own = flat(schema);
  if (isNull(own)) return null;
  const known = [given(own), own.const, own.default, ...(own.enum ?? [])]
    .find(value => value !== undefined && value !== null);
  if (known !== undefined) return known;
  if (alternatives(own)) {
    const {anyOf, oneOf, ...base} = own;
    return sample(merge(base, flat(preferred(own))), depth);
  }
  const [type] = typesOf(own);
  if (depth > 3 * deepest) return {};
  switch (type) {
    case 'array': return listSample(own, depth);
    case 'boolean': return true;
    case 'integer': case 'number': return numberSample(own, type === 'integer');
    case 'string': return textSample(own);
    default: return objectSample(own, depth);
  }
}

const contentOf = holder => holder?.content?.['application/json'] ?? null;
const contentSample = content => given(content) ?? sample(content.schema ?? {});
